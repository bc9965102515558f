"""What an expert answers: yes or no, with a reason if they wish."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField
from wtforms.validators import Optional

from webapp.domain.states import DECLINE_REASONS
from webapp.forms.fields import ChoiceField, CleanField, choices_of

REASON_LABELS = {
    "no_time": lazy_gettext("Je n’ai pas le temps"),
    "not_my_field": lazy_gettext("Ce n’est pas mon domaine"),
    "too_far": lazy_gettext("C’est trop loin"),
    "conflict": lazy_gettext("Client, fournisseur ou concurrent"),
    "group_exhausted": lazy_gettext("Mon groupe n’a plus de jours à donner"),
    "other": lazy_gettext("Autre raison"),
}


class AnswerForm(FlaskForm):
    """`mark` carries what was shown; a no without a reason is a no."""

    mark = HiddenField()
    answer = ChoiceField(
        lazy_gettext("Votre réponse"),
        lazy_gettext("Choisissez oui ou non."),
        choices=[
            ("yes", lazy_gettext("Oui, je veux bien aider")),
            ("no", lazy_gettext("Non, pas cette fois")),
        ],
    )
    reason = RadioField(
        lazy_gettext("Pourquoi\u202f?"),
        [Optional()],
        choices=choices_of((code, REASON_LABELS[code]) for code in DECLINE_REASONS),
        validate_choice=False,
    )
    words = CleanField(lazy_gettext("Un mot de plus"), [Optional()], max_length=500)

    @property
    def reason_code(self) -> str:
        """One of the six reasons; none, or another one, is "other"."""
        return self.reason.data if self.reason.data in DECLINE_REASONS else "other"
