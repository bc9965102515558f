import logging
from datetime import timedelta

import pytest
from sqlalchemy import update

from jobs.items import Outcome
from jobs.periods import Every, Job
from jobs.runner import LEASE, run
from webapp.extensions import db
from webapp.models.job_runs import JobRun
from webapp.services.runs import Slot, claim_run
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

PERIOD = "2026-11-24T09:00Z"


def job_of(act):
    return Job(act, Every(5), "for the test")


def counted(now):
    return Outcome(done=2, skipped=1)


def half_failed(now):
    return Outcome(done=1, failed=1)


def broken(now):
    raise ZeroDivisionError


def recorded():
    found = db.session.query(JobRun).one()
    db.session.refresh(found)
    return found.state, found.done, found.skipped, found.failed


def test_a_run_is_recorded_with_its_counts(now):
    assert run(job_of(counted), PERIOD, now=now) == Outcome(done=2, skipped=1)

    assert recorded() == ("done", 2, 1, 0)


def test_a_period_that_somebody_claimed_is_not_run(now):
    with transaction():
        claim_run(Slot("broken", PERIOD, "other"), now=now, real_now=now, lease=LEASE)

    assert run(job_of(broken), PERIOD, now=now) is None
    assert recorded() == ("claimed", 0, 0, 0)


def test_a_run_left_by_a_dead_process_is_run_by_the_next(now):
    with transaction():
        claim_run(Slot("counted", PERIOD, "dead"), now=now, real_now=now - 2 * LEASE, lease=LEASE)

    assert run(job_of(counted), PERIOD, now=now) == Outcome(done=2, skipped=1)
    assert recorded()[0] == "done"


@pytest.mark.parametrize(("act", "counts"), [(broken, (0, 0, 1)), (half_failed, (1, 0, 1))])
def test_a_failure_is_recorded_and_said(now, caplog, act, counts):
    run(job_of(act), PERIOD, now=now)

    assert recorded() == ("failed", *counts)
    assert [record.levelno for record in caplog.records][-1] == logging.ERROR


def test_who_lost_a_run_to_another_says_so_and_writes_nothing(now, caplog):
    def slept(now):
        with transaction():
            db.session.execute(update(JobRun).values(claim_token="other"))
        return Outcome(done=1)

    run(job_of(slept), PERIOD, now=now)

    assert recorded()[0] == "claimed"
    assert "taken over" in caplog.text


def test_a_lease_gives_a_job_more_time_than_it_needs():
    assert timedelta(minutes=10) <= LEASE
