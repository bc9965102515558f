from datetime import date, timedelta

import pytest
from factories.stories import DESK, EXPERT, tell_story
from sqlalchemy import select

from webapp.domain.errors import WrongState
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.mails import OutgoingMail
from webapp.services.answers import decline_proposal, settle_answer
from webapp.services.basket_acts import (
    ask_expert_now,
    find_scoped_role,
    introduce_again,
    note_first_contact,
    relaunch_experts,
    rest_expert,
)
from webapp.services.directory import pause_expert
from webapp.services.missions import end_mission
from webapp.transaction import transaction


@pytest.fixture
def story(engine_app, session, now):
    return tell_story()


@pytest.fixture
def mission(story, now):
    mission = story.accepted(now)
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now + timedelta(minutes=30))
    return mission


def mails(template):
    return len(db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == template)).all())


def relaunch(story, now):
    with transaction():
        return relaunch_experts(story.role, by=DESK, now=now)


def test_a_relaunch_reaches_those_who_have_not_answered(story, now):
    first, _second = story.send(now)
    with transaction():
        decline_proposal(first, "no_time", by=EXPERT, now=now)

    assert relaunch(story, now + timedelta(days=3)) == 1
    assert mails("proposal_reminder") == 1


def test_nobody_is_relaunched_twice_in_three_working_days(story, now):
    story.send(now)

    assert relaunch(story, now + timedelta(days=1)) == 0
    assert relaunch(story, now + timedelta(days=3)) == 2
    assert relaunch(story, now + timedelta(days=3, hours=1)) == 0
    assert relaunch(story, now + timedelta(days=8)) == 2
    assert mails("proposal_reminder") == 4


def test_who_is_away_is_left_alone(story, now):
    for offer in story.offers:
        offer.expert.bounced_at = now
    db.session.commit()
    story.send(now)

    assert relaunch(story, now + timedelta(days=3)) == 0


def test_a_first_contact_is_noted_with_its_event(mission, now):
    with transaction():
        note_first_contact(mission, by=DESK, now=now)

    event = db.session.scalars(select(Event).where(Event.step == "first_contact")).one()
    assert (event.object_kind, event.object_id, event.actor_id) == ("mission", mission.id, DESK.id)


def test_an_expert_is_asked_today_and_not_again_tomorrow(mission, now):
    later = now + timedelta(days=8)
    with transaction():
        assert ask_expert_now(mission, by=DESK, now=later) is True
    with transaction():
        assert ask_expert_now(mission, by=DESK, now=later + timedelta(days=1)) is False

    assert mails("have_you_met") == 1


def test_a_mission_that_is_over_asks_nothing(mission, now):
    with transaction():
        end_mission(mission, "cancel", by=DESK, now=now)

    with pytest.raises(WrongState):
        ask_expert_now(mission, by=DESK, now=now)
    with pytest.raises(WrongState):
        note_first_contact(mission, by=DESK, now=now)


def test_a_month_of_rest_is_a_pause(story, now):
    expert = story.offers[0].expert
    with transaction():
        assert rest_expert(expert, by=DESK, now=now) == date(2026, 12, 24)

    assert expert.paused_until == date(2026, 12, 24)


def test_a_month_of_rest_shortens_no_longer_pause(story, now):
    expert, far = story.offers[0].expert, date(2027, 6, 30)
    with transaction():
        pause_expert(expert, far, by=EXPERT, now=now)

    with transaction():
        assert rest_expert(expert, by=DESK, now=now) == far

    assert expert.paused_until == far


def test_a_role_is_found_within_the_scope(story):
    assert find_scoped_role(frozenset({story.role.need.territory_id}), story.role.id) == story.role
    assert find_scoped_role(frozenset(), story.role.id) is None


def test_both_sides_are_introduced_again_and_not_twice_in_three_working_days(mission, now):
    def again(days):
        with transaction():
            return introduce_again(mission, by=DESK, now=now + timedelta(days=days))

    assert [again(days) for days in (1, 8, 9, 13)] == [False, True, False, True]
    queued = db.session.scalars(select(OutgoingMail.template).where(OutgoingMail.state == "queued")).all()
    assert queued.count("introduction_to_firm") == queued.count("introduction_to_expert") == 3


def test_who_was_not_introduced_is_not_introduced_again(story, now):
    waiting = story.accepted(now)

    with pytest.raises(WrongState):
        introduce_again(waiting, by=DESK, now=now)
