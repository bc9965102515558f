"""Forms of a sitting: its date, who is there, the votes, what is decided; and of a member's page."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.validators import Optional

from webapp.clock import PARIS
from webapp.domain.dossiers import ADJOURNED_FOR, REFUSED_FOR
from webapp.domain.text import clean_line
from webapp.forms.fields import (
    ChoiceField,
    CleanField,
    DateField,
    DurationField,
    EmailField,
    PickField,
    Required,
    TextField,
)
from webapp.forms.money import CountField, EurosField, MoneyForm, NotAfterToday
from webapp.reports.dossier_names import REASONS

CHOICES = {"for": _l("Pour"), "against": _l("Contre"), "abstain": _l("Abstention")}

RECUSED = {
    "finances": _l("Mon organisme finance ce projet"),
    "competitor": _l("Mon organisme est un concurrent"),
    "supplier": _l("Mon organisme est un fournisseur ou un client"),
    "interest": _l("J’ai un lien avec l’entreprise ou ses dirigeants"),
}


class HourField(CleanField):
    """An hour of the day as people type it: 14:00, 14 h 30, 9h."""

    def clean(self, typed: str) -> time:
        parts = re.fullmatch(r"(\d{1,2})\s*[:hH]\s*(\d{2})?", clean_line(typed, 10), re.ASCII)
        hour, minute = (int(part or 0) for part in parts.groups()) if parts else (24, 0)
        if hour > 23 or minute > 59:
            raise ValueError(str(_l("Écrivez l’heure ainsi : 14:00.")))
        return time(hour, minute)

    def show(self, value: Any) -> str:
        return value if isinstance(value, str) else f"{value:%H:%M}"


class SittingForm(MoneyForm):
    """When and where."""

    kind = ChoiceField(
        _l("De quelle façon ?"),
        _l("Choisissez une réunion ou une consultation écrite."),
        [("meeting", _l("Réunion")), ("written", _l("Consultation écrite"))],
        default="meeting",
    )
    held_on = DateField(_l("Jour, ou dernier jour pour répondre par écrit"), [Required(_l("Donnez le jour."))])
    starts = HourField(
        _l("Heure de début"), [Required(_l("Donnez l’heure, par exemple 14:00."))], description=_l("Par exemple 14:00.")
    )
    ends = HourField(
        _l("Heure de fin"), [Required(_l("Donnez l’heure, par exemple 16:00."))], description=_l("Par exemple 16:00.")
    )
    place = CleanField(_l("Lieu"), [Optional()], max_length=200)

    @property
    def hours(self) -> tuple[datetime, datetime]:
        """Start and end, once both were read."""
        day = cast(date, self.held_on.data)
        return datetime.combine(day, self.starts.data, PARIS), datetime.combine(day, self.ends.data, PARIS)


class MemberForm(MoneyForm):
    """Somebody who sits for an organisation."""

    name = CleanField(_l("Nom"), [Required(_l("Donnez le nom."))], max_length=100)
    email = EmailField(_l("Adresse électronique"), [Required(_l("Donnez l’adresse."))])
    group = PickField(_l("Pour quel organisme ?"), choices=[])


class PresenceForm(MoneyForm):
    """Who is in the room."""

    members = SelectMultipleField(_l("Qui est là ?"), choices=[], coerce=int)


class VoteForm(MoneyForm):
    """One member's vote."""

    choice = ChoiceField(_l("Votre vote"), _l("Choisissez."), CHOICES.items())


class MemberVoteForm(MoneyForm):
    """A vote that the coordinator writes down in the sitting."""

    member = ChoiceField(_l("Qui vote ?"), _l("Dites qui vote."), choices=[])
    choice = ChoiceField(_l("Son vote"), _l("Choisissez."), CHOICES.items())


class RecuseForm(MoneyForm):
    """Why a member may not judge."""

    reason = ChoiceField(_l("Pourquoi ?"), _l("Dites pourquoi."), RECUSED.items())


class DecisionForm(MoneyForm):
    """When it was decided, where a sitting is written down on a later day."""

    decided_on = DateField(
        _l("Décidé le"),
        [Optional(), NotAfterToday()],
        description=_l("Le jour de la séance ; changez-le si le comité s’est prononcé plus tard."),
    )


class ApproveForm(DecisionForm):
    """What the committee grants."""

    amount_cents = EurosField(
        _l("Avance accordée, en euros"), [Optional()], description=_l("Vide, si le comité n’accorde que des jours.")
    )
    fund = SelectField(_l("Sur quel fonds ?"), [Optional()], choices=[], coerce=int)
    pay_on = DateField(_l("À verser à partir du"), [Optional()])
    count = CountField(_l("Nombre d’échéances"), [Optional()], default=24)
    rhythm = ChoiceField(
        _l("Tous les combien ?"),
        _l("Choisissez un rythme."),
        [("1", _l("Tous les mois")), ("3", _l("Tous les trois mois"))],
        default="1",
    )
    grace_months = CountField(_l("Mois sans échéance, au début"), [Optional()], default=6)
    conditions = TextField(_l("Conditions avant le versement, une par ligne"), [Optional()], max_length=2000)
    minutes = DurationField(_l("Jours de compétences accordés"), [Optional()])
    valid_until = DateField(_l("Décision valable jusqu’au"), [Optional()])
    may_wait = BooleanField(
        _l("Si le fonds n’a pas l’argent ce jour-là, ou si d’autres attendent, mettre l’avance en attente")
    )

    @property
    def condition_lines(self) -> tuple[str, ...]:
        """One condition a line."""
        return tuple(line.strip()[:300] for line in (self.conditions.data or "").splitlines() if line.strip())


class AdjournForm(DecisionForm):
    """What is wanted first."""

    reason = ChoiceField(
        _l("Ce qui manque"), _l("Dites ce qui manque."), [(code, REASONS[code]) for code in ADJOURNED_FOR]
    )
    words = TextField(_l("Précisez, pour l’entreprise"), [Optional()], max_length=2000)


class RefuseForm(DecisionForm):
    """Why not."""

    reason = ChoiceField(_l("Pourquoi ?"), _l("Dites pourquoi."), [(code, REASONS[code]) for code in REFUSED_FOR])
    words = TextField(_l("Précisez, pour l’entreprise"), [Optional()], max_length=2000)


class MinutesForm(FlaskForm):
    """A remark for the minutes."""

    remarks = TextField(_l("Une remarque, s’il en faut une"), [Optional()], max_length=4000)
