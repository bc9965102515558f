"""What a group will have given at the end of a convention, if things go on as they do. Pure; integer minutes.

The method, in four sentences. The rhythm is the mean of what was given in each of the last twelve whole months, empty ones
counted. What is likely is what was given, plus that rhythm for the time that is left, or plus what missions have reserved
where that is more, since it was agreed. Months are taken as independent, so the range is 1.28 times the deviation of that
sum on either side: four times out of five, what happens lies inside. Nothing goes beyond what a group promised with its
agreed overrun, nothing below what it has given, and what is agreed or disputed can always still become days: the high end
is never less than that.

Source: usual prediction interval of a sum of independent months, variance s² (m + m² / n) for m months to come and n seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import fmean, variance

from webapp.domain.ledger import month_end

#: whole months that the rhythm is taken from, at most
MONTHS_SEEN = 12

#: with fewer whole months behind it, a rhythm is chance
MONTHS_NEEDED = 3

#: deviations on either side that hold four outcomes out of five
DEVIATIONS = 1.28

DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Forecast:
    """Minutes given at the end: `low` and `high` hold four outcomes out of five, `likely` lies between."""

    low: int
    likely: int
    high: int


def seen_months(starts_on: date, ends_on: date, on: date) -> list[date]:
    """The last days of the whole months that a rhythm is taken from, oldest first, as seen at the end of the day `on`."""
    ends, end = [], month_end(starts_on)
    while end <= min(on, ends_on):
        ends.append(end)
        end = month_end(date.fromordinal(end.toordinal() + 1))
    return ends[-MONTHS_SEEN:]


def foresee(
    given: int, reserved: int, disputed: int, *, cap: int, months: Sequence[int], days_left: int
) -> Forecast | None:
    """What a group will have given at the end; None while too few whole months have passed to say.

    `months` are the minutes given in each whole month that was seen; `cap` is what was promised plus the agreed overrun.
    """
    if len(months) < MONTHS_NEEDED:
        return None
    left = max(days_left, 0) / DAYS_PER_MONTH
    likely = given + max(reserved if left else 0, round(fmean(months) * left))
    half = DEVIATIONS * sqrt(max(variance(months), 0) * (left + left**2 / len(months)))
    high = max(likely + round(half), given + reserved + disputed if left else given)
    return Forecast(*(min(max(value, given), max(cap, given)) for value in (likely - round(half), likely, high)))


def add_up(forecasts: Iterable[Forecast], given: int) -> Forecast | None:
    """The forecast of several groups, which do not wait for each other: likely ones add up, ranges by their squares.

    `given` is what all of them have given, under which nothing goes. None where there is none.
    """
    known = list(forecasts)
    if not known:
        return None
    likely = sum(each.likely for each in known)
    below = sqrt(sum((each.likely - each.low) ** 2 for each in known))
    above = sqrt(sum((each.high - each.likely) ** 2 for each in known))
    return Forecast(max(likely - round(below), given), likely, likely + round(above))
