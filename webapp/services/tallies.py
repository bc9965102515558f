"""The tally of a convention: one definition per figure (docs/figures.md), from the sums of the ledger. Reads only.

Every figure is integer minutes; days are made of them at the edge, by the convention's own day. "As of D" means what had
been written before the end of D; what a figure counts in time goes by the day a line is booked on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Integer, case, cast, extract, func, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.clock import local_date
from webapp.domain import deadlines, scoring
from webapp.domain.ledger import EMPTY_BALANCE, Balance, Delta, add_years, month_end, share_of_time
from webapp.domain.text import bare
from webapp.extensions import db
from webapp.models.conventions import Amendment, AmendmentApplied, Convention, Pledge
from webapp.models.groups import Group
from webapp.models.ledger import DayEntry
from webapp.models.missions import Mission
from webapp.models.proposals import Proposal
from webapp.models.territories import Territory
from webapp.services.amendments import has_joined

Key = TypeVar("Key", bound=Hashable)

COUNTERS = ("reserved", "declared", "confirmed", "deemed", "disputed")

#: What a figure of the ledger is the sum of; the others are made of these.
DELTAS: dict[str, ColumnElement[int]] = {
    "reserved": DayEntry.reserved_delta,
    "declared": DayEntry.declared_delta,
    "confirmed": DayEntry.confirmed_delta,
    "deemed": DayEntry.deemed_delta,
    "disputed": DayEntry.disputed_delta,
    "delivered": DayEntry.declared_delta + DayEntry.confirmed_delta + DayEntry.deemed_delta,
}

#: A pledge is nearly used up when no more than this share of it is free.
NEARLY_USED_UP = 0.15


@dataclass(frozen=True)
class GroupTally:
    """What one group promised under a convention, and what became of it."""

    group: Group
    balance: Balance
    #: of it what this year may still be asked for, where it promises year by year; else all of it
    this_year: Balance
    #: share of the time of what it promised, from 0 to 1
    elapsed: float

    @property
    def is_behind(self) -> bool:
        return scoring.is_behind(self.balance.counters.delivered, self.balance.cap, self.elapsed)

    @property
    def is_nearly_used_up(self) -> bool:
        return self.this_year.cap > 0 and self.this_year.free <= NEARLY_USED_UP * self.this_year.cap


class Booked(NamedTuple):
    """What was booked for one group, year of its promise and offer in one month, written before the end of the tally's day."""

    group_id: int
    #: the year that the group promised it for; None where it promised for the whole time
    promised_for: int | None
    offer_id: int
    #: year * 12 + month, from nought
    month: int
    #: after the convention, in its last month or later
    is_after: int
    reserved: int
    declared: int
    confirmed: int
    deemed: int
    disputed: int

    @property
    def year(self) -> int:
        return self.month // 12

    @property
    def delivered(self) -> int:
        return self.declared + self.confirmed + self.deemed


@dataclass(frozen=True)
class Tally:
    """A convention at the end of a day."""

    convention: Convention
    as_of: date
    groups: tuple[GroupTally, ...]
    #: (last day of the month, minutes given up to it), by the day booked on
    given: tuple[tuple[date, int], ...]
    #: the ledger read once: every figure is a sum of these
    booked: tuple[Booked, ...]
    #: minutes promised for each year; None: for the whole time
    promised: Mapping[int | None, int]
    #: not how things stand, but how they stood
    is_past: bool = False

    @property
    def total(self) -> Balance:
        return sum((entry.balance for entry in self.groups), start=EMPTY_BALANCE)

    @property
    def elapsed(self) -> float:
        """Share of the convention's time gone by."""
        return share_of_time(self.convention.starts_on, self.convention.ends_on, self.as_of)

    @property
    def planned(self) -> int:
        """Minutes that an even pace would have given by now."""
        return round(self.total.pledged * self.elapsed)


