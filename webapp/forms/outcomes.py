"""What a firm says of its jobs: shape of what is typed."""

from __future__ import annotations

import re

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import Optional

from webapp.domain.money import LARGEST_TURNOVER_CENTS, UnreadableAmount, parse_euros
from webapp.domain.outcomes import read_jobs, show_jobs
from webapp.domain.text import clean_line
from webapp.forms.fields import ChoiceField, CleanField, DateField, Required, TextField, choices_of
from webapp.forms.money import EurosField, MoneyForm, NotAfterToday

CONTRACT_LABELS = (
    ("permanent", _l("Surtout des CDI")),
    ("fixed_term", _l("Surtout des CDD")),
    ("apprentice", _l("Surtout des apprentis")),
    ("temporary", _l("Surtout de l’intérim")),
    ("mixed", _l("Un peu de tout")),
)

EVIDENCE_LABELS = (
    ("said", _l("L’entreprise l’a dit")),
    ("payroll", _l("Extrait de paie ou registre du personnel")),
    ("visit", _l("Constaté sur place")),
)

#: of a turnover nobody writes the cents as three figures: those are thousands
_IN_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


class JobsField(CleanField):
    """Full-time equivalents as people type them, "1,5"; kept in hundredths. Nought is an answer."""

    def clean(self, typed: str) -> int:
        try:
            return read_jobs(typed.strip())
        except ValueError as refused:
            words = {
                "not_a_number": gettext("Écrivez un nombre, par exemple 2 ou 1,5."),
                "too_many": gettext("C’est plus de mille emplois : vérifiez le nombre."),
            }
            raise ValueError(words[str(refused)]) from None

    def _value(self) -> str:
        return self.typed or (show_jobs(self.data) if isinstance(self.data, int) else "")


class ShortfallForm(MoneyForm):
    """What a coordinator decides where promised jobs did not come."""

    choice = ChoiceField(
        _l("Que décidez-vous ?"),
        _l("Dites ce que vous décidez."),
        choices=[("leave", _l("Ne rien changer")), ("apply", _l("Appliquer la règle du territoire"))],
    )
    words = TextField(
        _l("Pourquoi ?"), [Required(_l("Écrivez pourquoi : quelqu’un le demandera un jour."))], max_length=2000
    )


class SightingForm(MoneyForm):
    """What a firm has become."""

    status = ChoiceField(
        _l("Aujourd’hui, elle est…"),
        _l("Dites ce qu’elle est devenue."),
        choices=[("alive", _l("Toujours là")), ("taken_over", _l("Reprise par une autre")), ("closed", _l("Fermée"))],
    )
    ended_on = DateField(_l("Depuis quel jour, si elle est fermée ou reprise"), [Optional(), NotAfterToday()])


class TurnoverField(EurosField):
    """The turnover of a year, in cents: "250 000", and "250.000" or "250,000" as others write it."""

    def clean(self, typed: str) -> int:
        line = clean_line(typed, 40)
        figures = re.sub(r"[\s€]", "", line)
        try:
            written = re.sub("[.,]", "", figures) if _IN_THOUSANDS.fullmatch(figures) else line
            return parse_euros(written, LARGEST_TURNOVER_CENTS)
        except UnreadableAmount as refused:
            if refused.code != "unreadable_amount":
                raise ValueError(gettext("Ce montant est trop grand : 100 millions d’euros au plus.")) from None
            raise ValueError(gettext("Écrivez un montant en euros, par exemple 250 000.")) from None


class PromiseForm(FlaskForm):
    """What a firm expects."""

    created = JobsField(
        _l("Emplois créés attendus"), [Required(_l("Écrivez combien d’emplois seront créés, 0 s’il n’y en a pas."))]
    )
    preserved = JobsField(
        _l("Emplois préservés attendus"),
        [Required(_l("Écrivez combien d’emplois seront préservés, 0 s’il n’y en a pas."))],
    )


class CountForm(FlaskForm):
    """What a firm found."""

    created = JobsField(
        _l("Emplois créés"), [Required(_l("Écrivez combien d’emplois sont créés, 0 s’il n’y en a pas."))]
    )
    preserved = JobsField(
        _l("Emplois préservés"), [Required(_l("Écrivez combien d’emplois sont préservés, 0 s’il n’y en a pas."))]
    )
    contract = RadioField(
        _l("Quels contrats\u202f?"), [Optional()], choices=choices_of(CONTRACT_LABELS), validate_choice=False
    )
    turnover_before = TurnoverField(_l("Chiffre d’affaires de l’année avant l’aide"), [Optional()])
    turnover_after = TurnoverField(_l("Chiffre d’affaires de la dernière année"), [Optional()])

    @property
    def kind(self) -> str:
        """The kind of contract that was chosen; "" for none of ours."""
        return self.contract.data if self.contract.data in dict(CONTRACT_LABELS) else ""


class DeskCountForm(CountForm):
    """The same, written down by a coordinator, with what it rests on."""

    evidence = ChoiceField(
        _l("D’où vient ce nombre\u202f?"), _l("Dites d’où vient ce nombre."), choices=EVIDENCE_LABELS
    )
