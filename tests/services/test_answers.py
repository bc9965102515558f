from datetime import timedelta

import pytest
from factories.stories import DESK, EXPERT, FIRM, tell_story
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.domain.errors import PledgeExhausted, WrongState
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.groups import Exclusion
from webapp.models.ledger import DayEntry
from webapp.models.mails import OutgoingMail
from webapp.models.missions import Mission
from webapp.models.proposals import Proposal
from webapp.services.answers import (
    Outcome,
    accept_held,
    accept_proposal,
    decline_proposal,
    may_undo,
    settle_answer,
    undo_answer,
)
from webapp.services.erasure import erase_expert
from webapp.services.need_ends import withdraw_need
from webapp.services.proposals import expire_proposal
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

HALF_HOUR = timedelta(minutes=30)


def mails(*templates: str) -> list[tuple[str, str]]:
    found = select(OutgoingMail.template, OutgoingMail.state).where(OutgoingMail.template.in_(templates))
    return [tuple(row) for row in db.session.execute(found.order_by(OutgoingMail.id))]


def accept(proposal, now, by=EXPERT):
    with transaction():
        return accept_proposal(proposal, by=by, now=now)


def test_a_yes_reserves_the_days_and_mails_the_receipt_only(now):
    story = tell_story()
    first, _ = story.send(now)

    answer = accept(first, now)

    assert answer.outcome is Outcome.ACCEPTED
    assert (first.state, story.role.state, answer.mission.state) == ("accepted", "filled", "agreed")
    assert story.pledge.reserved_minutes == 420
    assert mails("yes_received", "introduction_to_expert", "introduction_to_firm") == [
        ("yes_received", "queued"),
        ("introduction_to_expert", "waiting"),
        ("introduction_to_firm", "waiting"),
    ]


def test_saying_yes_twice_reserves_the_days_once(now):
    story = tell_story()
    first, _ = story.send(now)
    accept(first, now)

    with pytest.raises(WrongState):
        accept(first, now)

    assert story.pledge.reserved_minutes == 420
    assert len(db.session.scalars(select(Mission)).all()) == 1


def test_a_second_yes_is_an_interest(now):
    story = tell_story()
    first, second = story.send(now)
    accept(first, now)

    assert accept(second, now).outcome is Outcome.TAKEN
    assert (second.state, second.interested_at) == ("sent", now)


def test_the_introductions_leave_when_the_half_hour_is_over(now):
    story = tell_story()
    first, second = story.send(now)
    accept(first, now)

    with transaction():
        assert settle_answer(first, by=JOB, now=now + HALF_HOUR)

    assert second.state == "superseded"
    assert mails("introduction_to_expert", "introduction_to_firm", "place_taken") == [
        ("introduction_to_expert", "queued"),
        ("introduction_to_firm", "queued"),
        ("place_taken", "queued"),
    ]


def test_settling_twice_mails_once(now):
    story = tell_story()
    first, _ = story.send(now)
    accept(first, now)
    with transaction():
        settle_answer(first, by=JOB, now=now + HALF_HOUR)

    with transaction():
        assert not settle_answer(first, by=JOB, now=now + HALF_HOUR)

    assert len(mails("place_taken")) == 1


def test_a_yes_taken_back_frees_the_days_and_tells_the_interested(now):
    story = tell_story()
    first, second = story.send(now)
    mission = accept(first, now).mission
    accept(second, now)

    with transaction():
        undo_answer(first, by=EXPERT, now=now + timedelta(minutes=29))

    assert (first.state, story.role.state, mission.state) == ("sent", "proposed", "cancelled")
    assert story.pledge.reserved_minutes == 0
    assert mails("introduction_to_firm", "place_free") == [
        ("introduction_to_firm", "cancelled"),
        ("place_free", "queued"),
    ]


def test_who_took_a_yes_back_may_say_yes_again(now):
    story = tell_story(offers=1)
    (first,) = story.send(now)
    accept(first, now)
    with transaction():
        undo_answer(first, by=EXPERT, now=now)

    mission = accept(first, now + timedelta(minutes=5)).mission

    assert mission.state == "agreed"
    assert story.pledge.reserved_minutes == 420
    keys = db.session.scalars(select(DayEntry.posting_key).order_by(DayEntry.id)).all()
    assert len(keys) == len(set(keys)) == 3


@pytest.mark.parametrize(("minutes", "allowed"), [(29, True), (30, False)])
def test_an_answer_may_be_taken_back_for_half_an_hour(now, minutes, allowed):
    story = tell_story()
    first, _ = story.send(now)
    accept(first, now)

    assert may_undo(first, now + timedelta(minutes=minutes)) is allowed


def test_a_settled_answer_cannot_be_taken_back(now):
    story = tell_story()
    first, _ = story.send(now)
    accept(first, now)
    with transaction():
        settle_answer(first, by=JOB, now=now)

    with pytest.raises(WrongState), transaction():
        undo_answer(first, by=EXPERT, now=now)


