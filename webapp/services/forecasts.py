"""What each group of a convention will have given at its end, from the sums of the ledger. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from webapp.domain import deadlines
from webapp.domain.forecasts import Forecast, add_up, foresee, seen_months
from webapp.domain.ledger import Balance, month_end
from webapp.extensions import db
from webapp.models.conventions import Convention, Pledge
from webapp.models.ledger import DayEntry
from webapp.services.tallies import DELTAS, Tally


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
    given = _given_by_month(convention, on)
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


def _given_by_month(convention: Convention, on: date) -> dict[tuple[int, date], int]:
    """Minutes given by each group in each month, by the day booked on, as they were written before the end of a day."""
    rows: Any = db.session.execute(
        select(Pledge.group_id, DayEntry.booked_on, func.sum(DELTAS["delivered"]))
        .join(Pledge, Pledge.id == DayEntry.pledge_id)
        .where(Pledge.convention_id == convention.id, DayEntry.written_at < deadlines.end_of_day(on))
        .group_by(Pledge.group_id, DayEntry.booked_on)
    )
    found: dict[tuple[int, date], int] = {}
    for group_id, booked_on, minutes in rows:
        key = group_id, month_end(booked_on)
        found[key] = found.get(key, 0) + minutes
    return found
