from datetime import timedelta

import pytest
from factories.stories import tell_story
from sqlalchemy import select, update

from jobs import walk
from webapp import clock
from webapp.clock import local_date
from webapp.extensions import db
from webapp.models.job_runs import ClockStep, JobRun
from webapp.models.mails import OutgoingMail
from webapp.services.clock_steps import ask_walk, find_walk, follow_clock
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("app", "session", "now")


@pytest.fixture(autouse=True)
def demonstration_clock(frozen, session):
    follow_clock()
    yield
    clock.set_offset(timedelta(0))


def go(days, send=lambda: 0, is_stopping=lambda: False):
    with transaction():
        ask_walk(days)
    return walk.walk_clock(send, is_stopping)


def test_nobody_asked_so_the_clock_stays(frozen):
    before = clock.now()

    assert walk.walk_clock(lambda: 0, lambda: False) is False
    assert clock.now() == before


def test_the_jobs_of_each_day_run_before_the_next_begins(frozen):
    start = clock.now()
    (proposal,) = tell_story(offers=1).send(start)

    assert go(14, send=_forget_mails) is True

    days = [local_date(at) for at in db.session.scalars(select(ClockStep.business_at).order_by(ClockStep.id))]
    assert days == sorted(days)
    assert len(set(days)) == 14
    assert clock.now() == start + timedelta(days=14)
    assert db.session.get(type(proposal), proposal.id, populate_existing=True).state == "expired"
    assert len(set(db.session.scalars(select(JobRun.period).where(JobRun.job == "expire_proposals")))) == 14


def test_the_mails_of_a_day_leave_before_the_next(frozen):
    tell_story(offers=1).send(clock.now())
    sent_at = []

    go(3, send=lambda: sent_at.append(local_date(clock.now())) or _forget_mails())

    assert sorted(set(sent_at)) == [local_date(clock.now()) - timedelta(days=left) for left in (2, 1, 0)]


def test_mails_that_the_relay_refuses_do_not_hold_the_clock(frozen, monkeypatch):
    monkeypatch.setattr(walk, "PATIENCE_SECONDS", 0.05)
    tell_story(offers=1).send(clock.now())
    start = clock.now()

    go(1)

    assert clock.now() == start + timedelta(days=1)


def test_a_walk_that_is_interrupted_is_taken_up_again(frozen):
    start = clock.now()

    assert go(5, is_stopping=lambda: True) is True
    assert find_walk() is not None
    walk.walk_clock(lambda: 0, lambda: False)

    assert find_walk() is None
    assert clock.now() == start + timedelta(days=5)


def _forget_mails():
    with transaction():
        db.session.execute(update(OutgoingMail).where(OutgoingMail.state == "queued").values(state="sent"))
    return 1
