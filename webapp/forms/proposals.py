"""Forms about one request: the answer that an expert gave on the phone."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import Optional

from webapp.forms.fields import ChoiceField, TextField


class AnswerForExpertForm(FlaskForm):
    """A yes or a no, told on the phone, with the reason of a no."""

    answer = ChoiceField(
        _l("Qu’a répondu l’expert ?"),
        _l("Dites ce qu’il a répondu."),
        choices=[("yes", _l("Il veut bien")), ("no", _l("Il ne peut pas"))],
    )
    reason = ChoiceField(_l("Pourquoi ?"), _l("Dites pourquoi il ne peut pas."), choices=[])
    words = TextField(_l("Ses mots"), [Optional()], max_length=500)

    def needs_reason(self) -> bool:
        """Only a no has a reason."""
        return self.answer.data == "no"


class WithdrawForm(FlaskForm):
    """Take a request back."""
