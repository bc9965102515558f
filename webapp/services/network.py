"""The territories side by side: days, missions, delays, acceptance, jobs, sizes of firms, rules that differ. Reads only.

Days of several conventions are added as days, each by its own length; their minutes are never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from statistics import median
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import selectinload

from webapp.clock import local_date
from webapp.domain.days import in_days
from webapp.domain.opinions import Opinions
from webapp.domain.outcomes import JobTotal
from webapp.domain.sizes import size_of
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.companies import Company
from webapp.models.conventions import Convention, Pledge
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.proposals import Proposal
from webapp.models.territories import Territory
from webapp.services.candidates import ANSWERED
from webapp.services.network_jobs import NO_JOBS, NetworkJobs, tally_network_jobs
from webapp.services.opinion_tallies import opinions_by_territory
from webapp.services.territory_rules import Policy, policy_of

#: delays and acceptance are those of the requests of so many days
LOOKED_BACK = timedelta(days=365)

#: a yes, whatever became of it
YES = ("accepted", "accepted_on_behalf", "held", "released")


@dataclass(frozen=True)
class Days:
    """Days promised and given, exactly."""

    pledged: Fraction = Fraction(0)
    given: Fraction = Fraction(0)

    def __add__(self, other: Days) -> Days:
        return Days(self.pledged + other.pledged, self.given + other.given)


@dataclass(frozen=True)
class Answers:
    """What became of the requests of the last twelve months."""

    #: those that were answered, or whose time is over
    over: int = 0
    yes: int = 0
    #: median of the days from an open need to its first answer; None: none was answered
    first_answer_days: float | None = None

    @property
    def acceptance(self) -> float | None:
        return self.yes / self.over if self.over else None

    def __add__(self, other: Answers) -> Answers:
        """The answers of both; a median of two is none."""
        return Answers(self.over + other.over, self.yes + other.yes)


@dataclass(frozen=True)
class TerritoryFigures:
    """One territory."""

    territory: Territory
    #: in force; None: none is
    convention: Convention | None
    present: Days
    #: of every signed convention
    ever: Days
    #: missions agreed under the signed conventions, those cancelled apart, by size of the firm
    sizes: dict[str, int]
    answers: Answers
    #: what firms and experts said of their missions, of every convention
    opinions: Opinions = field(default_factory=Opinions)
    #: what its firms found
    jobs: JobTotal = NO_JOBS

    @property
    def missions(self) -> int:
        return sum(self.sizes.values())


@dataclass(frozen=True)
class Network:
    """Every territory of a scope, and their sums."""

    territories: tuple[TerritoryFigures, ...]
    jobs: NetworkJobs = field(default_factory=NetworkJobs)

    @property
    def present(self) -> Days:
        return sum((each.present for each in self.territories), start=Days())

    @property
    def ever(self) -> Days:
        return sum((each.ever for each in self.territories), start=Days())

    @property
    def missions(self) -> int:
        return sum(each.missions for each in self.territories)

    @property
    def opinions(self) -> Opinions:
        return sum((each.opinions for each in self.territories), start=Opinions())

    @property
    def answers(self) -> Answers:
        return sum((each.answers for each in self.territories), start=Answers())

    def size(self, code: str) -> int:
        return sum(each.sizes.get(code, 0) for each in self.territories)


def tally_network(territory_ids: frozenset[int], now: datetime) -> Network:
    """The territories of a scope, by name, in a number of queries that does not grow with them."""
    today = local_date(now)
    days = _days(territory_ids)
    sizes, answers = _sizes(territory_ids), _answers(territory_ids, now)
    opinions, jobs = opinions_by_territory(territory_ids), tally_network_jobs(territory_ids, now)
    figures = []
    for territory in _territories(territory_ids):
        own = [(convention, found) for convention, found in days if convention.territory_id == territory.id]
        running = next((each for each in own if each[0].starts_on <= today <= each[0].ends_on), None)
        figures.append(
            TerritoryFigures(
                territory,
                running[0] if running else None,
                running[1] if running else Days(),
                sum((found for _convention, found in own), start=Days()),
                sizes.get(territory.id, {}),
                answers.get(territory.id, Answers()),
                opinions.get(territory.id, Opinions()),
                jobs.of(territory.id),
            )
        )
    return Network(tuple(figures), jobs)


def _territories(territory_ids: frozenset[int]) -> Sequence[Territory]:
    rows = select(Territory).where(Territory.id.in_(territory_ids)).options(selectinload(Territory.rules))
    return db.session.scalars(rows.order_by(without_accents(Territory.name))).all()


def _days(territory_ids: frozenset[int]) -> list[tuple[Convention, Days]]:
    """The days of each signed convention, from the counters of its pledges, which are the sums of their lines."""
    given = Pledge.declared_minutes + Pledge.confirmed_minutes + Pledge.deemed_minutes
    rows = (
        select(Convention, func.coalesce(func.sum(Pledge.pledged_minutes), 0), func.coalesce(func.sum(given), 0))
        .outerjoin(Pledge, Pledge.convention_id == Convention.id)
        .where(Convention.territory_id.in_(territory_ids), Convention.state == "signed")
        .group_by(Convention.id)
        .order_by(Convention.starts_on.desc())
    )
    return [
        (row, Days(in_days(pledged, row.minutes_per_day), in_days(minutes, row.minutes_per_day)))
        for row, pledged, minutes in db.session.execute(rows)
    ]


def _sizes(territory_ids: frozenset[int]) -> dict[int, dict[str, int]]:
    rows = (
        select(Need.territory_id, Company.staff, func.count(Mission.id))
        .join(NeedRole, NeedRole.id == Mission.role_id)
        .join(Need, Need.id == NeedRole.need_id)
        .join(Company, Company.id == Need.company_id)
        .where(Need.territory_id.in_(territory_ids), Mission.state != "cancelled")
        .group_by(Need.territory_id, Company.staff)
    )
    found: dict[int, dict[str, int]] = {}
    for territory_id, staff, count in db.session.execute(rows):
        sizes = found.setdefault(territory_id, {})
        sizes[size_of(staff)] = sizes.get(size_of(staff), 0) + count
    return found


def _answers(territory_ids: frozenset[int], now: datetime) -> dict[int, Answers]:
    since = now - LOOKED_BACK
    over = func.sum(case((Proposal.state.in_((*ANSWERED, "expired")), 1), else_=0))
    yes = func.sum(case((Proposal.state.in_(YES), 1), else_=0))
    counts = (
        _requests(select(Need.territory_id, over, yes), territory_ids)
        .where(Proposal.sent_at >= since)
        .group_by(Need.territory_id)
    )
    delays = _first_answers(territory_ids, since)
    return {
        territory_id: Answers(ended, agreed, delays.get(territory_id))
        for territory_id, ended, agreed in db.session.execute(counts)
    }


def _first_answers(territory_ids: frozenset[int], since: datetime) -> dict[int, float]:
    """The median, by territory, of the days between an open need and the first answer of anybody."""
    rows = (
        _requests(select(Need.territory_id, Need.opened_at, func.min(Proposal.decided_at)), territory_ids)
        .where(Need.opened_at >= since, Proposal.state.in_(ANSWERED), Proposal.decided_at.is_not(None))
        .group_by(Need.id, Need.territory_id, Need.opened_at)
    )
    waited: dict[int, list[float]] = {}
    for territory_id, opened_at, answered_at in db.session.execute(rows):
        waited.setdefault(territory_id, []).append((answered_at - opened_at) / timedelta(days=1))
    return {territory_id: round(median(days), 1) for territory_id, days in waited.items()}


def _requests(rows: Any, territory_ids: frozenset[int]) -> Any:
    return (
        rows.select_from(Proposal)
        .join(NeedRole, NeedRole.id == Proposal.role_id)
        .join(Need, Need.id == NeedRole.need_id)
        .where(Need.territory_id.in_(territory_ids))
    )


@dataclass(frozen=True)
class Difference:
    """A term of the policy, or a rule, and what each territory says; None: it has no such rule."""

    code: str
    values: tuple[Any, ...]


def list_differences(territories: Iterable[Territory]) -> list[Difference]:
    """What is not the same everywhere: terms of the policy first, then rules, by code."""
    places = list(territories)
    terms = [
        Difference(name, tuple(getattr(policy_of(place), name) for place in places)) for name in Policy.__annotations__
    ]
    rules = [{rule.code: rule for rule in place.rules} for place in places]
    codes = sorted({code for own in rules for code in own})
    terms += [Difference(f"rule:{code}", tuple(own.get(code) for own in rules)) for code in codes]
    return [each for each in terms if len({_compared(value) for value in each.values}) > 1]


def _compared(value: Any) -> Any:
    """Two rules are the same when their figure is, however each territory says them."""
    return (value.code, value.value) if hasattr(value, "code") else value
