"""What happened on each day of a walk of the demonstration's clock."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise

from sqlalchemy import func, select

from webapp import clock
from webapp.clock import local_date
from webapp.extensions import db
from webapp.models.job_runs import ClockStep, ClockWalk, JobRun
from webapp.models.mails import OutgoingMail


@dataclass(frozen=True)
class DayOfWalk:
    """One day: the moment of its first halt, how much each job did, how many mails left."""

    at: datetime
    done: dict[str, int]
    mails: int


def list_days(walk: ClockWalk) -> list[DayOfWalk]:
    """The days of a walk so far, oldest first."""
    steps = list(
        db.session.scalars(select(ClockStep).where(ClockStep.reason == f"walk:{walk.id}").order_by(ClockStep.id))
    )
    firsts = [next(halts) for _date, halts in groupby((step.business_at for step in steps), key=local_date)]
    return [_day(start, end) for start, end in pairwise([*firsts, walk.ended_at or clock.now()])]


def _day(start: datetime, end: datetime) -> DayOfWalk:
    runs = select(JobRun.job, JobRun.done).where(JobRun.started_at >= start, JobRun.started_at < end, JobRun.done > 0)
    done: Counter[str] = Counter()
    for job, count in db.session.execute(runs.order_by(JobRun.id)):
        done[job] += count
    mails = select(func.count()).where(OutgoingMail.sent_at >= start, OutgoingMail.sent_at < end)
    return DayOfWalk(start, dict(done), db.session.scalar(mails) or 0)
