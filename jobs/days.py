"""Days: amendments enter their pledge, days that found no room are booked, counters are compared with the ledger."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import exists, select

from jobs.items import Outcome, for_each
from webapp.clock import local_date
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.conventions import Amendment, AmendmentApplied, Pledge
from webapp.models.ledger import DayEntry
from webapp.models.missions import Visit
from webapp.services.amendments import apply_amendment
from webapp.services.checks_ledger import compare_counters
from webapp.services.ledger import balance_of
from webapp.services.missions import post_what_waits

log = logging.getLogger(__name__)


def apply_amendments(now: datetime) -> Outcome:
    """Let amendments whose day has come change what a group pledged.

    Selects amendments effective today or before that were not applied; a row of its own marks each done. After a week
    off, all of them, in the order of their days.
    """
    is_applied = exists().where(AmendmentApplied.amendment_id == Amendment.id)
    due = (
        select(Amendment.id)
        .where(Amendment.effective_on <= local_date(now), ~is_applied)
        .order_by(Amendment.effective_on, Amendment.id)
    )

    def apply(amendment_id: int) -> bool:
        return apply_amendment(db.session.get_one(Amendment, amendment_id), by=JOB, now=now)

    return for_each(db.session.scalars(due).all(), apply)


def log_days(now: datetime) -> Outcome:
    """Book the days of visits that found no room on their pledge, now that an amendment or a correction made some.

    Selects visits longer than what is booked of them, the first worked first; what is booked marks them done. After a
    week off, all of them.
    """
    waiting = (
        select(Visit)
        .join(Visit.mission)
        .where(Visit.state.in_(("declared", "confirmed", "deemed")), Visit.posted_minutes < Visit.minutes)
        .order_by(Visit.worked_on, Visit.id)
    )
    due = [visit.id for visit in db.session.scalars(waiting) if _has_room(visit)]

    def book(visit_id: int) -> bool:
        return post_what_waits(db.session.get_one(Visit, visit_id), by=JOB, now=now) > 0

    return for_each(due, book)


def _has_room(visit: Visit) -> bool:
    """Room on the pledge of the mission, or on one that it has left and the visit was booked on."""
    booked_on = select(DayEntry.pledge_id).where(DayEntry.visit_id == visit.id)
    pledges = select(Pledge).where(Pledge.id.in_(booked_on) | (Pledge.id == visit.mission.pledge_id))
    return any(balance_of(pledge).free > 0 for pledge in db.session.scalars(pledges))


def recompute_counters(_now: datetime) -> Outcome:
    """Compare the counters of every pledge with the sums of its lines. A difference is said aloud, never mended.

    Reads only, so a missed week does no harm.
    """
    differences = list(compare_counters())
    for difference in differences:
        log.error("counters differ from the ledger: %s", difference)
    return Outcome(failed=len(differences))
