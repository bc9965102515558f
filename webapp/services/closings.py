"""Months of a convention: closed in order, once they are over; nothing is booked in them any more."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from webapp.clock import local_date
from webapp.domain.errors import Refusal
from webapp.domain.ledger import month_end
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.conventions import Convention
from webapp.services.steps import lock, record


def next_month_to_close(convention: Convention) -> date | None:
    """The last day of the first month that is open; None when the convention is closed to its end."""
    first = convention.starts_on if convention.closed_through is None else convention.closed_through + timedelta(days=1)
    return min(month_end(first), convention.ends_on) if first <= convention.ends_on else None


def close_month(convention: Convention, *, by: Actor, now: datetime) -> date:
    """Close the first month that is open: what comes in later is booked on the first open day. Its last day.

    Raises:
        Refusal: the month is not over yet (`month_not_over`), or all are closed (`all_closed`).
    """
    lock(convention)
    last = next_month_to_close(convention)
    if last is None:
        raise Refusal("all_closed", closed_through=convention.closed_through)
    if last >= local_date(now):
        raise Refusal("month_not_over", ends_on=last)
    convention.closed_through = last
    record(convention, "close_month", by=by, now=now, reason=f"{last:%Y-%m}")
    db.session.flush()
    return last
