"""What a firm says of its jobs: shape of what is typed."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import Optional

from webapp.domain.outcomes import read_jobs, show_jobs
from webapp.forms.fields import ChoiceField, CleanField, DateField, Required, TextField, choices_of
from webapp.forms.money import MoneyForm, NotAfterToday

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

#: nobody's turnover here is beyond it, in euros
MOST_EUROS = 1_000_000_000


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
        _l("Choisissez."),
        choices=[("leave", _l("Ne rien changer")), ("apply", _l("Appliquer la règle du territoire"))],
    )
    words = TextField(
        _l("Pourquoi ?"), [Required(_l("Écrivez pourquoi : quelqu’un le demandera un jour."))], max_length=2000
    )


class SightingForm(MoneyForm):
    """What a firm has become."""

    status = ChoiceField(
        _l("Aujourd’hui, elle est…"),
        _l("Choisissez."),
        choices=[("alive", _l("Toujours là")), ("taken_over", _l("Reprise par une autre")), ("closed", _l("Fermée"))],
    )
    ended_on = DateField(_l("Depuis quel jour, si elle est fermée ou reprise"), [Optional(), NotAfterToday()])


class EurosField(CleanField):
    """Whole euros, kept in cents."""

    def clean(self, typed: str) -> int:
        digits = re.sub(r"[\s\u00a0\u202f.€]", "", typed)
        if not re.fullmatch(r"\d{1,10}", digits) or int(digits) > MOST_EUROS:
            raise ValueError(gettext("Écrivez un montant en euros, par exemple 250 000."))
        return int(digits) * 100

    def show(self, value: Any) -> str:
        return value if isinstance(value, str) else str(value // 100)


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
    turnover_before = EurosField(_l("Chiffre d’affaires avant l’aide"), [Optional()])
    turnover_after = EurosField(_l("Chiffre d’affaires de la dernière année"), [Optional()])

    @property
    def kind(self) -> str:
        """The kind of contract that was chosen; "" for none of ours."""
        return self.contract.data if self.contract.data in dict(CONTRACT_LABELS) else ""


class DeskCountForm(CountForm):
    """The same, written down by a coordinator, with what it rests on."""

    evidence = ChoiceField(
        _l("D’où vient ce nombre\u202f?"), _l("Dites d’où vient ce nombre."), choices=EVIDENCE_LABELS
    )
