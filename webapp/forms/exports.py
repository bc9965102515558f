"""The form of an export: what, of which convention, as which file. The choices are passed in by the view."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField

from webapp.forms.fields import ChoiceField, choices_of

WHAT = [
    ("needs", _l("Les besoins")),
    ("missions", _l("Les missions d’une convention")),
    ("ledger", _l("Le journal des jours d’une convention")),
    ("experts", _l("Les experts et leurs offres")),
]
AS = [("xlsx", _l("Classeur (XLSX), pour votre tableur")), ("csv", _l("CSV, pour un autre logiciel"))]


class ExportForm(FlaskForm):
    """Which export."""

    kind = ChoiceField(_l("Que voulez-vous emporter ?"), _l("Choisissez ce que vous emportez."), choices=WHAT)
    convention = SelectField(_l("Convention"), choices=[], validate_choice=False)
    extension = ChoiceField(_l("Sous quelle forme ?"), _l("Choisissez la forme du fichier."), choices=AS)

    def offer(self, conventions: list[tuple[str, str]]) -> None:
        """The conventions to choose from."""
        self.convention.choices = choices_of(conventions)
