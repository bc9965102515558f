"""The walk of the demonstration's clock: morning by morning, with the jobs and mails of each day before the next."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from jobs.schedule import SCHEDULE
from jobs.scheduler import run_due
from webapp import clock
from webapp.extensions import db
from webapp.services.clock_steps import end_walk, find_walk, set_clock, stops_between
from webapp.services.outbox import count_due
from webapp.transaction import transaction

log = logging.getLogger(__name__)

#: how long the mails of a day are waited for; what the relay refuses for now does not hold the clock
PATIENCE_SECONDS = 30


def walk_clock(send_mails: Callable[[], int], is_stopping: Callable[[], bool]) -> bool:
    """Go where a visitor asked the clock to go, if anywhere; False when nobody did."""
    walk = find_walk()
    if walk is None:
        return False
    walk_id, target = walk.id, walk.target_at
    for halt in stops_between(clock.now(), target):
        if is_stopping():
            return True
        with transaction():
            set_clock(halt, reason=f"walk:{walk_id}")
        run_due(SCHEDULE)
        _empty_outbox(send_mails)
    with transaction():
        end_walk(walk_id)
    log.info("the clock has arrived at %s", target.isoformat())
    return True


def _empty_outbox(send_mails: Callable[[], int]) -> None:
    """Send what is due, also what another worker has in hand, but wait for nobody for ever."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up_at:
        send_mails()
        left = count_due(now=clock.now())
        db.session.rollback()
        if not left:
            return
        time.sleep(0.1)
