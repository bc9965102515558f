"""The demonstration's clock: where it stands, and where a visitor asked it to go.

Business time flows with real time from the last step on. Before the first step it stands still, so that loading the
demonstration gives the same rows whenever it is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from sqlalchemy import func, select

from webapp import clock
from webapp.clock import PARIS
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.job_runs import ClockStep, ClockWalk, JobRun

#: a working day, at ten in the morning
DEMONSTRATION_STARTS = datetime(2026, 11, 24, 10, tzinfo=PARIS)

#: when the jobs of each day run while the clock walks
MORNING = time(9)


def follow_clock() -> None:
    """Set business time as the last step says."""
    real_now = clock.real_now()
    step = find_last_step()
    if step is None:
        clock.set_offset(DEMONSTRATION_STARTS - real_now)
    else:
        clock.set_offset(step.business_at - step.real_at)


def find_last_step() -> ClockStep | None:
    """The step that business time goes by."""
    return db.session.scalar(select(ClockStep).order_by(ClockStep.id.desc()).limit(1))


def set_clock(business_at: datetime, *, reason: str) -> None:
    """Let business time be this now, and flow from here on. It never goes back."""
    real_now = clock.real_now()
    business_at = max(business_at, clock.now())
    db.session.add(ClockStep(real_at=real_now, business_at=business_at, reason=reason))
    db.session.flush()
    clock.set_offset(business_at - real_now)


def resume_clock(last_seen_at: datetime | None) -> None:
    """Go on where business time stood when the demonstration was last seen alive: it does not age on a shelf.

    A process that ended well is seen no more; what it wrote still says how far it came.
    """
    step = find_last_step()
    if step is None:
        stood_at = DEMONSTRATION_STARTS
    else:
        stood_at = step.business_at + (max(last_seen_at or step.real_at, step.real_at) - step.real_at)
    stood_at = max([stood_at, *_last_written()])
    real_now = clock.real_now()
    db.session.add(ClockStep(real_at=real_now, business_at=stood_at, reason="start"))
    db.session.flush()
    clock.set_offset(stood_at - real_now)


def _last_written() -> list[datetime]:
    """When the last event was written, and the last run of a job began that was not asked for by hand, at another time."""
    by_itself = JobRun.period.not_like("manual:%")
    lasts = [
        db.session.scalar(select(func.max(Event.at))),
        db.session.scalar(select(func.max(JobRun.started_at)).where(by_itself)),
    ]
    return [moment for moment in lasts if moment is not None]


def ask_walk(days: int) -> ClockWalk:
    """A visitor asks the clock to move so many days on, from where it is or is already going."""
    going = db.session.scalar(
        select(ClockWalk.target_at).where(ClockWalk.ended_at.is_(None)).order_by(ClockWalk.id.desc()).limit(1)
    )
    start = (going or clock.now()).astimezone(PARIS)
    walk = ClockWalk(target_at=start + timedelta(days=days), asked_at=clock.now())
    db.session.add(walk)
    db.session.flush()
    return walk


def find_walk() -> ClockWalk | None:
    """The oldest walk that has not arrived."""
    return db.session.scalar(select(ClockWalk).where(ClockWalk.ended_at.is_(None)).order_by(ClockWalk.id).limit(1))


def find_last_walk() -> ClockWalk | None:
    """The walk asked for last, arrived or not."""
    return db.session.scalar(select(ClockWalk).order_by(ClockWalk.id.desc()).limit(1))


def end_walk(walk_id: int) -> None:
    """The clock has arrived."""
    db.session.get_one(ClockWalk, walk_id).ended_at = clock.now()


def stops_between(start: datetime, target: datetime) -> Iterator[datetime]:
    """Where a walk halts: each morning on its way, then at its end."""
    day = start.astimezone(PARIS).date()
    while True:
        morning = datetime.combine(day, MORNING, tzinfo=PARIS)
        if morning >= target:
            break
        if morning > start:
            yield morning
        day += timedelta(days=1)
    yield target
