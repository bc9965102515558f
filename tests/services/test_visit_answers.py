from datetime import date, timedelta

import pytest
from factories.stories import DESK, EXPERT, tell_story
from sqlalchemy import func, select

from webapp.domain.errors import WrongState
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.models.missions import Visit
from webapp.services.answers import settle_answer
from webapp.services.give_ups import give_up_meeting
from webapp.services.missions import cancel_visit, end_mission, plan_visit
from webapp.services.questions import ask_about_visit
from webapp.services.visit_answers import (
    agree_on_day,
    find_planned,
    put_off_question,
)
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def mission(now):
    mission = tell_story(offers=1).accepted(now)
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now)
    return mission


def told():
    return db.session.scalar(select(func.count()).where(OutgoingMail.template == "will_not_meet"))


def test_not_yet_moves_the_question_by_a_month_to_a_working_day(mission, now):
    with transaction():
        put_off_question(mission, by=EXPERT, now=now + timedelta(days=4))

    assert mission.ask_on == date(2026, 12, 28)


def test_a_day_is_planned_then_moves_and_is_asked_about_again(mission, now):
    with transaction():
        visit = agree_on_day(mission, date(2026, 12, 3), by=EXPERT, now=now)
    with transaction():
        ask_about_visit(visit, by=JOB, now=now + timedelta(days=10))
    assert visit.asked_at is not None

    with transaction():
        moved = agree_on_day(mission, date(2026, 12, 10), by=EXPERT, now=now)

    assert (moved.id, moved.planned_on, moved.asked_at) == (visit.id, date(2026, 12, 10), None)


def test_the_same_day_twice_is_one_visit_and_asks_once(mission, now):
    with transaction():
        visit = agree_on_day(mission, date(2026, 12, 3), by=EXPERT, now=now)
        visit.asked_at = now

    with transaction():
        agree_on_day(mission, date(2026, 12, 3), by=EXPERT, now=now)

    assert visit.asked_at == now
    assert db.session.scalar(select(func.count()).select_from(Visit)) == 1


def test_the_next_planned_visit_is_the_earliest_that_stands(mission, now):
    with transaction():
        late = plan_visit(mission, date(2026, 12, 10), by=DESK, now=now)
        soon = plan_visit(mission, date(2026, 12, 3), by=DESK, now=now)
    assert find_planned(mission) == soon

    with transaction():
        cancel_visit(soon, by=EXPERT, now=now)

    assert find_planned(mission) == late


@pytest.mark.parametrize(
    "act",
    [
        lambda mission, now: put_off_question(mission, by=EXPERT, now=now),
        lambda mission, now: agree_on_day(mission, date(2026, 12, 3), by=EXPERT, now=now),
        lambda mission, now: give_up_meeting(mission, by=EXPERT, now=now),
    ],
)
def test_nothing_is_noted_on_a_mission_that_is_over(mission, now, act):
    with transaction():
        end_mission(mission, "finish", by=EXPERT, now=now)

    with pytest.raises(WrongState), transaction():
        act(mission, now)

    assert told() == 0
