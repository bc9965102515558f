from datetime import date, timedelta

import pytest
from factories.requests import confirmed, sent, toul
from factories.stories import DESK, EXPERT, FIRM, tell_story

from webapp.domain.states import JOB
from webapp.services.answers import accept_proposal, decline_proposal, settle_answer, undo_answer
from webapp.services.missions import (
    confirm_visit,
    correct_visit,
    declare_visit,
    deem_visit,
    dispute_visit,
    end_mission,
    plan_visit,
    settle_dispute,
)
from webapp.services.need_ends import close_need
from webapp.services.proposals import expire_proposal, withdraw_proposal
from webapp.services.tracking import find_visit, follow_need
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

TODAY = date(2026, 11, 24)


def helped(now):
    story = tell_story()
    mission = story.accepted(now)
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now)
    return mission


def codes(need):
    return [moment.code for moment in follow_need(need).journal]


def test_a_request_that_was_sent_stands_at_its_beginning(now):
    toul()

    assert follow_need(sent(now)).stage == "sent"


def test_an_open_request_is_looked_at(now):
    toul()
    need = confirmed(now)

    assert follow_need(need).stage == "looking"
    assert codes(need) == ["need_confirm_address", "need_submit"]


def test_who_was_asked_is_counted_and_not_named(now):
    story = tell_story(offers=2)
    proposals = story.send(now)

    followed = follow_need(story.role.need)

    assert (followed.stage, followed.asked_count, followed.first_asked_on) == ("asked", 2, TODAY)
    assert followed.answer_by == proposals[0].answer_by
    assert followed.missions == []
    assert [(moment.code, moment.count, moment.name) for moment in followed.journal] == [("asked", 2, "")]


def test_requests_of_two_days_are_two_lines(now):
    story = tell_story(offers=2)
    first, second = story.offers
    story.offers = [first]
    story.send(now)
    story.offers = [second]
    story.send(now + timedelta(days=2))

    assert codes(story.role.need) == ["asked", "asked"]


def test_a_yes_shows_nothing_while_it_can_be_taken_back(now):
    story = tell_story(offers=1)
    before = story.send(now)
    asked = follow_need(story.role.need)

    accepted = accept(before[0], now)
    followed = follow_need(story.role.need)

    assert accepted.state == "accepted"
    assert (followed.stage, followed.missions, followed.journal) == (asked.stage, [], asked.journal)
    with transaction():
        undo_answer(before[0], by=EXPERT, now=now)
    assert follow_need(story.role.need).stage == "asked"


def accept(proposal, now):
    with transaction():
        accept_proposal(proposal, by=EXPERT, now=now)
    return proposal


def test_a_no_shows_nothing_while_it_can_be_taken_back_and_never_who_said_it(now):
    story = tell_story(offers=1)
    (proposal,) = story.send(now)
    with transaction():
        decline_proposal(proposal, "no_time", by=EXPERT, now=now)
    assert follow_need(story.role.need).stage == "asked"

    with transaction():
        settle_answer(proposal, by=JOB, now=now)

    assert follow_need(story.role.need).stage == "unanswered"
    assert codes(story.role.need) == ["asked"]


def test_when_nobody_answers_the_request_says_so(now):
    story = tell_story(offers=1)
    (proposal,) = story.send(now)
    with transaction():
        expire_proposal(proposal, by=JOB, now=now)

    assert follow_need(story.role.need).stage == "unanswered"


def test_what_was_taken_back_does_not_count(now):
    story = tell_story(offers=2)
    first, _ = story.send(now)
    with transaction():
        withdraw_proposal(first, by=DESK, now=now, reason="mistake")

    assert follow_need(story.role.need).asked_count == 1


def test_once_both_were_introduced_the_expert_is_named(now):
    mission = helped(now)

    followed = follow_need(mission.role.need)

    assert (followed.stage, [each.id for each in followed.missions]) == ("helped", [mission.id])
    assert "introduced" in codes(mission.role.need)


def test_visits_are_told_in_the_order_of_their_days(now):
    mission = helped(now)
    with transaction():
        plan_visit(mission, date(2026, 12, 2), by=EXPERT, now=now)
        first = declare_visit(mission, TODAY, 180, by=EXPERT, now=now)

    followed = follow_need(mission.role.need)

    assert [visit.state for visit in followed.visits] == ["declared", "planned"]
    assert [visit.id for visit in followed.to_confirm] == [first.id]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda visit, now: confirm_visit(visit, by=FIRM, now=now), "visit_confirm"),
        (lambda visit, now: deem_visit(visit, by=JOB, now=now), "visit_deem"),
        (lambda visit, now: dispute_visit(visit, by=FIRM, now=now), "visit_dispute"),
        (lambda visit, now: dispute_visit(visit, by=DESK, now=now), "visit_dispute_by_desk"),
    ],
)
def test_what_became_of_a_visit_is_told(now, act, code):
    mission = helped(now)
    with transaction():
        visit = declare_visit(mission, TODAY, 180, by=EXPERT, now=now)
    with transaction():
        act(visit, now + timedelta(minutes=1))

    followed = follow_need(mission.role.need)

    assert (followed.journal[0].code, followed.journal[0].on) == (code, TODAY)
    assert followed.to_confirm == []


def test_a_mission_that_is_over_leaves_its_expert_on_the_page(now):
    mission = helped(now)
    with transaction():
        end_mission(mission, "finish", by=JOB, now=now)

    assert follow_need(mission.role.need).stage == "helped"
    assert "mission_finish" in codes(mission.role.need)


def test_a_request_that_is_over_says_so(now):
    toul()
    need = confirmed(now)
    with transaction():
        close_need(need, "no_help", by=DESK, now=now)

    assert (follow_need(need).stage, codes(need)[0]) == ("over", "need_give_up")


def test_a_visit_of_somebody_else_is_not_found(now):
    mission, other = helped(now), helped(now)
    with transaction():
        visit = declare_visit(mission, TODAY, 180, by=EXPERT, now=now)

    assert find_visit(mission.role.need, visit.public_id).id == visit.id
    assert find_visit(other.role.need, visit.public_id) is None


def test_the_length_of_a_visit_belongs_to_the_line_that_says_it_last(now):
    mission = helped(now)
    with transaction():
        visit = declare_visit(mission, TODAY, 240, by=EXPERT, now=now + timedelta(hours=1))
    with transaction():
        dispute_visit(visit, by=FIRM, now=now + timedelta(hours=2), minutes=180)
    with transaction():
        settle_dispute(visit, 180, by=DESK, now=now + timedelta(hours=3))

    told = [(moment.code, moment.minutes) for moment in follow_need(mission.role.need).journal[:3]]

    assert told == [("visit_settle", 180), ("visit_dispute", 180), ("visit_declare", None)]


def test_a_declaration_that_was_taken_back_says_so_and_no_day_or_length(now):
    mission = helped(now)
    with transaction():
        visit = declare_visit(mission, TODAY, 240, by=EXPERT, now=now + timedelta(hours=1))
    with transaction():
        correct_visit(visit, by=EXPERT, now=now + timedelta(hours=2), reason="expert")
    (first, *_) = follow_need(mission.role.need).journal
    assert (first.code, first.minutes, first.on) == ("visit_declare_again", None, None)

    with transaction():
        declare_visit(mission, TODAY, 120, by=EXPERT, now=now + timedelta(hours=3), visit=visit)

    told = [(moment.code, moment.minutes) for moment in follow_need(mission.role.need).journal[:2]]
    assert told == [("visit_declare", 120), ("visit_declare_again", None)]
