"""Forms of the desk: shape of what is typed; the choices are passed in by the views."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form, HiddenField, RadioField, SelectField
from wtforms.validators import Optional, StopValidation, ValidationError

from webapp.domain.days import USUAL_DAY
from webapp.domain.requests import TITLE_LENGTH
from webapp.forms.fields import (
    ChoiceField,
    CleanField,
    DateField,
    DurationField,
    EmailField,
    NotBefore,
    PhoneField,
    Required,
    TextField,
    choices_of,
)
from webapp.forms.needs import PLACE_LABELS, STAFF_LIMIT, FirmForm, ThemesField, known_themes

TITLE_MAX = 2 * TITLE_LENGTH
YES_NO = [("yes", _l("Oui")), ("no", _l("Non")), ("", _l("Personne ne le sait"))]


class DayField(DurationField):
    """A length of time, by the day of the convention that the form was given: `meta={"minutes_per_day": 360}`."""

    @property
    def minutes_per_day(self) -> int:  # type: ignore[override]
        return int(getattr(self.meta, "minutes_per_day", USUAL_DAY))


class NoLongerThan:
    """A length within what can be kept, in minutes; where one is asked for, nothing is none."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes

    def __call__(self, _form: Form, field: Field) -> None:
        if field.data == 0 and field.flags.required:
            raise StopValidation(str(_l("Donnez une durée, par exemple 1 jour ou 3 h.")))
        if field.data and field.data > self.minutes:
            raise StopValidation(str(_l("Cette durée est trop longue.")))


VISIT_LENGTH = NoLongerThan(14_400)
ROLE_LENGTH = NoLongerThan(100_000)


class NoteForm(FlaskForm):
    """A remark."""

    text = TextField(_l("Votre note"), [Required(_l("Écrivez quelque chose."))], max_length=2000)


class SetAsideForm(FlaskForm):
    """Why a need is set aside."""

    reason = ChoiceField(_l("Pourquoi ?"), _l("Dites pourquoi."), choices=[])
    words = TextField(_l("Un mot, pour l’équipe"), [Optional()], max_length=2000)


class CloseForm(FlaskForm):
    """How a need ends."""

    outcome = ChoiceField(
        _l("Comment cela finit-il ?"),
        _l("Dites comment cela finit."),
        choices=[
            ("helped", _l("L’entreprise a été aidée")),
            ("no_help", _l("Nous n’avons trouvé personne")),
            ("unreachable", _l("L’entreprise ne répond plus")),
        ],
    )


class RoleForm(FlaskForm):
    """What one expert is asked for, and how long it takes."""

    class Meta:
        csrf = False

    title = CleanField(_l("Ce que fait l’expert"), [Required(_l("Dites ce que fait l’expert."))], max_length=TITLE_MAX)
    minutes = DayField(_l("Temps demandé"), [Required(_l("Donnez une durée, par exemple 1 jour ou 3 h.")), ROLE_LENGTH])


class QualifyForm(FlaskForm):
    """What a coordinator has understood of a need; it acts once. The roles are forms of their own, on the same page."""

    form_key = HiddenField()
    title = CleanField(_l("Titre du besoin"), [Required(_l("Donnez un titre."))], max_length=TITLE_MAX)
    themes = ThemesField(_l("De quoi s’agit-il ?"), [Optional()])
    #: the themes that were ticked when the form was shown: what a colleague ticked since stays
    shown = HiddenField()

    @property
    def ticked(self) -> set[str]:
        return set(self.themes.data) - self._shown

    @property
    def unticked(self) -> set[str]:
        return self._shown - set(self.themes.data)

    @property
    def _shown(self) -> set[str]:
        return set(known_themes((self.shown.data or "").split()))


