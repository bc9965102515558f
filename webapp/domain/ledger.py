"""The ledger of days: what each movement does to the counters of a pledge (DESIGN, section 3).

Everything is integer minutes. A movement is written once and never edited; it stores its delta for each counter, so that a
reversal is that delta negated and the counters equal the sums of the lines at any moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum


class Movement(StrEnum):
    """The kinds of movements."""

    RESERVE = "reserve"
    RELEASE = "release"
    DECLARE = "declare"
    CONFIRM = "confirm"
    DEEM = "deem"
    DISPUTE = "dispute"
    REVERSE = "reverse"


@dataclass(frozen=True)
class Delta:
    """Minutes added to each counter of a pledge; negative takes away."""

    reserved: int = 0
    declared: int = 0
    confirmed: int = 0
    deemed: int = 0
    disputed: int = 0

    def __add__(self, other: Delta) -> Delta:
        return Delta(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def __neg__(self) -> Delta:
        return Delta(*(-getattr(self, f.name) for f in fields(self)))

    @property
    def occupied(self) -> int:
        """Minutes by which the pledge becomes fuller: reserved, delivered and disputed alike."""
        return self.reserved + self.delivered + self.disputed

    @property
    def delivered(self) -> int:
        """Declared, confirmed and deemed."""
        return self.declared + self.confirmed + self.deemed


def reserve(minutes: int) -> Delta:
    """Keep minutes of the pledge for a mission."""
    return Delta(reserved=minutes)


def release(minutes: int) -> Delta:
    """Give back minutes that a mission no longer needs."""
    return Delta(reserved=-minutes)


def declare(minutes: int, *, own_reserve: int, room: int) -> tuple[int, Delta]:
    """Minutes that a visit posts when the expert says how long it took, and their movement.

    What the mission has reserved is used first, then what the pledge has free. What fits nowhere stays on the visit: a
    quota never refuses a fact.
    """
    posted = min(minutes, own_reserve + max(room, 0))
    return posted, Delta(declared=posted, reserved=-min(posted, own_reserve))


def confirm(minutes: int) -> Delta:
    """The firm agrees: declared becomes confirmed."""
    return Delta(declared=-minutes, confirmed=minutes)


def deem(minutes: int) -> Delta:
    """The firm stayed silent: declared becomes deemed confirmed, and is shown as such."""
    return Delta(declared=-minutes, deemed=minutes)


def dispute(minutes: int, state: str) -> Delta:
    """The firm says otherwise: the visit's minutes leave the counter of its state, and stay on the pledge."""
    return {
        "declared": Delta(declared=-minutes, disputed=minutes),
        "confirmed": Delta(confirmed=-minutes, disputed=minutes),
        "deemed": Delta(deemed=-minutes, disputed=minutes),
    }[state]


def first_open_day(worked_on: date, closed_through: date | None) -> date:
    """The day a movement is booked on: the day worked, or the first day after the closed months.

    `closed_through` is the last day of the last closed month, or None.
    """
    if closed_through is None or worked_on > closed_through:
        return worked_on
    return closed_through + timedelta(days=1)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return following - timedelta(days=1)


@dataclass(frozen=True)
class Balance:
    """A pledge at one moment, in minutes.

    `cap` is what was pledged plus the agreed overrun; `free` may be shown, never be negative by the database's check.
    `lapsed` is what a yearly pledge has left of years that are over: nobody can be asked for it any more.
    """

    pledged: int
    overrun: int
    counters: Delta
    lapsed: int = 0

    @property
    def cap(self) -> int:
        return self.pledged + self.overrun

    @property
    def free(self) -> int:
        return self.cap - self.counters.occupied - self.lapsed

    def __add__(self, other: Balance) -> Balance:
        return Balance(
            self.pledged + other.pledged,
            self.overrun + other.overrun,
            self.counters + other.counters,
            self.lapsed + other.lapsed,
        )


EMPTY_BALANCE = Balance(0, 0, Delta())


def add_years(years: Mapping[int | None, Balance], this_year: int) -> tuple[Balance, Balance]:
    """What a group promised in all, and of it what may be asked for this year: the same where it is not yearly.

    `years` has one balance for each year of a yearly pledge, else one under None.
    """
    lapsed = sum(balance.free for year, balance in years.items() if year is not None and year < this_year)
    open_now = (balance for year, balance in years.items() if year in (None, this_year))
    return sum(years.values(), start=Balance(0, 0, Delta(), lapsed)), sum(open_now, start=EMPTY_BALANCE)


def share_of_time(starts_on: date, ends_on: date, on: date) -> float:
    """How much of a convention's time has passed at the end of the day `on`, from 0 to 1."""
    whole = (ends_on - starts_on).days + 1
    gone = (on - starts_on).days + 1
    return min(max(gone / whole, 0.0), 1.0)
