"""Which job ran for which period, and which processes are alive.

A job is claimed for a period by one row of a table: whoever writes it first runs the job. Leases and heartbeats are in
real time, so that moving the demonstration's clock neither frees nor keeps anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, func, literal, select, union_all, update
from sqlalchemy.exc import IntegrityError

from webapp.extensions import db
from webapp.models.job_runs import Heartbeat, JobRun

#: periods of runs asked for by hand; they do not count as runs of the schedule
BY_HAND = "manual:"

#: a process that was not seen for so long is taken for dead
DEAD_AFTER = timedelta(seconds=90)


@dataclass(frozen=True)
class Past:
    """What is known of a job's runs: the newest period, and those that a process claimed and did not end in time."""

    newest: str = ""
    abandoned: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slot:
    """One job for one period, and the token of who claimed it."""

    job: str
    period: str
    token: str


def claim_run(slot: Slot, *, now: datetime, real_now: datetime, lease: timedelta) -> bool:
    """Claim a job for a period; False when somebody has, unless their lease has run out."""
    run = db.session.scalar(select(JobRun).where(JobRun.job == slot.job, JobRun.period == slot.period))
    if run is not None:
        return _take_over(run, slot, now=now, real_now=real_now, lease=lease)
    run = JobRun(job=slot.job, period=slot.period, claim_token=slot.token, lease_until=real_now + lease, started_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(run)
    except IntegrityError:
        return False
    return True


def _take_over(run: JobRun, slot: Slot, *, now: datetime, real_now: datetime, lease: timedelta) -> bool:
    taken = db.session.execute(
        update(JobRun)
        .where(
            JobRun.id == run.id,
            JobRun.claim_token == run.claim_token,
            JobRun.state == "claimed",
            JobRun.lease_until < real_now,
        )
        .values(claim_token=slot.token, lease_until=real_now + lease, started_at=now)
        .execution_options(synchronize_session=False)
    )
    return taken.rowcount == 1


def end_run(slot: Slot, state: str, *, now: datetime, done: int = 0, skipped: int = 0, failed: int = 0) -> bool:
    """Write how a run ended; False when its lease had run out and somebody else took it over."""
    ended = db.session.execute(
        update(JobRun)
        .where(
            JobRun.job == slot.job,
            JobRun.period == slot.period,
            JobRun.claim_token == slot.token,
            JobRun.state == "claimed",
        )
        .values(state=state, ended_at=now, done=done, skipped=skipped, failed=failed)
        .execution_options(synchronize_session=False)
    )
    return ended.rowcount == 1


def list_past_runs(jobs: Iterable[str], *, real_now: datetime) -> Mapping[str, Past]:
    """What is known of those of these jobs that the schedule has run, by their names.

    Asked every half minute of a table of 230,000 rows: each job's newest period is looked up in the index of its own.
    """
    scheduled = JobRun.period.not_like(f"{BY_HAND}%")
    newest = db.session.execute(union_all(*(_newest_of(job, scheduled) for job in jobs)))
    abandoned = db.session.execute(
        select(JobRun.job, JobRun.period)
        .where(scheduled, JobRun.state == "claimed", JobRun.lease_until < real_now)
        .order_by(JobRun.period)
    ).all()
    return {
        job: Past(period, tuple(left for name, left in abandoned if name == job))
        for job, period in newest
        if period is not None
    }


def _newest_of(job: str, scheduled: ColumnElement[bool]) -> Select[tuple[str, str]]:
    period = select(func.max(JobRun.period)).where(JobRun.job == job, scheduled)
    return select(literal(job), period.scalar_subquery())


def beat(process: str, *, real_now: datetime) -> None:
    """Say that a process is alive."""
    heart = db.session.get(Heartbeat, process)
    if heart is None:
        db.session.add(Heartbeat(process=process, seen_at=real_now))
    else:
        heart.seen_at = real_now
    db.session.flush()


def fall_silent(process: str) -> None:
    """A process ends: nobody needs to wait until it is taken for dead."""
    db.session.execute(delete(Heartbeat).where(Heartbeat.process == process))


def is_leader(process: str, *, real_now: datetime) -> bool:
    """True for the first, by name, of the processes of a kind that are alive.

    That only spares work: two leaders at once do nothing twice, since each run is claimed. `process` is
    "jobs:host:pid".
    """
    kind = process.split(":", 1)[0]
    alive = select(func.min(Heartbeat.process)).where(
        Heartbeat.process.like(f"{kind}:%"), Heartbeat.seen_at > real_now - DEAD_AFTER
    )
    return db.session.scalar(alive) == process


def find_last_beat() -> datetime | None:
    """When any process was last seen alive, in real time."""
    return db.session.scalar(select(func.max(Heartbeat.seen_at)))
