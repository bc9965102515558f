"""What a firm writes on the page of its advance."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from webapp.forms.fields import Required, TextField
from webapp.forms.money import MoneyForm


class TroubleForm(MoneyForm):
    """Repaying is hard, in the firm's words."""

    words = TextField(
        _l("Que se passe-t-il, et que vous faudrait-il ?"),
        [Required(_l("Écrivez une phrase : elle suffit pour que nous vous rappelions."))],
        max_length=2000,
    )