def tally_convention(convention: Convention, *, now: datetime, as_of: date | None = None) -> Tally:
    """The tally of a convention, per group, at the end of a day; today by default."""
    day = as_of or local_date(now)
    until = deadlines.end_of_day(day)
    booked = _read_ledger(convention, until)
    promises = promises_at(convention, until)
    balances = _balances(promises, booked, day.year)
    groups = {each.pledge.group_id: each.pledge.group for each in promises}
    entries = [
        GroupTally(group, *balances[group_id], share_of_time(convention.starts_on, convention.ends_on, day))
        for group_id, group in groups.items()
    ]
    entries.sort(key=lambda entry: (-entry.balance.pledged, bare(entry.group.name)))
    given = _given_by_month(convention, booked, day)
    return Tally(convention, day, tuple(entries), given, booked, _by_year(promises), is_past=day < local_date(now))


@dataclass(frozen=True)
class Promise:
    """What a pledge promised at the end of a day, in minutes; one row a year where it is yearly."""

    pledge: Pledge
    pledged: int
    overrun: int


def promises_at(convention: Convention, until: datetime) -> list[Promise]:
    """The pledges of a convention at a moment, without the amendments that took effect after it, nor who joined by them."""
    later = {row.pledge_id: row for row in _amended(convention, until)}
    promises = []
    for pledge in _pledges(convention):
        row = later.get(pledge.id)
        days, overrun = (row.days, row.overrun) if row else (0, 0)
        promise = Promise(pledge, pledge.pledged_minutes - days, pledge.overrun_minutes - overrun)
        joined_later = row is not None and row.first_at >= until and promise.pledged == promise.overrun == 0
        promises += [] if joined_later else [promise]
    return promises


def _pledges(convention: Convention) -> Sequence[Pledge]:
    mine = Pledge.convention_id == convention.id, has_joined()
    rows = select(Pledge).where(*mine).options(joinedload(Pledge.group))
    return db.session.scalars(rows.order_by(Pledge.id)).all()


def _by_year(promises: Iterable[Promise]) -> dict[int | None, int]:
    found: dict[int | None, int] = {}
    for each in promises:
        found[each.pledge.year] = found.get(each.pledge.year, 0) + each.pledged
    return found


def _balances(
    promises: Iterable[Promise], booked: Iterable[Booked], this_year: int
) -> dict[int, tuple[Balance, Balance]]:
    """What each group promised in all, and what this year may still be asked for."""
    years: dict[int, dict[int | None, Balance]] = {}
    for each in promises:
        own = years.setdefault(each.pledge.group_id, {})
        promised = Balance(each.pledged, each.overrun, Delta())
        own[each.pledge.year] = own.get(each.pledge.year, EMPTY_BALANCE) + promised
    for (group_id, year), counters in sum_up(booked, lambda each: (each.group_id, each.promised_for)).items():
        years[group_id][year] += Balance(0, 0, counters)
    return {group_id: add_years(own, this_year) for group_id, own in years.items()}


def sum_up(booked: Iterable[Booked], key: Callable[[Booked], Key]) -> dict[Key, Delta]:
    """What was booked, added up by group, offer, year..."""
    found: dict[Key, list[tuple[int, ...]]] = {}
    for each in booked:
        found.setdefault(key(each), []).append(each[-len(COUNTERS) :])
    return {at: Delta(*map(sum, zip(*rows, strict=True))) for at, rows in found.items()}


def _read_ledger(convention: Convention, until: datetime) -> tuple[Booked, ...]:
    """The lines of a convention, added up in the database: by mission and day first, which a page looks at no closer."""
    pledges = select(Pledge.id).where(Pledge.convention_id == convention.id)
    on = DayEntry.booked_on
    lines = (
        select(
            DayEntry.pledge_id,
            DayEntry.mission_id,
            cast(extract("year", on) * 12 + extract("month", on) - 1, Integer).label("month"),
            case((on > convention.ends_on, 1), else_=0).label("is_after"),
            *(func.sum(DELTAS[name]).label(name) for name in COUNTERS),
        )
        .where(DayEntry.pledge_id.in_(pledges), DayEntry.written_at < until)
        .group_by(DayEntry.pledge_id, DayEntry.mission_id, on)
        .subquery()
    )
    keys = (Pledge.group_id, Pledge.year, Proposal.offer_id, lines.c.month, lines.c.is_after)
    # the sum of a sum is a decimal on PostgreSQL
    rows = (
        select(*keys, *(cast(func.sum(lines.c[name]), Integer) for name in COUNTERS))
        .select_from(lines)
        .join(Pledge, Pledge.id == lines.c.pledge_id)
        .join(Mission, Mission.id == lines.c.mission_id)
        .join(Proposal, Proposal.id == Mission.proposal_id)
        .group_by(*keys)
    )
    return tuple(Booked._make(row) for row in db.session.execute(rows))


