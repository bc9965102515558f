from datetime import date, timedelta

import pytest
from factories.people import AbsenceFactory, ExpertFactory
from factories.stories import DESK, EXPERT, tell_story
from sqlalchemy import func, select

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.services.answers import settle_answer
from webapp.services.missions import declare_visit, end_mission, plan_visit
from webapp.services.questions import ask_about_visit, ask_whether_met, is_reachable
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

DAY = timedelta(days=1)


@pytest.fixture
def mission(now):
    mission = tell_story(offers=1).accepted(now)
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now)
    return mission


def ask(question, about, now):
    with transaction():
        return question(about, by=JOB, now=now)


def sent(template):
    return db.session.scalar(select(func.count()).where(OutgoingMail.template == template))


def test_a_planned_visit_is_asked_about_once_from_the_next_day_on(mission, now):
    with transaction():
        visit = plan_visit(mission, date(2026, 11, 26), by=EXPERT, now=now)

    asked = [ask(ask_about_visit, visit, now + days * DAY) for days in (2, 3, 4)]

    assert asked == [False, True, False]
    assert sent("visit_to_declare") == 1


def test_nothing_is_asked_of_a_visit_that_was_told(mission, now):
    with transaction():
        visit = plan_visit(mission, date(2026, 11, 26), by=EXPERT, now=now)
    with transaction():
        declare_visit(mission, date(2026, 11, 26), 180, by=EXPERT, now=now + 2 * DAY, visit=visit)

    assert not ask(ask_about_visit, visit, now + 3 * DAY)


def test_whether_they_met_is_asked_on_its_day_then_a_month_later(mission, now):
    due = mission.ask_on - now.date()

    assert not ask(ask_whether_met, mission, now + due - DAY)
    assert ask(ask_whether_met, mission, now + due)
    assert not ask(ask_whether_met, mission, now + due + DAY)
    assert ask(ask_whether_met, mission, now + (mission.ask_on - now.date()))
    assert (mission.asked_count, sent("have_you_met")) == (2, 2)


def test_a_visit_to_come_holds_the_question_back(mission, now):
    with transaction():
        plan_visit(mission, mission.ask_on + DAY, by=EXPERT, now=now)

    assert not ask(ask_whether_met, mission, now + (mission.ask_on - now.date()))


def test_a_mission_that_is_over_is_not_asked_about(mission, now):
    with transaction():
        end_mission(mission, "cancel", by=DESK, now=now)

    assert not ask(ask_whether_met, mission, now + (mission.ask_on - now.date()))


def test_who_is_absent_has_left_or_cannot_be_reached_gets_no_question():
    away, on = ExpertFactory(), date(2026, 11, 24)
    AbsenceFactory(expert=away, starts_on=on - DAY, ends_on=on)

    assert not is_reachable(away, on)
    assert is_reachable(away, on + DAY)
    assert not is_reachable(ExpertFactory(state="left"), on)
