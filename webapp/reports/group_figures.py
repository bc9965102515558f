"""What the quarterly report of a group says, before it is put in words: integer minutes, counts, dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from webapp.domain.ledger import Balance, Delta
from webapp.domain.opinions import Opinions
from webapp.domain.quarters import Quarter
from webapp.reports.bilan_figures import AmendedPledge, MissionDays


@dataclass(frozen=True)
class Requests:
    """What became of the requests to the people of a group that were sent in a quarter."""

    #: experts who could be asked, and those who were
    experts: int
    asked_experts: int
    sent: int
    answered: int
    yes: int
    #: sent, and not answered at the end of the day; their last day has not passed
    waiting: int


@dataclass(frozen=True)
class ComingDays:
    """A mission that still has days reserved."""

    mission_id: int
    company: str
    commune: str
    staff: int | None
    skill: str
    reserved: int
    next_on: date | None


@dataclass(frozen=True)
class GroupYear:
    """What a group gave in a calendar year, and what it promised for that year alone; None where it promised for all."""

    year: int
    promised: int | None
    given: int


@dataclass(frozen=True)
class GroupFigures:
    """Everything that the quarterly report of a group says, in minutes and counts, at the end of a day."""

    territory: str
    operator: str
    contact: str
    convention: str
    group: str
    quarter: Quarter
    starts_on: date
    ends_on: date
    as_of: date
    minutes_per_day: int
    #: since the beginning
    balance: Balance
    #: movements booked in the quarter
    moved: Delta
    #: what an even pace would have given by the end of the quarter
    planned: int
    #: each calendar year that has begun
    years: tuple[GroupYear, ...]
    #: missions that gave time in the quarter, with what they gave in it
    missions: tuple[MissionDays, ...]
    coming: tuple[ComingDays, ...]
    #: amendments of the quarter, and those that take effect later
    amendments: tuple[AmendedPledge, ...]
    requests: Requests
    opinions: Opinions
