from datetime import date, timedelta

import pytest
from factories.needs import OfferFactory
from factories.stories import DESK, EXPERT, tell_story
from sqlalchemy import func, select

from webapp.domain.deadlines import end_of_day
from webapp.domain.errors import WrongState
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.services.proposals import (
    Choice,
    disown_proposal,
    expire_proposal,
    remind_expert,
    send_link_again,
    send_proposals,
    withdraw_proposal,
)
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def count(template):
    found = select(func.count(OutgoingMail.id)).where(OutgoingMail.template == template)
    return db.session.scalar(found)


def test_each_expert_gets_a_proposal_its_link_and_its_mail(now):
    story = tell_story(offers=2)

    first, second = story.send(now)

    assert (story.role.state, story.role.wave, first.wave) == ("proposed", 1, 1)
    assert (first.answer_by, first.minutes) == (date(2026, 12, 3), 420)
    assert {link.object_id for link in db.session.scalars(select(ActionLink))} == {first.id, second.id}
    assert count("proposal_sent") == 2


def test_the_link_acts_until_the_end_of_the_last_day(now):
    first, *_ = tell_story().send(now)

    link = db.session.scalar(select(ActionLink).where(ActionLink.object_id == first.id))

    assert link.expires_at == end_of_day(first.answer_by)


def test_an_offer_already_asked_is_left_alone(now):
    story = tell_story()
    story.send(now)

    with transaction():
        again = send_proposals(story.role, [Choice(offer) for offer in story.offers], by=DESK, now=now)

    assert again == []
    assert count("proposal_sent") == 2


def test_a_second_wave_asks_others(now):
    story = tell_story()
    story.send(now)
    other = OfferFactory(expert__group=story.pledge.group)

    with transaction():
        (sent,) = send_proposals(story.role, [Choice(other, 620, (("relectur", "relecture"),))], by=JOB, now=now)

    assert (sent.wave, sent.score_permille, sent.reasons) == (2, 620, [["relectur", "relecture"]])


def test_a_filled_role_is_put_to_nobody(now):
    story = tell_story()
    story.accepted(now)

    with pytest.raises(WrongState), transaction():
        send_proposals(story.role, [Choice(OfferFactory())], by=DESK, now=now)


def test_a_silent_expert_is_reminded_once(now):
    first, *_ = tell_story().send(now)

    with transaction():
        assert remind_expert(first, by=JOB, now=now)
    with transaction():
        assert not remind_expert(first, by=JOB, now=now)

    assert count("proposal_reminder") == 1


def test_who_answered_is_not_reminded(now):
    story = tell_story()
    mission = story.accepted(now)

    with transaction():
        assert not remind_expert(mission.proposal, by=JOB, now=now)


def test_the_role_is_unanswered_when_the_last_request_expires(now):
    story = tell_story()
    first, second = story.send(now)
    with transaction():
        expire_proposal(first, by=JOB, now=now)
    assert story.role.state == "proposed"

    with transaction():
        expire_proposal(second, by=JOB, now=now)

    assert story.role.state == "unanswered"


def test_an_answered_request_does_not_expire(now):
    mission = tell_story().accepted(now)

    with pytest.raises(WrongState), transaction():
        expire_proposal(mission.proposal, by=JOB, now=now)


def test_a_request_taken_back_is_told(now):
    story = tell_story(offers=1)
    (first,) = story.send(now)

    with transaction():
        withdraw_proposal(first, by=DESK, now=now, reason="not_needed")

    assert (first.state, story.role.state, count("request_withdrawn")) == ("withdrawn", "unanswered", 1)


def test_a_new_link_for_an_expired_request_acts_again(now):
    first, *_ = tell_story().send(now)
    later = now + timedelta(days=20)
    with transaction():
        expire_proposal(first, by=JOB, now=later)

    with transaction():
        send_link_again(first, by=EXPERT, now=later)

    link = db.session.scalar(select(ActionLink).where(ActionLink.object_id == first.id))
    assert link.expires_at > later
    assert count("link_again") == 1


def test_not_meant_for_me_tells_the_coordinator_once(now):
    first, *_ = tell_story().send(now)

    for _ in range(2):
        with transaction():
            disown_proposal(first, by=EXPERT, now=now)

    assert (first.state, count("not_meant_for_me")) == ("sent", 1)
