"""What the bilan of a convention says, before it is put in words: integer minutes, counts, dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from webapp.domain.ledger import Balance
from webapp.domain.opinions import Opinions
from webapp.domain.survival import Survival


@dataclass(frozen=True)
class MissionDays:
    """One mission that gave days: for whom, what, by which group, when, and the minutes by state."""

    mission_id: int
    company_id: int
    company: str
    commune: str
    staff: int | None
    #: the title of the expert's offer, which names nobody
    skill: str
    group: str
    visits: int
    first_on: date
    last_on: date
    confirmed: int
    deemed: int
    declared: int

    @property
    def delivered(self) -> int:
        return self.confirmed + self.deemed + self.declared


@dataclass(frozen=True)
class AmendedPledge:
    """One amendment as it was written."""

    effective_on: date
    group: str
    minutes: int
    overrun: int
    reason: str


@dataclass(frozen=True)
class Jobs:
    """The jobs of a convention, in hundredths of a full-time one; a firm that has not answered is in no sum of counts."""

    promised_created: int
    promised_preserved: int
    created: int
    preserved: int
    asked: int
    answered: int


@dataclass(frozen=True)
class Lent:
    """One advance: to a firm of which size, what for, in cents, and the other money of its project."""

    company_id: int
    staff: int | None
    purpose: str
    cents: int
    funding: int


@dataclass(frozen=True)
class Money:
    """The advances granted on the days of a convention, in cents, and what became of them until now."""

    projects: int
    advances: int
    advanced: int
    repaid: int
    lost: int
    defaults: int
    contributed: int
    #: hundredths; None where nothing was contributed
    turnover: int | None
    loans: tuple[Lent, ...] = ()


@dataclass(frozen=True)
class BilanFigures:
    """Everything that the bilan of a convention says, in minutes and counts, at the end of a day."""

    territory: str
    operator: str
    contact: str
    convention: str
    starts_on: date
    ends_on: date
    as_of: date
    minutes_per_day: int
    day_value_cents: int | None
    total: Balance
    groups: tuple[tuple[str, Balance], ...]
    #: (year, minutes given in it), by the day booked on
    years: tuple[tuple[int, int], ...]
    #: (code of a family of skills, minutes given), most given first
    families: tuple[tuple[str, int], ...]
    missions: tuple[MissionDays, ...]
    amendments: tuple[AmendedPledge, ...]
    #: name of a delay or rate, how many cases, its value in hundredths of a day or ten-thousandths
    waits: tuple[tuple[str, int, int | None], ...]
    jobs: Jobs
    money: Money
    opinions: Opinions
    #: firms three and five years after their first aid
    survival: tuple[Survival, ...] = ()
