from datetime import date, datetime, timedelta

import pytest
from factories.people import AbsenceFactory
from factories.stories import EXPERT, FIRM, tell_story
from sqlalchemy import select, update

import jobs.visits
from jobs.items import Outcome
from jobs.visits import ask_about_visits, deem_silent_visits
from webapp.clock import PARIS
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.services.answers import settle_answer
from webapp.services.missions import confirm_visit, correct_visit, declare_visit, deem_visit, end_mission, plan_visit
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def ten(day):
    return datetime(day.year, day.month, day.day, 10, tzinfo=PARIS)


@pytest.fixture
def mission(now):
    agreed = tell_story(offers=1).accepted(now)
    with transaction():
        settle_answer(agreed.proposal, by=JOB, now=now + timedelta(minutes=30))
    return agreed


def planned(mission, day, now):
    with transaction():
        return plan_visit(mission, day, by=EXPERT, now=now)


def declared(mission, now):
    with transaction():
        return declare_visit(mission, date(2026, 11, 24), 180, by=EXPERT, now=now)


def set_question(state):
    with transaction():
        question = update(OutgoingMail).where(OutgoingMail.template == "visit_to_confirm")
        db.session.execute(question.values(state=state))


def questions():
    asked = select(OutgoingMail.template).where(OutgoingMail.template.in_(("have_you_met", "visit_to_declare")))
    return db.session.scalars(asked.order_by(OutgoingMail.id)).all()


def test_a_planned_visit_is_asked_about_the_day_after_once(mission, now):
    visit = planned(mission, date(2026, 11, 26), now)

    assert ask_about_visits(ten(date(2026, 11, 26))) == Outcome()
    assert ask_about_visits(ten(date(2026, 11, 27))) == Outcome(done=1)
    assert ask_about_visits(ten(date(2026, 11, 30))) == Outcome()

    assert questions() == ["visit_to_declare"]
    assert visit.asked_at == ten(date(2026, 11, 27))


def test_a_mission_without_a_visit_is_asked_about_on_its_day_then_monthly(mission):
    first = mission.ask_on

    assert ask_about_visits(ten(first - timedelta(days=1))) == Outcome()
    assert ask_about_visits(ten(first)) == Outcome(done=1)
    second = mission.ask_on
    assert ask_about_visits(ten(second - timedelta(days=1))) == Outcome()
    assert ask_about_visits(ten(second)) == Outcome(done=1)

    assert timedelta(days=28) <= second - first <= timedelta(days=34)
    assert (questions(), mission.asked_count) == (["have_you_met"] * 2, 2)


def test_a_visit_to_come_spares_the_general_question(mission, now):
    planned(mission, mission.ask_on + timedelta(days=3), now)

    assert ask_about_visits(ten(mission.ask_on)) == Outcome()


def test_a_visit_nobody_told_about_is_asked_about_again_a_month_later(mission, now):
    planned(mission, date(2026, 11, 26), now)
    ask_about_visits(ten(date(2026, 11, 27)))

    assert ask_about_visits(ten(mission.ask_on)) == Outcome(done=1)
    assert questions() == ["visit_to_declare", "have_you_met"]


def test_a_mission_that_is_over_is_not_asked_about(mission, now):
    planned(mission, date(2026, 11, 26), now)
    with transaction():
        end_mission(mission, "finish", by=EXPERT, now=now)

    assert ask_about_visits(ten(mission.ask_on)) == Outcome()


def test_a_yes_that_may_still_be_taken_back_is_not_asked_about(now):
    mission = tell_story(offers=1, ask_days=0).accepted(now)

    assert ask_about_visits(now) == Outcome()
    assert mission.introduced_at is None


def test_questions_wait_for_who_is_away(mission):
    away_until = mission.ask_on + timedelta(days=4)
    AbsenceFactory(expert=mission.proposal.expert, starts_on=mission.ask_on, ends_on=away_until)

    assert ask_about_visits(ten(mission.ask_on)) == Outcome(skipped=1)
    assert ask_about_visits(ten(date(2026, 12, 9))) == Outcome(done=1)


def test_questions_wait_for_a_sending_hour(mission):
    assert ask_about_visits(datetime(2026, 12, 8, 20, tzinfo=PARIS)) == Outcome()


def test_silence_counts_after_the_day_that_was_told_and_not_on_it(mission, now):
    visit = declared(mission, now)
    set_question("sent")

    assert deem_silent_visits(ten(visit.deem_on)) == Outcome()
    assert deem_silent_visits(ten(visit.deem_on + timedelta(days=1))) == Outcome(done=1)

    assert visit.state == "deemed"


@pytest.mark.parametrize("state", ["queued", "claimed", "data_started", "in_doubt", "failed_permanent", "expired"])
def test_a_firm_whose_question_never_arrived_was_not_silent(mission, now, state):
    visit = declared(mission, now)
    set_question(state)

    assert deem_silent_visits(ten(visit.deem_on + timedelta(days=30))) == Outcome()
    assert visit.state == "declared"


def test_only_the_last_question_about_a_visit_matters(mission, now):
    visit = declared(mission, now)
    set_question("cancelled")
    with transaction():
        correct_visit(visit, by=EXPERT, now=now, reason="wrong_day")
    with transaction():
        declare_visit(mission, date(2026, 11, 24), 120, by=EXPERT, now=now, visit=visit)
    newest = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
    with transaction():
        newest.state = "sent"

    assert deem_silent_visits(ten(visit.deem_on + timedelta(days=1))) == Outcome(done=1)


def test_a_firm_that_answered_is_not_deemed(mission, now):
    visit = declared(mission, now)
    set_question("sent")
    with transaction():
        confirm_visit(visit, by=FIRM, now=now)

    assert deem_silent_visits(ten(date(2027, 1, 4))) == Outcome()
    assert visit.state == "confirmed"


def test_a_visit_that_is_declared_again_meanwhile_is_not_deemed(mission, now, monkeypatch):
    first, second = declared(mission, now), declared(mission, now)
    set_question("sent")
    late = ten(first.deem_on + timedelta(days=1))

    def while_another_is(visit, **values):
        correct_visit(second, by=EXPERT, now=late, reason="expert")
        declare_visit(mission, date(2026, 11, 24), 240, by=EXPERT, now=late, visit=second)
        return deem_visit(visit, **values)

    monkeypatch.setattr(jobs.visits, "deem_visit", while_another_is)

    assert deem_silent_visits(late) == Outcome(done=1, skipped=1)
    assert (first.state, second.state) == ("deemed", "declared")
