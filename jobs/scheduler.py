"""The metronome: every half minute, what is due and not done. Our table of runs decides, APScheduler only ticks."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from datetime import UTC

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from jobs.periods import Job, list_due
from jobs.runner import run
from jobs.schedule import SCHEDULE
from jobs.steadiness import Steadiness
from webapp import clock
from webapp.extensions import db
from webapp.services.clock_steps import follow_clock
from webapp.services.runs import beat, is_leader, list_past_runs
from webapp.transaction import transaction

log = logging.getLogger(__name__)

TICK_SECONDS = 30


def run_due(schedule: Sequence[Job], *, is_steady: bool = True) -> None:
    """Run what is due now, oldest period first; while the clock is not believed, nothing that ends or erases."""
    past = list_past_runs((job.name for job in schedule), real_now=clock.real_now())
    db.session.rollback()
    for due in list_due(schedule, clock.now(), past):
        if due.job.is_final and not is_steady:
            log.error("job %s waits: the clock of this host has jumped", due.job.name)
            continue
        run(due.job, due.period, now=clock.now())


class Scheduler:
    """Ticks in a thread of its own, one tick at a time; a tick that comes late makes up for those that were missed."""

    def __init__(self, app: Flask, process: str) -> None:
        self.app = app
        self.process = process
        self._steadiness = Steadiness()
        self._metronome = BackgroundScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )
        self._metronome.add_job(self.tick, "interval", seconds=TICK_SECONDS, next_run_time=clock.real_now())

    def tick(self) -> None:
        """Say that this process is alive and, where it is the first of those alive, run what is due."""
        with self.app.app_context():
            real_now = clock.real_now()
            is_steady = self._steadiness.note(real_now, time.monotonic())
            with transaction():
                beat(self.process, real_now=real_now)
            leads = is_leader(self.process, real_now=real_now)
            if self.app.extensions["settings"].is_demonstration:
                follow_clock()
            if leads:
                run_due(SCHEDULE, is_steady=is_steady)

    def start(self) -> None:
        """Begin to tick, at once."""
        self._metronome.start()

    def stop(self) -> None:
        """End after the tick that is running."""
        self._metronome.shutdown(wait=True)
