"""The rows of the CSV files: one frozen class a file, one field a column, in the order of the header.

Dates are local dates, `at` is a local time in Europe/Paris. Durations are days where a person reads the file (`days`, a
decimal) and minutes elsewhere. An empty cell is None where the type allows it, an empty text otherwise. A tuple is
written with spaces between its codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class CommuneRow:
    insee: str
    name: str
    department: str
    epci: str
    population: int | None
    postcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EpciRow:
    siren: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    insee: str
    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True, slots=True)
class TerritoryRow:
    code: str
    name: str
    operator: str
    contact_name: str
    contact_phone: str
    contact_email: str
    dispatch: str
    wave_size: int
    answer_days: int
    reminder_days: int
    deem_days: int
    ask_days: int
    floor: Decimal
    asks_per_quarter: int


@dataclass(frozen=True, slots=True)
class TerritoryEpciRow:
    territory: str
    siren: str


@dataclass(frozen=True, slots=True)
class LocalRuleRow:
    territory: str
    rule: str
    value: int | None
    divisions: str
    words: str


@dataclass(frozen=True, slots=True)
class ReferenceRateRow:
    territory: str
    since_on: date
    rate_bp: int
    words: str


@dataclass(frozen=True, slots=True)
class AccountRow:
    email: str
    name: str
    role: str
    territory: str


@dataclass(frozen=True, slots=True)
class SkillFamilyRow:
    code: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class SkillRow:
    code: str
    family: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    code: str
    name: str
    kind: str
    parent: str
    site_commune: str
    conditions: str


@dataclass(frozen=True, slots=True)
class GroupRuleRow:
    group: str
    rule: str
    value: int | None
    words: str


@dataclass(frozen=True, slots=True)
class ReferentRow:
    group: str
    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class ExpertRow:
    code: str
    group: str
    name: str
    title: str
    job: str
    email: str
    phone: str
    commune: str
    max_asks: int | None


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    expert: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class OfferRow:
    code: str
    expert: str
    title: str
    text: str
    skills: tuple[str, ...]
    place: str
    radius_km: int | None
    days_per_year: Decimal


@dataclass(frozen=True, slots=True)
class CompanyRow:
    code: str
    name: str
    siren: str
    siret: str
    trade: str
    commune: str
    staff: int | None
    independent: bool | None


@dataclass(frozen=True, slots=True)
class ContactRow:
    company: str
    name: str
    role: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class ConventionRow:
    code: str
    territory: str
    title: str
    starts_on: date
    ends_on: date
    minutes_per_day: int
    day_value_euros: int


@dataclass(frozen=True, slots=True)
class SignatoryRow:
    convention: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class PledgeRow:
    convention: str
    group: str
    year: int | None
    days: Decimal
    overrun_days: Decimal


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    convention: str
    group: str
    effective_on: date
    written_on: date
    days: Decimal
    author: str
    reason: str


@dataclass(frozen=True, slots=True)
class MissionRow:
    code: str
    convention: str
    company: str
    expert: str
    offer: str
    need_text: str
    opened_on: date
    accepted_on: date
    ended_on: date


@dataclass(frozen=True, slots=True)
class VisitRow:
    mission: str
    worked_on: date
    minutes: int
    outcome: str


@dataclass(frozen=True, slots=True)
class JobCountRow:
    mission: str
    #: 0: what the firm expects; 6, 12, 24 or 36: what it counted
    months: int
    said_on: date
    created: Decimal
    preserved: Decimal
    contract: str
    evidence: str


@dataclass(frozen=True, slots=True)
class OpinionRow:
    mission: str
    said_on: date
    side: str
    score: str
    words: str


@dataclass(frozen=True, slots=True)
class NeedRow:
    code: str
    territory: str
    company: str
    title: str
    text: str
    days: Decimal | None
    place: str
    deadline_on: date | None
    filed_on: date
    story: str


@dataclass(frozen=True, slots=True)
class NeedStepRow:
    need: str
    at: datetime
    step: str
    offer: str
    worked_on: date | None
    minutes: int | None
    words: str
