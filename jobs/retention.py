"""What is erased because it has served."""

from __future__ import annotations

from datetime import datetime

from jobs.items import Outcome
from webapp import clock
from webapp.services.traces import erase_traces_older
from webapp.transaction import transaction


def erase_traces(now: datetime) -> Outcome:
    """Erase uses of limited things after a day, keys of forms after a week, runs of jobs after ninety days.

    Selects by age, so a missed week is caught up by the next run.
    """
    with transaction():
        return Outcome(done=erase_traces_older(now=now, real_now=clock.real_now()))
