"""What a firm answers on the page of its request."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import Optional

from webapp.forms.fields import ChoiceField, CleanField, DurationField, TextField

#: the longest visit that the ledger takes, in minutes
LONGEST = 14_400


class VisitForm(FlaskForm):
    """Was it so? Yes; it took another time; it did not take place. `mark` carries what was shown."""

    mark = HiddenField()
    answer = ChoiceField(
        _l("Est-ce bien cela ?"),
        _l("Choisissez une réponse."),
        choices=[
            ("yes", _l("Oui, c’est bien cela")),
            ("other", _l("La durée n’est pas la bonne")),
            ("none", _l("Cette visite n’a pas eu lieu")),
        ],
    )
    duration = DurationField(_l("Combien de temps, selon vous ?"), [Optional()], max_length=60)
    words = TextField(_l("Un mot pour nous aider à comprendre"), [Optional()], max_length=1000)

    def validate(self, extra_validators: Any = None) -> bool:
        """Another time must be said, and be one that a visit can last."""
        is_right = super().validate(extra_validators)
        if self.answer.data != "other" or self.duration.errors:
            return is_right
        if not self.duration.data:
            self.duration.errors = [gettext("Dites combien de temps la visite a duré, par exemple 2 h ou 1,5 jour.")]
        elif self.duration.data > LONGEST:
            self.duration.errors = [gettext("Une visite ne dure pas si longtemps. Vérifiez la durée.")]
        return is_right and not self.duration.errors


class WithdrawForm(FlaskForm):
    """The firm no longer needs help."""

    words = CleanField(_l("Pourquoi ?"), [Optional()], max_length=500)