def _amended(convention: Convention, until: datetime) -> Sequence[Any]:
    """The pledges that were amended: when first, and what changed after that moment, which a past tally must not know of."""
    is_later = AmendmentApplied.applied_at >= until
    rows = (
        select(
            Amendment.pledge_id,
            func.min(AmendmentApplied.applied_at).label("first_at"),
            func.sum(case((is_later, Amendment.delta_minutes), else_=0)).label("days"),
            func.sum(case((is_later, Amendment.overrun_delta_minutes), else_=0)).label("overrun"),
        )
        .join(AmendmentApplied, AmendmentApplied.amendment_id == Amendment.id)
        .join(Pledge, Pledge.id == Amendment.pledge_id)
        .where(Pledge.convention_id == convention.id)
        .group_by(Amendment.pledge_id)
    )
    return db.session.execute(rows).all()


def _given_by_month(convention: Convention, booked: Iterable[Booked], day: date) -> tuple[tuple[date, int], ...]:
    """Cumulated minutes given at the end of each month gone by, the last one at `day`; nothing after the convention."""
    months: Counter[int] = Counter()
    for each in booked:
        months[each.month] += 0 if each.is_after else each.delivered
    ends = _month_ends(convention, day)
    return tuple(zip(ends, accumulate(months[end.year * 12 + end.month - 1] for end in ends), strict=True))


def _month_ends(convention: Convention, day: date) -> list[date]:
    last = min(day, convention.ends_on)
    ends = []
    end = month_end(convention.starts_on)
    while end < last:
        ends.append(end)
        end = month_end(date.fromordinal(end.toordinal() + 1))
    return [*ends, last] if last >= convention.starts_on else []


def list_conventions(territory_ids: frozenset[int]) -> list[Convention]:
    """The conventions of some territories, the latest first."""
    rows = (
        select(Convention)
        .where(Convention.territory_id.in_(territory_ids))
        .options(joinedload(Convention.territory), selectinload(Convention.pledges))
        .order_by(Convention.starts_on.desc(), Convention.id)
    )
    return list(db.session.scalars(rows))


def find_scoped_convention(territory_ids: frozenset[int], convention_id: int) -> Convention | None:
    """A convention of one of these territories."""
    return db.session.scalar(
        select(Convention)
        .where(Convention.id == convention_id, Convention.territory_id.in_(territory_ids))
        .options(joinedload(Convention.territory))
    )


def find_past_convention(territory: Territory, on: date) -> Convention | None:
    """The last convention of a territory that has ended."""
    return db.session.scalar(
        select(Convention)
        .where(Convention.territory_id == territory.id, Convention.state == "signed", Convention.ends_on < on)
        .order_by(Convention.ends_on.desc())
        .limit(1)
    )


def figures_of(convention: Convention, *, now: datetime) -> dict[str, Any]:
    """The figures of a convention by name: days as numbers of two decimals, minutes exact."""
    tally = tally_convention(convention, now=now)
    total, counters = tally.total, tally.total.counters
    minutes = {
        "pledged": total.pledged,
        "overrun": total.overrun,
        **{name: getattr(counters, name) for name in COUNTERS},
        "delivered": counters.delivered,
        "free": total.free,
    }
    figures: dict[str, Any] = {
        "convention": convention.code,
        "starts_on": convention.starts_on.isoformat(),
        "ends_on": convention.ends_on.isoformat(),
        "as_of": tally.as_of.isoformat(),
        "minutes_per_day": convention.minutes_per_day,
        "time_share": round(tally.elapsed, 4),
    }
    figures |= {f"{name}_days": _days(value, convention.minutes_per_day) for name, value in minutes.items()}
    return figures | {f"{name}_minutes": value for name, value in minutes.items()}


def _days(minutes: int, minutes_per_day: int) -> int | float:
    days = round(Decimal(minutes) / minutes_per_day, 2)
    return int(days) if days == days.to_integral_value() else float(days)
