from datetime import date, timedelta

import pytest
from factories.stories import DESK, EXPERT, FIRM, tell_story

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.services.answers import settle_answer
from webapp.services.basket_acts import note_first_contact
from webapp.services.basket_missions import list_mission_baskets
from webapp.services.give_ups import give_up_meeting
from webapp.services.missions import confirm_visit, declare_visit, plan_visit
from webapp.transaction import transaction


@pytest.fixture
def mission(engine_app, session, now):
    mission = tell_story(minutes=1680).accepted(now)
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now + timedelta(minutes=30))
    return mission


def codes(mission, now):
    baskets = list_mission_baskets(frozenset({mission.role.need.territory_id}), now)
    return [basket.code for basket in baskets if basket.entries]


def given(mission, now):
    with transaction():
        visit = declare_visit(mission, date(2026, 11, 24), 420, by=EXPERT, now=now + timedelta(hours=1))
    with transaction():
        confirm_visit(visit, by=FIRM, now=now + timedelta(hours=2))


def test_a_week_without_news_of_a_contact_needs_a_hand(mission, now):
    assert codes(mission, now + timedelta(days=7)) == []
    assert codes(mission, now + timedelta(days=8)) == ["no_contact"]


def test_a_contact_that_was_noted_leaves_the_basket(mission, now):
    with transaction():
        note_first_contact(mission, by=DESK, now=now)

    assert codes(mission, now + timedelta(days=8)) == []


def test_a_visit_that_is_planned_is_a_contact(mission, now):
    with transaction():
        plan_visit(mission, date(2026, 12, 20), by=EXPERT, now=now)

    assert codes(mission, now + timedelta(days=8)) == []


def test_who_was_asked_and_stays_silent_is_in_one_basket_only(mission, now):
    mission.last_asked_at = now
    db.session.commit()

    assert codes(mission, now + timedelta(days=8)) == ["no_news"]


def test_a_mission_goes_quiet_two_months_after_its_last_visit(mission, now):
    given(mission, now)

    assert codes(mission, now + timedelta(days=60)) == []
    assert codes(mission, now + timedelta(days=61)) == ["quiet"]


def test_a_visit_that_is_planned_breaks_the_quiet(mission, now):
    given(mission, now)
    with transaction():
        plan_visit(mission, date(2027, 3, 1), by=EXPERT, now=now)

    assert codes(mission, now + timedelta(days=61)) == []


def test_what_will_not_happen_lies_in_one_basket_until_somebody_plans_a_day(mission, now):
    with transaction():
        give_up_meeting(mission, by=EXPERT, now=now + timedelta(days=1))

    assert codes(mission, now + timedelta(days=1)) == ["given_up"]
    assert codes(mission, now + timedelta(days=40)) == ["given_up"]
    with transaction():
        plan_visit(mission, date(2027, 1, 20), by=DESK, now=now + timedelta(days=2))
    assert codes(mission, now + timedelta(days=3)) == []


def test_what_others_do_does_not_hide_what_was_given_up(mission, now):
    later = now + timedelta(days=1)
    with transaction():
        give_up_meeting(mission, by=EXPERT, now=now)
    other = tell_story(offers=1).accepted(later)
    with transaction():
        declare_visit(other, later.date(), 60, by=EXPERT, now=later)

    assert codes(mission, later) == ["given_up"]
