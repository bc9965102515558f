from datetime import timedelta

import pytest
from factories.stories import DESK, EXPERT, tell_story

from webapp.domain.links import Purpose
from webapp.domain.states import JOB
from webapp.services.answer_pages import Stage, mark_of, read_answer_page
from webapp.services.answers import accept_proposal, decline_proposal, settle_answer
from webapp.services.links import find_link
from webapp.services.missions import end_mission
from webapp.services.proposals import expire_proposal, withdraw_proposal
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

LATE = timedelta(days=10)


@pytest.fixture
def story(now):
    return tell_story()


@pytest.fixture
def asked(story, now):
    return story.send(now)


def read(proposal, now):
    return read_answer_page(find_link(Purpose.ANSWER, proposal.id, proposal.expert), now)


def accept(proposal, now, by=EXPERT):
    with transaction():
        return accept_proposal(proposal, by=by, now=now).mission


def settle(proposal, now):
    with transaction():
        settle_answer(proposal, by=JOB, now=now)


def test_a_new_request_asks(asked, now):
    page = read(asked[0], now)

    assert (page.stage, page.is_taken, page.undo_until) == (Stage.ASK, False, None)


def test_a_yes_can_be_taken_back_until_half_an_hour_later(asked, now):
    accept(asked[0], now)

    assert read(asked[0], now + timedelta(minutes=29)).undo_until == now + timedelta(minutes=30)
    assert read(asked[0], now + timedelta(minutes=30)).undo_until is None


def test_both_sides_are_introduced_once_the_yes_has_taken_effect(asked, now):
    mission = accept(asked[0], now)
    assert not read(asked[0], now).is_introduced

    settle(asked[0], now + timedelta(minutes=30))

    page = read(asked[0], now + timedelta(minutes=30))
    assert (page.stage, page.is_introduced, page.mission) == (Stage.ACCEPTED, True, mission)
    assert page.visits_link is not None


@pytest.mark.parametrize(
    ("act", "stage"),
    [
        (lambda it, now: decline_proposal(it, "other", by=EXPERT, now=now), Stage.DECLINED),
        (lambda it, now: withdraw_proposal(it, by=DESK, now=now, reason="need_over"), Stage.WITHDRAWN),
        (lambda it, now: accept_proposal(it, by=DESK, now=now), Stage.ACCEPTED),
    ],
)
def test_each_outcome_has_its_page(asked, now, act, stage):
    with transaction():
        act(asked[0], now)

    assert read(asked[0], now).stage is stage


def test_a_rival_is_told_that_somebody_was_faster_and_may_still_answer(asked, now):
    accept(asked[0], now)

    page = read(asked[1], now)

    assert (page.stage, page.is_taken) == (Stage.ASK, True)


def test_the_interest_of_a_rival_has_its_page_until_the_place_is_taken(asked, now):
    accept(asked[0], now)
    accept(asked[1], now)
    assert read(asked[1], now).stage is Stage.TAKEN

    settle(asked[0], now + timedelta(minutes=30))

    assert read(asked[1], now + timedelta(minutes=30)).stage is Stage.SUPERSEDED


def test_after_the_last_day_a_free_place_may_still_be_had(asked, now):
    with transaction():
        expire_proposal(asked[0], by=JOB, now=now + LATE)

    assert read(asked[0], now + LATE).stage is Stage.LATE


def test_after_the_last_day_a_taken_place_is_gone(asked, now):
    with transaction():
        expire_proposal(asked[0], by=JOB, now=now + LATE)
    accept(asked[1], now + LATE)

    assert read(asked[0], now + LATE).stage is Stage.GONE


def test_a_link_whose_day_is_over_does_not_act_before_the_job_has_run(asked, now):
    assert read(asked[0], now + LATE).stage is Stage.LATE


def test_a_mission_that_ended_early_has_its_page(asked, now):
    mission = accept(asked[0], now)
    settle(asked[0], now)
    with transaction():
        end_mission(mission, "abandon", by=DESK, now=now)

    page = read(asked[0], now)
    assert (page.stage, page.mission.ended_at) == (Stage.RELEASED, now)


def test_a_yes_beyond_the_days_of_the_group_is_held(now):
    (proposal,) = tell_story(offers=1, pledged_minutes=60).send(now)
    assert read(proposal, now).group_minutes_left == 60
    accept(proposal, now)

    page = read(proposal, now)

    assert (page.stage, page.mission) == (Stage.HELD, None)


@pytest.mark.parametrize(
    "change",
    [
        lambda it: setattr(it, "minutes", 840),
        lambda it: setattr(it.role.need, "deadline_on", None),
        lambda it: setattr(it.role.need, "place", "remote"),
        lambda it: setattr(it.role.need, "text", "Autre chose"),
    ],
)
def test_the_mark_changes_with_what_is_asked(asked, change):
    before = mark_of(asked[0])
    change(asked[0])

    assert mark_of(asked[0]) != before
