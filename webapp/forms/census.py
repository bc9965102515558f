"""What somebody says of one offer: shape of what is typed. Nothing is chosen beforehand."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import Optional

from webapp.forms.fields import CleanField, TextField, choices_of

ANSWERS = (
    ("keep", _l("Toujours valable")),
    ("change", _l("À changer")),
    ("withdraw", _l("À retirer")),
)


class OfferForm(FlaskForm):
    """One offer; a page holds one form for each, with a prefix."""

    class Meta:
        csrf = False

    answer = RadioField(_l("Votre réponse"), [Optional()], choices=choices_of(ANSWERS), validate_choice=False)
    title = CleanField(_l("Titre"), [Optional()], max_length=160)
    text = TextField(_l("En quelques mots"), [Optional()], max_length=4000)

    @property
    def said(self) -> str:
        """The answer that was chosen; "" for none of ours."""
        return self.answer.data if self.answer.data in dict(ANSWERS) else ""

    def is_whole(self) -> bool:
        """True when what was chosen can be kept: a change has its title."""
        whole = self.validate()
        if self.said == "change" and not self.title.data and not self.title.errors:
            self.title.errors = [gettext("Donnez un titre à l’offre.")]
            return False
        return whole
