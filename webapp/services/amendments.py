"""Amendments of a pledge: a raise enters the cap on its day."""

from __future__ import annotations

from datetime import datetime

from webapp.clock import local_date
from webapp.domain.errors import PledgeTooLow
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.conventions import Amendment, AmendmentApplied, Pledge
from webapp.services.ledger import balance_of
from webapp.services.steps import lock, record


def apply_amendment(amendment: Amendment, *, by: Actor, now: datetime) -> bool:
    """Let an amendment whose day has come change its pledge, once; False when it did before or its day is to come.

    Raises:
        PledgeTooLow: the pledge would fall below what is reserved, given and disputed.
    """
    pledge = lock(db.session.get_one(Pledge, amendment.pledge_id))
    is_applied = db.session.get(AmendmentApplied, amendment.id) is not None
    if is_applied or amendment.effective_on > local_date(now):
        return False
    pledged = pledge.pledged_minutes + amendment.delta_minutes
    overrun = pledge.overrun_minutes + amendment.overrun_delta_minutes
    occupied = balance_of(pledge).counters.occupied
    if pledged < 0 or overrun < 0 or pledged + overrun < occupied:
        raise PledgeTooLow(occupied_minutes=occupied)
    pledge.pledged_minutes, pledge.overrun_minutes = pledged, overrun
    db.session.add(AmendmentApplied(amendment_id=amendment.id, applied_at=now))
    record(pledge, "amend", by=by, now=now)
    return True
