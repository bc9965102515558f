from datetime import timedelta

import pytest
from factories.stories import DESK, EXPERT, tell_story
from sqlalchemy import text, update

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.missions import Mission
from webapp.models.needs import NeedRole
from webapp.models.proposals import Proposal
from webapp.services import checks_states
from webapp.services.answers import accept_proposal, settle_answer, undo_answer
from webapp.services.steps import record
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def mission(now):
    return tell_story().accepted(now)


def write(statement):
    with transaction():
        db.session.execute(statement.execution_options(synchronize_session=False))


def breaches(name):
    return list(getattr(checks_states, name)())


def test_a_true_story_has_no_breach(mission, now):
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now + timedelta(minutes=30))

    assert [line for check in checks_states.CHECKS for line in check()] == []


def test_a_yes_taken_back_and_given_again_is_a_true_story(mission, now):
    proposal = mission.proposal
    for step, by, at in (
        (undo_answer, EXPERT, now),
        (accept_proposal, EXPERT, now),
        (settle_answer, JOB, now + timedelta(minutes=30)),
    ):
        with transaction():
            step(proposal, by=by, now=at)

    assert [line for check in checks_states.CHECKS for line in check()] == []


def test_two_yeses_in_a_role_are_seen_even_without_the_index(mission):
    write(text("DROP INDEX uq_proposal_one_yes_per_role"))
    write(update(Proposal).values(state="accepted"))

    assert breaches("compare_yeses") == [f"role {mission.role_id}: 2 experts have said yes"]


def test_an_offer_asked_twice_at_once_is_seen_even_without_the_index(mission):
    write(text("DROP INDEX uq_proposal_one_open_per_offer"))
    write(update(Proposal).values(offer_id=mission.proposal.offer_id))

    (line,) = breaches("compare_yeses")

    assert line.endswith(f"offer {mission.proposal.offer_id} is asked 2 times at once")


@pytest.mark.parametrize(("state", "words"), [("open", "a yes stands"), ("proposed", "a yes stands")])
def test_a_role_that_forgot_its_yes_is_seen(mission, state, words):
    write(update(NeedRole).values(state=state))

    assert breaches("compare_roles") == [f"role {mission.role_id}, {state}: {words}"]


def test_a_filled_role_without_a_yes_is_seen(now):
    role = tell_story().role
    write(update(NeedRole).values(state="filled"))

    assert breaches("compare_roles") == [f"role {role.id}, filled: a yes does not stand"]


def test_a_role_that_waits_for_nobody_is_seen(now):
    story = tell_story()
    story.send(now)
    assert breaches("compare_waiting_roles") == []

    write(update(Proposal).values(state="expired"))

    assert breaches("compare_waiting_roles") == [f"role {story.role.id}, proposed: nobody is left to answer"]


def test_a_yes_without_its_mission_is_seen(mission):
    write(update(Mission).values(state="cancelled"))

    assert breaches("compare_missions") == [f"proposal {mission.proposal_id}, accepted: 0 missions instead of 1"]


def test_a_mission_without_its_yes_is_seen(mission):
    write(update(Proposal).where(Proposal.id == mission.proposal_id).values(state="sent"))

    assert breaches("compare_missions") == [f"proposal {mission.proposal_id}, sent: 1 missions instead of 0"]


def test_a_mission_in_another_role_is_seen(mission):
    write(update(Mission).values(role_id=tell_story().role.id))

    assert breaches("compare_missions") == [f"mission {mission.id}: not in the role of its request"]


def test_an_introduction_before_the_yes_took_effect_is_seen(mission, now):
    write(update(Mission).values(introduced_at=now))

    (line,) = breaches("compare_introductions")

    assert line.startswith(f"mission {mission.id}: introduced")


def test_a_state_that_no_event_led_to_is_seen(mission):
    write(update(Mission).values(state="running"))
    with transaction():
        record(mission, "start", by=DESK, now=mission.created_at, to_state="finished")

    assert breaches("compare_histories") == [f"mission {mission.id}: is running, its last event says finished"]
