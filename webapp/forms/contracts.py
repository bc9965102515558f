"""Forms of a convention: its terms, who signs, what groups promise, amendments, the conditions of a group."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField
from wtforms.validators import Optional, ValidationError

from webapp.domain.days import parse_days
from webapp.domain.eligibility import CONDITIONS, Rule
from webapp.domain.text import clean_line
from webapp.forms.desk import DayField
from webapp.forms.fields import ChoiceField, CleanField, DateField, PickField, Required, TextField

KINDS = [
    ("raise", _l("Le groupe promet plus de jours")),
    ("cut", _l("Le groupe promet moins de jours")),
    ("overrun", _l("Le groupe accepte un dépassement")),
    ("no_overrun", _l("Le dépassement convenu est réduit")),
]


class FigureField(CleanField):
    """A whole number, zero or more; None when nothing was typed."""

    def clean(self, typed: str) -> int:
        text = "".join(typed.split())
        if not (text.isascii() and text.isdigit() and len(text) < 8):
            raise ValueError(str(_l("Donnez un nombre entier, par exemple 75.")))
        return int(text)

    @property
    def figure(self) -> int | None:
        return self.data if isinstance(self.data, int) else None


class PromisedField(DayField):
    """An amount of days, by the day of the convention; a bare figure counts in days."""

    def clean(self, typed: str) -> int:
        return parse_days(clean_line(typed, 60), self.minutes_per_day)


class TermsForm(FlaskForm):
    """What a convention says of itself. `reason` is asked for once it is signed."""

    form_key = HiddenField()
    territory = SelectField(_l("Territoire"), [Optional()], choices=[], validate_choice=False)
    title = CleanField(
        _l("Titre"), [Required(_l("Donnez un titre, par exemple Convention 2028-2031."))], max_length=160
    )
    starts_on = DateField(_l("Premier jour"), [Required(_l("Donnez le premier jour."))])
    ends_on = DateField(_l("Dernier jour"), [Required(_l("Donnez le dernier jour."))])
    minutes_per_day = FigureField(
        _l("Minutes par jour"), [Required(_l("Donnez la durée d’un jour, par exemple 420 minutes."))]
    )
    day_value = FigureField(_l("Valeur d’un jour"), [Optional()])
    reason = CleanField(_l("Pourquoi ce changement\u202f?"), [Optional()], max_length=300)

    needs_reason = False

    def validate_minutes_per_day(self, field: FigureField) -> None:
        if field.figure is not None and not 60 <= field.figure <= 1440:
            raise ValidationError(str(_l("Un jour compte entre 60 et 1\u202f440 minutes.")))

    def validate_ends_on(self, field: DateField) -> None:
        if field.data and self.starts_on.data and field.data <= self.starts_on.data:
            raise ValidationError(str(_l("Le dernier jour vient après le premier.")))

    def validate(self, extra_validators: Any = None) -> bool:
        """A reason is asked for where the convention is signed."""
        is_whole = bool(super().validate(extra_validators))
        if self.needs_reason and not self.reason.data and not self.reason.errors:
            self.reason.errors = [str(_l("Dites pourquoi : l’histoire de la convention le garde."))]
            return False
        return is_whole


class SignatoryForm(FlaskForm):
    """Somebody who signs."""

    name = CleanField(_l("Nom"), [Required(_l("Donnez le nom du signataire."))], max_length=200)
    kind = PickField(_l("Qui est-ce\u202f?"), choices=[])


class PromiseForm(FlaskForm):
    """What a group promises in a draft, or from a day on in a signed convention."""

    form_key = HiddenField()
    group = PickField(_l("Groupe"), choices=[])
    days = PromisedField(_l("Jours promis"), [Required(_l("Donnez un nombre de jours, par exemple 50."))])
    year = PickField(_l("Pour"), choices=[])
    effective_on = DateField(_l("À partir du"), [Optional()])
    reason = CleanField(_l("Pourquoi\u202f?"), [Optional()], max_length=300)


class AmendmentForm(FlaskForm):
    """One change of a pledge: which way, how many days, from when, who signed it, why."""

    today: date = date.min

    form_key = HiddenField()
    kind = ChoiceField(_l("Que change l’avenant\u202f?"), _l("Dites ce qui change."), choices=KINDS)
    days = PromisedField(_l("De combien"), [Required(_l("Donnez un nombre de jours, par exemple 5."))])
    effective_on = DateField(_l("À partir du"), [Optional()])
    author = CleanField(_l("Convenu avec"), [Required(_l("Donnez le nom de qui l’a convenu."))], max_length=100)
    reason = TextField(_l("Pourquoi\u202f?"), [Required(_l("Dites pourquoi : l’avenant le garde."))], max_length=300)

    @property
    def deltas(self) -> tuple[int, int]:
        """Minutes added to the pledge and to the agreed overrun."""
        minutes = int(self.days.data)
        return {"raise": (minutes, 0), "cut": (-minutes, 0), "overrun": (0, minutes), "no_overrun": (0, -minutes)}[
            self.kind.data
        ]


class ConditionsForm(FlaskForm):
    """The conditions of a group: each ticked or not, some with a figure."""

    reason = CleanField(_l("Pourquoi ce changement\u202f?"), [Optional()], max_length=300)
    max_km = FigureField(_l("À combien de kilomètres d’un site du groupe, au plus\u202f?"), [Optional()])
    max_staff = FigureField(_l("Combien de salariés, au plus\u202f?"), [Optional()])
    independent = PickField(_l("Indépendante d’un grand groupe"), choices=[], default="")
    not_competitor = PickField(_l("Pas concurrente du groupe"), choices=[], default="")
    in_territory = PickField(_l("Dans le territoire"), choices=[], default="")

    def rules(self) -> list[Rule]:
        """What was asked for; a figure left empty asks for nothing."""
        asked = []
        for code, needs_figure in CONDITIONS.items():
            field = self[code]
            if needs_figure and field.figure is not None:
                asked.append(Rule(code, field.figure))
            elif not needs_figure and field.data == "yes":
                asked.append(Rule(code))
        return asked


class AsOfForm(FlaskForm):
    """A past day."""

    class Meta:
        csrf = False

    au = DateField(_l("Tel que le"), [Optional()])


class MoveForm(FlaskForm):
    """Where a mission goes, and why."""

    pledge = PickField(_l("Vers quel engagement\u202f?"), choices=[])
    reason = ChoiceField(_l("Pourquoi\u202f?"), _l("Dites pourquoi."), choices=[])


class ContestForm(FlaskForm):
    """What a firm says on the phone about a visit."""

    minutes = DayField(_l("Durée selon l’entreprise"), [Optional()])
    words = TextField(_l("Ce qu’elle dit"), [Required(_l("Écrivez ce que dit l’entreprise."))], max_length=2000)
