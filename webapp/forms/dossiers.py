"""Forms of a dossier: its three steps, as the firm fills them in by its link and the desk for it; laying it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.validators import Optional, ValidationError

from webapp.domain.dossiers import SOURCES
from webapp.domain.naf import read_naf, show_naf
from webapp.domain.text import clean_line
from webapp.forms.documents import Document, read_document
from webapp.forms.fields import ChoiceField, CleanField, DateField, DurationField, Required, TextField
from webapp.forms.money import CountField, EurosField, MoneyForm
from webapp.reports.dossier_names import KINDS, PURPOSES, SOURCE_LABELS


class ProjectForm(MoneyForm):
    """What the money or the days are for."""

    title = CleanField(
        _l("Le projet en quelques mots"),
        [Required(_l("Nommez le projet, par exemple « une plieuse »."))],
        max_length=160,
    )
    purpose = ChoiceField(_l("À quoi sert-il ?"), _l("Choisissez ce qui s’en approche le plus."), PURPOSES.items())
    project = TextField(_l("Racontez-le"), [Optional()], max_length=4000)
    asked_cents = EurosField(_l("Avance demandée, en euros"), [Optional()])
    wished_minutes = DurationField(_l("Jours de compétences souhaités"), [Optional()])

    def validate_asked_cents(self, field: EurosField) -> None:
        """Nothing is no amount: a project may ask for days alone."""
        if field.data == 0:
            raise ValidationError(_l("Laissez vide si le projet ne demande pas d’argent."))


class FundingForm(MoneyForm):
    """Where the rest of the money comes from."""

    bank = EurosField(SOURCE_LABELS["bank"], [Optional()])
    region = EurosField(SOURCE_LABELS["region"], [Optional()])
    own = EurosField(SOURCE_LABELS["own"], [Optional()])
    other = EurosField(SOURCE_LABELS["other"], [Optional()])

    @property
    def funding(self) -> dict[str, int]:
        """Cents by source; what was left empty is none."""
        return {source: self[source].data or 0 for source in SOURCES}


class NafField(CleanField):
    """The code of INSEE for what a firm does."""

    def clean(self, typed: str) -> str:
        try:
            return read_naf(clean_line(typed, 12))
        except ValueError:
            raise ValueError(str(_l("Recopiez le code APE de l’entreprise, par exemple 43.32A."))) from None

    def show(self, value: Any) -> str:
        return show_naf(str(value))


class PromisesForm(MoneyForm):
    """Since when the firm exists, what it does, aid it had, jobs it promises."""

    founded_on = DateField(_l("L’entreprise existe depuis le"), [Optional()])
    naf = NafField(
        _l("Code APE de l’entreprise"),
        [Optional()],
        max_length=12,
        description=_l("Quatre chiffres et une lettre, sur l’avis de l’INSEE : par exemple 43.32A."),
    )
    other_aid_cents = EurosField(
        _l("Aides de minimis reçues en trois ans, en euros"),
        [Optional()],
        description=_l("Les lettres d’aide portent ce mot. Écrivez 0 s’il n’y en a eu aucune."),
    )
    jobs_created = CountField(_l("Emplois que le projet créera"), [Optional()])
    jobs_preserved = CountField(_l("Emplois que le projet préservera"), [Optional()])
    jobs_by = DateField(_l("D’ici le"), [Optional()])


class DocumentForm(MoneyForm):
    """One document, checked by its content."""

    kind = ChoiceField(_l("Quel document ?"), _l("Dites ce que c’est."), KINDS.items())
    document = FileField(_l("Le document"))

    found: Document | None = None

    def validate_document(self, field: FileField) -> None:
        """A document that may be kept."""
        self.found = read_document(field)
        if self.found is None:
            raise ValidationError(str(_l("Choisissez un document.")))


class LayForm(MoneyForm):
    """Before which sitting, and why all the same where something is missing."""

    sitting = SelectField(_l("Séance"), choices=[], coerce=int)
    reason = TextField(_l("Pourquoi le présenter incomplet ?"), [Optional()], max_length=2000)


class BankForm(FundingForm):
    """The same at the desk, which knows which bank it is."""

    group = SelectField(_l("Quelle banque ?"), [Optional()], choices=[], coerce=int)


def values_of(form: MoneyForm, *names: str) -> dict[str, Any]:
    """What was typed, as the services take it; what was left empty is None."""
    return {name: form[name].data if form[name].data != "" else None for name in names}
