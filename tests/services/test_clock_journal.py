from datetime import datetime, timedelta

import pytest
from factories.stories import tell_story
from sqlalchemy import update

from webapp.clock import PARIS
from webapp.extensions import db
from webapp.models.job_runs import ClockStep, ClockWalk, JobRun
from webapp.models.mails import OutgoingMail
from webapp.services.clock_journal import list_days

pytestmark = pytest.mark.usefixtures("engine_app", "session")

MORNINGS = [datetime(2026, 11, day, 9, tzinfo=PARIS) for day in (25, 26)]
END = datetime(2026, 11, 26, 10, tzinfo=PARIS)


@pytest.fixture
def walk(now):
    walk = ClockWalk(target_at=END, asked_at=now, ended_at=END)
    db.session.add(walk)
    db.session.flush()
    for halt in (*MORNINGS, END):
        db.session.add(ClockStep(real_at=now, business_at=halt, reason=f"walk:{walk.id}"))
    db.session.add(ClockStep(real_at=now, business_at=now, reason="start"))
    return walk


def ran(job, at, done):
    run = JobRun(job=job, period=at.isoformat(), claim_token="t", lease_until=at, started_at=at, done=done)
    db.session.add(run)


def test_each_day_of_a_walk_tells_what_its_jobs_did(walk):
    ran("log_days", MORNINGS[0], 2)
    ran("log_days", MORNINGS[0] + timedelta(minutes=5), 1)
    ran("send_waves", MORNINGS[0], 0)
    ran("send_waves", MORNINGS[1], 4)

    first, second = list_days(walk)

    assert (first.at, first.done) == (MORNINGS[0], {"log_days": 3})
    assert (second.at, second.done) == (MORNINGS[1], {"send_waves": 4})


def test_the_mails_of_a_day_are_those_that_left_on_it(walk, now):
    tell_story().send(now)
    db.session.execute(update(OutgoingMail).values(state="sent", sent_at=MORNINGS[1] + timedelta(minutes=2)))

    assert [day.mails for day in list_days(walk)] == [0, 2]


def test_a_walk_that_has_not_begun_has_no_day(now):
    walk = ClockWalk(target_at=END, asked_at=now)
    db.session.add(walk)
    db.session.flush()

    assert list_days(walk) == []
