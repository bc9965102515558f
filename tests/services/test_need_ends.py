from datetime import timedelta

import pytest
from factories.requests import confirmed, contact_of, sent, toul
from factories.stories import DESK, EXPERT, tell_story
from sqlalchemy import select

from webapp.domain.errors import NotAllowed, Refusal, WrongState
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.models.notes import Note
from webapp.services.answers import accept_proposal, settle_answer
from webapp.services.missions import end_mission
from webapp.services.need_ends import close_need, find_mission_under_way, resume_need, set_aside_need, withdraw_need
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def mails(*templates):
    found = select(OutgoingMail.template, OutgoingMail.recipient).where(OutgoingMail.template.in_(templates))
    return [tuple(row) for row in db.session.execute(found.order_by(OutgoingMail.id))]


def withdraw(need, now, words=""):
    with transaction():
        withdraw_need(need, by=contact_of(need), now=now, words=words)


def close(need, outcome, now, by=DESK):
    with transaction():
        close_need(need, outcome, by=by, now=now)


def test_withdrawing_thanks_who_was_asked_and_drops_the_role(now):
    story = tell_story(offers=2)
    asked = story.send(now)

    withdraw(story.role.need, now, words="J’ai trouvé")

    assert [proposal.state for proposal in asked] == ["withdrawn", "withdrawn"]
    assert (story.role.state, story.role.need.state, story.role.need.end_reason) == ("dropped", "withdrawn", "firm")
    assert [recipient for _, recipient in mails("request_withdrawn")] == [p.expert.email for p in asked]
    assert db.session.scalar(select(Note.text).where(Note.object_kind == "need")) == "J’ai trouvé"


def test_withdrawing_twice_changes_nothing_more(now):
    story = tell_story()
    story.send(now)
    withdraw(story.role.need, now)

    with pytest.raises(WrongState):
        withdraw(story.role.need, now)

    assert len(mails("request_withdrawn")) == 2


def test_a_request_that_waits_for_its_address_can_be_withdrawn(now):
    toul()
    need = sent(now)

    withdraw(need, now)

    assert (need.state, need.ended_at) == ("withdrawn", now)


def test_a_request_on_which_somebody_works_cannot_be_withdrawn(now):
    story = tell_story()
    mission = story.accepted(now)
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now)

    with pytest.raises(Refusal, match="mission_running"):
        withdraw(story.role.need, now)

    assert story.role.need.state == "open"
    assert find_mission_under_way(story.role.need).id == mission.id


def test_a_yes_that_can_still_be_taken_back_is_not_given_away(now):
    story = tell_story()
    story.accepted(now)

    with pytest.raises(Refusal, match="answer_under_way"):
        withdraw(story.role.need, now)


def test_a_held_yes_is_thanked_when_the_request_is_withdrawn(now):
    story = tell_story(offers=1, pledged_minutes=60)
    (proposal,) = story.send(now)
    with transaction():
        accept_proposal(proposal, by=EXPERT, now=now)
    assert proposal.state == "held"

    withdraw(story.role.need, now)

    assert proposal.state == "withdrawn"


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("helped", "closed_helped"), ("no_help", "closed_no_help"), ("unreachable", "closed_unreachable")],
)
def test_closing_tells_the_firm_how_it_ended(now, outcome, state):
    toul()
    need = confirmed(now)

    close(need, outcome, now)

    assert (need.state, need.end_reason, need.roles[0].state) == (state, outcome, "dropped")
    assert mails("need_closed") == [("need_closed", need.contact.email)]


def test_a_job_closes_a_request_whose_roles_are_done(now):
    story = tell_story()
    mission = story.accepted(now)
    with transaction():
        end_mission(mission, "finish", by=JOB, now=now)

    close(story.role.need, "helped", now, by=JOB)

    assert (story.role.state, story.role.need.state) == ("done", "closed_helped")


def test_a_firm_cannot_close_its_request(now):
    toul()
    need = confirmed(now)

    with pytest.raises(NotAllowed):
        close(need, "no_help", now, by=contact_of(need))


def test_setting_aside_tells_the_firm_and_keeps_the_reason(now):
    toul()
    need = confirmed(now)

    with transaction():
        set_aside_need(need, "outside", by=DESK, now=now, words="Siège à Metz")

    assert (need.state, need.end_reason) == ("set_aside", "outside")
    assert len(mails("need_closed")) == 1
    assert db.session.scalar(select(Note.text).where(Note.object_id == need.id)) == "Siège à Metz"


def test_nobody_writes_to_a_sender_of_spam(now):
    toul()
    need = confirmed(now)

    with transaction():
        set_aside_need(need, "spam", by=DESK, now=now)

    assert mails("need_closed") == []


def test_a_reason_is_one_of_the_list(now):
    toul()
    need = confirmed(now)

    with pytest.raises(ValueError, match="because"), transaction():
        set_aside_need(need, "because", by=DESK, now=now)


def test_a_request_begins_again_with_what_was_dropped(now):
    toul()
    need = confirmed(now)
    close(need, "no_help", now)

    with transaction():
        resume_need(need, by=DESK, now=now)

    db.session.refresh(need)
    assert (need.state, need.ended_at, need.end_reason) == ("open", None, "")
    assert [(role.state, role.minutes) for role in need.roles] == [("dropped", 420), ("open", 420)]
    assert len(mails("need_opened")) == 2


def test_a_request_set_aside_before_it_opened_asks_for_one_expert_once_resumed(now):
    toul()
    need = sent(now)
    with transaction():
        set_aside_need(need, "spam", by=DESK, now=now)
        resume_need(need, by=DESK, now=now)

    db.session.refresh(need)
    assert [(role.state, role.title, role.minutes) for role in need.roles] == [("open", need.title, 420)]


def test_beginning_again_twice_asks_for_the_last_roles_only(now):
    toul()
    need = confirmed(now)
    for days in (1, 2):
        close(need, "no_help", now + timedelta(days=days))
        with transaction():
            resume_need(need, by=DESK, now=now + timedelta(days=days))
        db.session.refresh(need)

    assert [role.state for role in need.roles].count("open") == 1


def test_what_a_firm_withdrew_is_not_begun_again(now):
    toul()
    need = confirmed(now)
    withdraw(need, now)

    with pytest.raises(WrongState), transaction():
        resume_need(need, by=DESK, now=now)