class FileForm(FirmForm):
    """A need told on the phone: who, which firm, what for, on one page."""

    today: date = date.min

    unregistered = BooleanField(_l("Elle n’est pas encore immatriculée"))
    person = CleanField(_l("Nom de la personne"), [Required(_l("Donnez le nom de la personne."))], max_length=100)
    role = CleanField(_l("Sa fonction"), [Optional()], max_length=100)
    email = EmailField(_l("Son adresse e-mail"), [Required(_l("Elle reçoit le lien qui suit sa demande."))])
    phone = PhoneField(_l("Son téléphone"), [Optional()])
    text = TextField(_l("Le besoin, avec ses mots"), [Required(_l("Écrivez ce qu’elle demande."))], max_length=4000)
    title = CleanField(_l("Titre"), [Optional()], max_length=TITLE_MAX)
    themes = ThemesField(_l("De quoi s’agit-il ?"), [Optional()])
    wished = DayField(_l("Temps souhaité"), [Optional(), ROLE_LENGTH])
    deadline = DateField(_l("Avant quelle date ?"), [Optional(), NotBefore(lambda form: form.today)])
    place = ChoiceField(_l("Où se voir ?"), _l("Dites où se voir."), choices=list(PLACE_LABELS.items()))


class AbsenceForm(FlaskForm):
    """When an expert is away."""

    starts_on = DateField(_l("Du"), [Required(_l("Donnez le premier jour."))])
    ends_on = DateField(_l("Au"), [Required(_l("Donnez le dernier jour."))])


class PauseForm(FlaskForm):
    """Until when an expert gets no request; empty ends the pause."""

    today: date = date.min

    until = DateField(_l("Aucune demande jusqu’au"), [Optional(), NotBefore(lambda form: form.today)])


class FactsForm(FlaskForm):
    """What was checked of a firm."""

    staff = CleanField(_l("Salariés"), [Optional()], max_length=7)
    independent = RadioField(_l("Indépendante d’un grand groupe ?"), [Optional()], choices=choices_of(YES_NO))

    def validate_staff(self, field: CleanField) -> None:
        """A whole number of people, or nothing."""
        if not field.errors and field.data and not (field.data.isascii() and field.data.isdigit()):
            raise ValidationError(_l("Donnez un nombre, par exemple 8."))
        if not field.errors and field.data and int(field.data) > STAFF_LIMIT:
            raise ValidationError(_l("Ce nombre est trop grand."))

    @property
    def staff_count(self) -> int | None:
        return int(self.staff.data) if self.staff.data else None

    @property
    def is_independent(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.independent.data or "")


class PlanForm(FlaskForm):
    """The day of a visit to come; the form acts once."""

    today: date = date.min

    form_key = HiddenField()
    planned_on = DateField(
        _l("Jour de la visite"), [Required(_l("Donnez un jour.")), NotBefore(lambda form: form.today)]
    )


class DeclareForm(FlaskForm):
    """What an expert says on the phone: when, how long; the form acts once."""

    form_key = HiddenField()
    worked_on = DateField(_l("Jour de la visite"), [Required(_l("Donnez le jour."))])
    minutes = DayField(_l("Durée"), [Required(_l("Donnez une durée, par exemple 3 h.")), VISIT_LENGTH])


class SettleForm(FlaskForm):
    """How a dispute ends."""

    outcome = ChoiceField(_l("Que retenez-vous ?"), _l("Choisissez ce que vous retenez."), choices=[])
    minutes = DayField(_l("Autre durée"), [Optional(), VISIT_LENGTH])

    def validate(self, extra_validators: Any = None) -> bool:
        """A length is asked for where another one is chosen."""
        is_whole = bool(super().validate(extra_validators))
        if self.outcome.data == "other" and not self.minutes.data and not self.minutes.errors:
            self.minutes.errors = [str(_l("Donnez la durée que vous retenez."))]
            return False
        return is_whole


class ReasonForm(FlaskForm):
    """Why something is done, by a code."""

    reason = ChoiceField(_l("Pourquoi ?"), _l("Dites pourquoi."), choices=[])


class EndForm(FlaskForm):
    """How a mission ends."""

    step = ChoiceField(
        _l("Comment finit la mission ?"),
        _l("Dites comment elle finit."),
        choices=[
            ("finish", _l("Elle est finie, le besoin est couvert")),
            ("abandon", _l("Elle s’arrête en route, il faut quelqu’un d’autre")),
            ("cancel", _l("Elle n’a pas commencé et n’aura pas lieu")),
        ],
    )


class FilterForm(FlaskForm):
    """Which lines of a figure."""

    class Meta:
        csrf = False

    group = SelectField(_l("Groupe"), [Optional()], choices=[], validate_choice=False)
    family = SelectField(_l("Famille"), [Optional()], choices=[], validate_choice=False)
    since = DateField(_l("Du"), [Optional()])
    until = DateField(_l("Au"), [Optional()])
