from datetime import date, datetime, timedelta

import pytest
from factories.people import AbsenceFactory
from factories.stories import EXPERT, tell_story
from sqlalchemy import select

from jobs.items import Outcome
from jobs.proposals import expire_proposals, remind_silent_experts, settle_answers
from webapp.clock import PARIS
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.services.answers import accept_proposal, decline_proposal, undo_answer
from webapp.services.proposals import disown_proposal
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

#: three working days after the Tuesday on which the stories begin
REMINDER = datetime(2026, 11, 27, 10, tzinfo=PARIS)


@pytest.fixture
def proposal(now):
    (sent,) = tell_story(offers=1).send(now)
    return sent


def change(row, **values):
    with transaction():
        for name, value in values.items():
            setattr(row, name, value)


def templates():
    return db.session.scalars(select(OutgoingMail.template).order_by(OutgoingMail.id)).all()


def test_a_reminder_leaves_on_the_third_working_day_and_not_before(proposal):
    assert remind_silent_experts(REMINDER - timedelta(days=1)) == Outcome()
    assert remind_silent_experts(REMINDER) == Outcome(done=1)

    assert templates() == ["proposal_sent", "proposal_reminder"]


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 27, 7, 59, tzinfo=PARIS),
        datetime(2026, 11, 27, 19, 0, tzinfo=PARIS),
        datetime(2026, 11, 28, 10, 0, tzinfo=PARIS),
        datetime(2026, 11, 29, 10, 0, tzinfo=PARIS),
    ],
)
def test_no_reminder_leaves_at_night_nor_at_the_week_end(proposal, moment):
    assert remind_silent_experts(moment) == Outcome()


def test_a_territory_may_wait_longer_but_never_less_than_three_days(now):
    patient, hasty = tell_story(offers=1, reminder_days=5), tell_story(offers=1, reminder_days=1)
    patient.send(now), hasty.send(now)

    assert remind_silent_experts(REMINDER - timedelta(days=1)) == Outcome()
    assert remind_silent_experts(REMINDER) == Outcome(done=1)
    assert remind_silent_experts(datetime(2026, 12, 1, 10, tzinfo=PARIS)) == Outcome(done=1)


def test_nobody_is_reminded_twice(proposal):
    remind_silent_experts(REMINDER)

    assert remind_silent_experts(REMINDER + timedelta(days=4)) == Outcome()


def test_who_is_away_is_reminded_on_the_return(proposal):
    AbsenceFactory(expert=proposal.expert, starts_on=date(2026, 11, 25), ends_on=date(2026, 11, 30))

    assert remind_silent_experts(REMINDER) == Outcome()
    assert remind_silent_experts(datetime(2026, 12, 1, 10, tzinfo=PARIS)) == Outcome(done=1)


@pytest.mark.parametrize(
    "values", [{"paused_until": date(2026, 11, 27)}, {"bounced_at": REMINDER}, {"state": "left"}], ids=str
)
def test_who_is_paused_gone_or_out_of_reach_is_not_reminded(proposal, values):
    change(proposal.expert, **values)

    assert remind_silent_experts(REMINDER) == Outcome()


def test_a_pause_that_ended_holds_no_reminder_back(proposal):
    change(proposal.expert, paused_until=date(2026, 11, 26))

    assert remind_silent_experts(REMINDER) == Outcome(done=1)


def test_who_said_that_it_was_not_meant_for_them_is_not_reminded(proposal, now):
    with transaction():
        disown_proposal(proposal, by=EXPERT, now=now)

    assert remind_silent_experts(REMINDER) == Outcome()


def test_who_answered_is_not_reminded_nor_are_rivals_of_a_yes(now):
    first, _rival = tell_story().send(now)
    with transaction():
        accept_proposal(first, by=EXPERT, now=REMINDER)

    assert remind_silent_experts(REMINDER) == Outcome()
    with transaction():
        undo_answer(first, by=EXPERT, now=REMINDER)
    assert remind_silent_experts(REMINDER) == Outcome(done=2)


def test_no_reminder_leaves_after_the_last_day(proposal):
    assert remind_silent_experts(datetime(2026, 12, 4, 10, tzinfo=PARIS)) == Outcome()


def test_an_answer_takes_effect_after_half_an_hour_and_not_before(proposal, now):
    with transaction():
        accept_proposal(proposal, by=EXPERT, now=now)

    assert settle_answers(now + timedelta(minutes=29, seconds=59)) == Outcome()
    assert settle_answers(now + timedelta(minutes=30)) == Outcome(done=1)

    introductions = select(OutgoingMail.state).where(OutgoingMail.template.like("introduction%"))
    assert db.session.scalars(introductions).all() == ["queued", "queued"]


def test_a_no_frees_the_next_wave_only_after_half_an_hour(proposal, now):
    with transaction():
        decline_proposal(proposal, "no_time", by=EXPERT, now=now)
    assert proposal.role.state == "proposed"

    settle_answers(now + timedelta(minutes=30))

    assert proposal.role.state == "unanswered"
    assert proposal.expert.paused_until is not None


def test_a_request_ends_with_its_last_day_and_not_on_it(proposal):
    last_day = datetime(2026, 12, 3, 23, 59, tzinfo=PARIS)
    assert proposal.answer_by == last_day.date()

    assert expire_proposals(last_day) == Outcome()
    assert expire_proposals(last_day + timedelta(minutes=1)) == Outcome(done=1)

    assert (proposal.state, proposal.role.state) == ("expired", "unanswered")
