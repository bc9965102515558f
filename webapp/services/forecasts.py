"""What each group of a convention will have given at its end, from the sums of the ledger. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from webapp.domain.forecasts import Forecast, add_up, foresee, seen_months
from webapp.domain.ledger import Balance, month_end
from webapp.services.tallies import Tally


@dataclass(frozen=True)
class Outlook:
    """The forecasts of a convention, in minutes: by group, and of all together; None where nothing can be said yet."""

    groups: Mapping[int, Forecast]
    total: Forecast | None


NO_OUTLOOK = Outlook({}, None)


def forecast_convention(tally: Tally) -> Outlook:
    """Foresee the end of a convention from its tally; nothing once it is over, nor in its first months."""
    convention, on = tally.convention, tally.as_of
    if not convention.starts_on <= on < convention.ends_on:
        return NO_OUTLOOK
    seen = seen_months(convention.starts_on, convention.ends_on, on)
    given = _given_by_month(tally)
    found: dict[int, Forecast] = {}
    for entry in tally.groups:
        months = [given.get((entry.group.id, end), 0) for end in seen]
        one = _foresee(entry.balance, months, (convention.ends_on - on).days)
        if one is not None:
            found[entry.group.id] = one
    return Outlook(found, add_up(found.values(), tally.total.counters.delivered))


def _foresee(balance: Balance, months: list[int], days_left: int) -> Forecast | None:
    counters = balance.counters
    return foresee(
        counters.delivered,
        counters.reserved,
        counters.disputed,
        cap=balance.cap,
        months=months,
        days_left=days_left,
    )


def _given_by_month(tally: Tally) -> dict[tuple[int, date], int]:
    """Minutes given by each group in each month, by the day booked on."""
    found: Counter[tuple[int, date]] = Counter()
    for each in tally.booked:
        found[each.group_id, month_end(date(each.year, each.month % 12 + 1, 1))] += each.delivered
    return dict(found)
