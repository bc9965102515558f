"""One job for one period: claimed, run, recorded."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta

from jobs.items import Outcome
from jobs.periods import Job
from webapp import clock
from webapp.extensions import db
from webapp.services.runs import Slot, claim_run, end_run
from webapp.transaction import transaction

log = logging.getLogger(__name__)

#: a run that takes longer is taken for dead, and another process may take it over
LEASE = timedelta(minutes=15)


def run(job: Job, period: str, *, now: datetime) -> Outcome | None:
    """Run a job for a period, unless somebody has or does: None.

    The claim, each item and the result are transactions of their own. A process that dies in the middle leaves a claim
    whose lease runs out; the next one does what is left, because items are looked for by what is due and not done.
    """
    slot = Slot(job.name, period, secrets.token_hex(16))
    with transaction():
        is_ours = claim_run(slot, now=now, real_now=clock.real_now(), lease=LEASE)
    if not is_ours:
        return None
    outcome, state = _attempt(job, now)
    with transaction():
        is_still_ours = end_run(
            slot, state, now=clock.now(), done=outcome.done, skipped=outcome.skipped, failed=outcome.failed
        )
    _report(slot, outcome, state if is_still_ours else "taken over")
    return outcome


def _attempt(job: Job, now: datetime) -> tuple[Outcome, str]:
    try:
        outcome = job.run(now)
    except Exception:
        log.exception("job failed", extra={"job": job.name})
        return Outcome(failed=1), "failed"
    finally:
        db.session.rollback()
    return outcome, "failed" if outcome.failed else "done"


def _report(slot: Slot, outcome: Outcome, state: str) -> None:
    level = logging.INFO if state == "done" and outcome.done else logging.DEBUG
    if state != "done":
        level = logging.ERROR
    counts = {"done": outcome.done, "skipped": outcome.skipped, "failed": outcome.failed}
    log.log(
        level,
        "job %s %s %s: %s done, %s skipped, %s failed",
        slot.job,
        slot.period,
        state,
        *counts.values(),
        extra={"job": slot.job, "period": slot.period, "state": state, **counts},
    )
