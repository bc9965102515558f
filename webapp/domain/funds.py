"""A fund ahead: what it will have on each day, what it can lend, and how often its money went round.

Cents and local dates. The rule is prudent: what is expected counts on its date, and what is late does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby
from operator import attrgetter


@dataclass(frozen=True)
class Move:
    """Money that is to come in (positive) or to go out (negative) on a day."""

    on: date
    cents: int


@dataclass(frozen=True)
class Point:
    """What there is at the end of a day."""

    on: date
    cents: int


def cash_path(cash_cents: int, today: date, moves: Iterable[Move]) -> list[Point]:
    """What the fund has at the end of today and of each day on which something moves, in order."""
    start = Move(today, cash_cents)
    ordered = sorted((Move(max(move.on, today), move.cents) for move in moves), key=attrgetter("on"))
    days = [(on, sum(move.cents for move in day)) for on, day in groupby([start, *ordered], key=attrgetter("on"))]
    sums = accumulate(cents for _, cents in days)
    return [Point(on, cents) for (on, _), cents in zip(days, sums, strict=True)]


def lowest_point(path: Sequence[Point], since: date) -> Point:
    """The day with least money from a day on; the first of them where several are equal."""
    before = [point for point in path if point.on <= since]
    ahead = [Point(since, before[-1].cents)] if before else []
    ahead += [point for point in path if point.on > since]
    return min(ahead, key=attrgetter("cents"))


def lendable_cents(path: Sequence[Point], on: date) -> int:
    """The most that can be paid out on a day without bringing the fund below zero on it or later."""
    return max(lowest_point(path, on).cents, 0)


def first_day_for(path: Sequence[Point], cents: int, since: date) -> date | None:
    """The first day from `since` on when so much can be paid out; None where no day is in sight."""
    days = [since, *(point.on for point in path if point.on > since)]
    return next((day for day in days if lowest_point(path, day).cents >= cents), None)


def turnover_hundredths(lent_cents: int, contributed_cents: int) -> int | None:
    """How often the money of the funders was lent, in hundredths, to the nearest: 222 is 2.22 times."""
    return None if not contributed_cents else (200 * lent_cents + contributed_cents) // (2 * contributed_cents)


def split_cents(cents: int, weights: Sequence[int]) -> list[int]:
    """Cents shared by weight; what does not divide goes where the largest fractions are, so that the sum is exact."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    parts = [cents * weight // whole for weight in weights]
    by_fraction = sorted(range(len(weights)), key=lambda place: (-(cents * weights[place] % whole), place))
    for place in by_fraction[: cents - sum(parts)]:
        parts[place] += 1
    return parts