def test_a_yes_beyond_the_days_of_the_group_is_held(now):
    story = tell_story(pledged_minutes=400)
    first, second = story.send(now)

    assert accept(first, now).outcome is Outcome.HELD
    assert (first.state, story.role.state, story.pledge.reserved_minutes) == ("held", "proposed", 0)
    assert mails("yes_held") == [("yes_held", "queued")]
    assert accept(second, now).outcome is Outcome.TAKEN


def test_a_held_yes_is_accepted_when_days_exist(now):
    story = tell_story(pledged_minutes=400)
    first, _ = story.send(now)
    accept(first, now)
    with pytest.raises(PledgeExhausted), transaction():
        accept_held(first, by=DESK, now=now)
    with transaction():
        story.pledge.pledged_minutes = 4200

    with transaction():
        accept_held(first, by=DESK, now=now)

    assert (first.state, story.role.state, story.pledge.reserved_minutes) == ("accepted", "filled", 420)


def test_a_yes_noted_for_an_expert_is_named_so(now):
    story = tell_story()
    first, _ = story.send(now)

    accept(first, now, by=DESK)

    assert first.state == "accepted_on_behalf"


def test_an_expired_request_may_still_be_accepted_while_the_role_is_free(now):
    story = tell_story(offers=1)
    (first,) = story.send(now)
    with transaction():
        expire_proposal(first, by=JOB, now=now)
    assert story.role.state == "unanswered"

    assert accept(first, now).outcome is Outcome.ACCEPTED


def test_a_conflict_excludes_the_firm_once_it_is_settled(now):
    story = tell_story()
    first, _ = story.send(now)
    with transaction():
        decline_proposal(first, "conflict", by=EXPERT, now=now, words="C’est un client.")
    assert db.session.scalars(select(Exclusion)).all() == []

    with transaction():
        settle_answer(first, by=JOB, now=now + HALF_HOUR)

    assert db.session.scalar(select(Exclusion.expert_id)) == first.expert_id


def test_no_time_leaves_the_expert_in_peace_for_two_months(now):
    story = tell_story()
    first, _ = story.send(now)
    with transaction():
        decline_proposal(first, "no_time", by=EXPERT, now=now)

    with transaction():
        settle_answer(first, by=JOB, now=now + HALF_HOUR)

    assert first.expert.paused_until.isoformat() == "2027-01-24"


@pytest.mark.parametrize("reason", ["conflict", "no_time"])
def test_the_no_of_somebody_who_was_erased_meanwhile_teaches_nothing(now, reason):
    first, _ = tell_story().send(now)
    with transaction():
        decline_proposal(first, reason, by=EXPERT, now=now)
    with transaction():
        erase_expert(first.expert, by=JOB, now=now)

    with transaction():
        assert settle_answer(first, by=JOB, now=now + HALF_HOUR)

    assert db.session.scalars(select(Exclusion)).all() == []
    assert first.expert.paused_until is None


def test_a_no_is_not_taken_back_once_the_request_is_over(now):
    story = tell_story()
    first, _ = story.send(now)
    with transaction():
        decline_proposal(first, "other", by=EXPERT, now=now)
    assert may_undo(first, now)
    with transaction():
        withdraw_need(story.role.need, by=FIRM, now=now)

    with pytest.raises(WrongState), transaction():
        undo_answer(first, by=EXPERT, now=now)

    assert first.state == "declined"


def test_a_no_is_not_taken_back_once_somebody_else_was_introduced(now):
    first, second = tell_story().send(now)
    with transaction():
        decline_proposal(first, "other", by=EXPERT, now=now)
    accept(second, now)
    assert may_undo(first, now)

    with transaction():
        settle_answer(second, by=JOB, now=now)

    assert not may_undo(first, now)


def test_the_role_waits_when_everybody_declined(now):
    story = tell_story()
    sent = story.send(now)
    with transaction():
        for proposal in sent:
            decline_proposal(proposal, "other", by=EXPERT, now=now)
    assert story.role.state == "proposed"

    with transaction():
        for proposal in sent:
            settle_answer(proposal, by=JOB, now=now + HALF_HOUR)

    assert story.role.state == "unanswered"


def test_the_database_refuses_a_second_yes(now):
    story = tell_story()
    first, second = story.send(now)
    accept(first, now)

    with pytest.raises(IntegrityError, match=r"uq_proposal_one_yes_per_role|role_id"), transaction():
        db.session.get(Proposal, second.id).state = "held"


@pytest.mark.parametrize("is_interested", [True, False])
def test_experts_who_share_an_address_hold_nobody_up(now, is_interested):
    story = tell_story(offers=3)
    for offer in story.offers[1:]:
        offer.expert.email = "accueil@exemple.fr"
    db.session.commit()
    first, *rivals = story.send(now)
    accept(first, now)
    if is_interested:
        for rival in rivals:
            accept(rival, now)
        with transaction():
            undo_answer(first, by=EXPERT, now=now)
    else:
        with transaction():
            assert settle_answer(first, by=JOB, now=now + HALF_HOUR)

    assert len(mails("place_free" if is_interested else "place_taken")) == 2
