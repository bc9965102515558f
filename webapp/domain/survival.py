"""Is a firm still there three and five years after it was helped? What was seen, and what that says of a day. Pure.

What was seen is a line that nothing erases; a correction is another line, and of two that say something about a day the
later one stands. Nothing seen is "unknown", never "closed": a firm that nobody has asked about counts nowhere else.

- Alive on a day says that it was alive before, and nothing of the days after.
- Closed or taken over since a day says both; without that day it says only what is so from the day it was seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from webapp.domain.advances import add_months

#: years after the aid at which one wants to know
YEARS = (3, 5)

#: what a firm may be found to be; `unknown`: somebody looked and could not tell
STATUSES = ("alive", "closed", "taken_over", "unknown")

#: who says so: a coordinator, or the national search of companies
SOURCES = ("desk", "search")


@dataclass(frozen=True)
class Sighting:
    """What a firm was found to be on a day; `ended_on`: since when it is closed or taken over, where that is known."""

    status: str
    seen_on: date
    ended_on: date | None = None


@dataclass(frozen=True)
class Survival:
    """The firms helped so many years before a day: what is known of each on its own anniversary."""

    years: int
    alive: int
    taken_over: int
    closed: int
    unknown: int

    @property
    def known(self) -> int:
        return self.alive + self.taken_over + self.closed


def anniversary(helped_on: date, years: int) -> date:
    """The day so many years after an aid; the last of February after one on the 29th."""
    return add_months(helped_on, 12 * years)


def status_on(sightings: Sequence[Sighting], day: date) -> str:
    """What a firm was on a day, by what was seen of it, in the order in which it was written."""
    for seen in reversed(sightings):
        if seen.status == "alive" and seen.seen_on >= day:
            return "alive"
        if seen.status in ("closed", "taken_over"):
            if seen.ended_on is not None:
                return seen.status if seen.ended_on <= day else "alive"
            if seen.seen_on <= day:
                return seen.status
    return "unknown"


def add_up(statuses: Iterable[str], years: int) -> Survival:
    """Count firms by what is known of them."""
    found = list(statuses)
    return Survival(years, *(found.count(each) for each in ("alive", "taken_over", "closed", "unknown")))
