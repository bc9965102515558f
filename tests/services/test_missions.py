from datetime import date, timedelta

import pytest
from factories.stories import DESK, EXPERT, FIRM, tell_story
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from webapp.domain.errors import Refusal, WrongState
from webapp.domain.ledger import Delta
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.conventions import Pledge
from webapp.models.ledger import DayEntry
from webapp.models.mails import OutgoingMail
from webapp.services.answers import accept_proposal
from webapp.services.ledger import balance_of, reserved_for, reverse_entry
from webapp.services.missions import (
    confirm_visit,
    correct_visit,
    declare_visit,
    deem_visit,
    dispute_visit,
    end_mission,
    plan_visit,
    post_what_waits,
    settle_dispute,
)
from webapp.services.verify import list_breaches
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

TODAY = date(2026, 11, 24)


def declared(mission, minutes, now, worked_on=TODAY):
    with transaction():
        return declare_visit(mission, worked_on, minutes, by=EXPERT, now=now)


def counters(pledge: Pledge) -> Delta:
    counted = balance_of(pledge).counters
    lines = db.session.scalars(select(DayEntry).where(DayEntry.pledge_id == pledge.id))
    assert counted == sum((line.delta for line in lines), start=Delta())
    return counted


def test_a_declared_visit_moves_days_from_reserved_to_declared(now):
    story = tell_story()
    mission = story.accepted(now)

    visit = declared(mission, 180, now)

    assert counters(story.pledge) == Delta(reserved=240, declared=180)
    assert (visit.state, mission.state, visit.deem_on) == ("declared", "running", date(2026, 12, 9))
    assert db.session.scalar(select(OutgoingMail.template).where(OutgoingMail.template == "visit_to_confirm"))


def test_declaring_lets_the_yes_take_effect_at_once(now):
    story = tell_story()
    mission = story.accepted(now)

    declared(mission, 180, now)

    assert mission.proposal.settled_at == now
    assert mission.introduced_at == now


def test_a_confirmed_visit_counts_as_confirmed(now):
    story = tell_story()
    visit = declared(story.accepted(now), 180, now)

    with transaction():
        confirm_visit(visit, by=FIRM, now=now)

    assert counters(story.pledge) == Delta(reserved=240, confirmed=180)


def test_confirming_twice_books_once(now):
    story = tell_story()
    visit = declared(story.accepted(now), 180, now)
    with transaction():
        confirm_visit(visit, by=FIRM, now=now)

    with pytest.raises(WrongState), transaction():
        confirm_visit(visit, by=FIRM, now=now)

    assert counters(story.pledge).confirmed == 180


def test_silence_counts_as_deemed_and_may_still_be_disputed(now):
    story = tell_story()
    visit = declared(story.accepted(now), 180, now)
    with transaction():
        deem_visit(visit, by=JOB, now=now)
    assert counters(story.pledge) == Delta(reserved=240, deemed=180)

    with transaction():
        dispute_visit(visit, by=FIRM, now=now, minutes=90, words="Une heure et demie, pas trois.")

    assert counters(story.pledge) == Delta(reserved=240, disputed=180)


def test_a_quota_never_refuses_a_fact(now):
    story = tell_story(pledged_minutes=420)
    mission = story.accepted(now)

    visit = declared(mission, 600, now)

    assert counters(story.pledge) == Delta(declared=420)
    assert (visit.minutes, visit.posted_minutes) == (600, 420)


def test_what_waits_is_booked_through_the_steps_already_passed(now):
    story = tell_story(pledged_minutes=420)
    visit = declared(story.accepted(now), 600, now)
    with transaction():
        confirm_visit(visit, by=FIRM, now=now)
    with transaction():
        story.pledge.overrun_minutes = 100

    with transaction():
        assert post_what_waits(visit, by=JOB, now=now) == 100
    with transaction():
        story.pledge.overrun_minutes = 420
    with transaction():
        assert post_what_waits(visit, by=JOB, now=now) == 80

    assert counters(story.pledge) == Delta(confirmed=600)
    with transaction():
        assert post_what_waits(visit, by=JOB, now=now) == 0


@pytest.mark.parametrize(
    ("minutes", "expected"), [(90, Delta(reserved=330, confirmed=90)), (None, Delta(reserved=420))]
)
def test_a_coordinator_settles_a_dispute(now, minutes, expected):
    story = tell_story()
    visit = declared(story.accepted(now), 180, now)
    with transaction():
        confirm_visit(visit, by=FIRM, now=now)
    with transaction():
        dispute_visit(visit, by=DESK, now=now)

    with transaction():
        settle_dispute(visit, minutes, by=DESK, now=now)

    assert counters(story.pledge) == expected
    assert visit.state == ("confirmed" if minutes else "cancelled")


def test_a_corrected_visit_can_be_declared_again(now):
    story = tell_story()
    mission = story.accepted(now)
    visit = declared(mission, 180, now)
    with transaction():
        correct_visit(visit, by=DESK, now=now, reason="wrong_day")
    assert counters(story.pledge) == Delta(reserved=420)

    with transaction():
        declare_visit(mission, TODAY, 120, by=EXPERT, now=now, visit=visit)

    assert counters(story.pledge) == Delta(reserved=300, declared=120)
    assert visit.version == 2


def test_what_a_correction_returns_after_the_end_is_free_again(now):
    story = tell_story()
    mission = story.accepted(now)
    visit = declared(mission, 180, now)
    with transaction():
        end_mission(mission, "finish", by=EXPERT, now=now)
    assert counters(story.pledge) == Delta(declared=180)

    with transaction():
        correct_visit(visit, by=DESK, now=now, reason="never_happened")

    assert counters(story.pledge) == Delta()
    assert reserved_for(mission) == 0


def test_an_abandoned_mission_opens_its_role_again(now):
    story = tell_story(offers=1)
    mission = story.accepted(now)

    with transaction():
        end_mission(mission, "abandon", by=DESK, now=now)

    assert (mission.proposal.state, story.role.state) == ("released", "open")
    assert counters(story.pledge) == Delta()


@pytest.mark.parametrize("step", ["finish", "abandon", "cancel"])
def test_a_mission_may_end_in_the_half_hour_after_the_yes(now, step):
    story = tell_story(offers=3)
    first, interested, asked = story.send(now)
    with transaction():
        mission = accept_proposal(first, by=EXPERT, now=now).mission
    with transaction():
        accept_proposal(interested, by=EXPERT, now=now)

    with transaction():
        end_mission(mission, step, by=DESK, now=now)

    assert list(list_breaches()) == []
    still_asked, role = ("superseded", "done") if step == "finish" else ("sent", "proposed")
    assert (interested.state, asked.state, story.role.state) == (still_asked, still_asked, role)
    told = select(OutgoingMail.person_id).where(OutgoingMail.template == "place_free")
    assert db.session.scalars(told).all() == ([] if step == "finish" else [interested.expert_id])


def test_the_end_cancels_what_was_planned(now):
    story = tell_story()
    mission = story.accepted(now)
    with transaction():
        visit = plan_visit(mission, date(2026, 12, 2), by=EXPERT, now=now)

    with transaction():
        end_mission(mission, "finish", by=DESK, now=now)

    assert (visit.state, story.role.state) == ("cancelled", "done")


@pytest.mark.parametrize(
    ("worked_on", "code"), [(date(2026, 11, 25), "in_the_future"), (date(2026, 11, 23), "before_acceptance")]
)
def test_a_visit_lies_between_the_yes_and_today(now, worked_on, code):
    mission = tell_story().accepted(now)

    with pytest.raises(Refusal) as refusal:
        declared(mission, 60, now, worked_on)

    assert refusal.value.code == code


def test_a_closed_month_takes_no_line(now):
    story = tell_story()
    mission = story.accepted(now)
    with transaction():
        story.pledge.convention.closed_through = date(2026, 11, 30)

    visit = declared(mission, 60, now)

    line = db.session.scalar(select(DayEntry).where(DayEntry.visit_id == visit.id))
    assert (line.worked_on, line.booked_on) == (TODAY, date(2026, 12, 1))


def test_a_line_is_undone_once(now):
    story = tell_story()
    visit = declared(story.accepted(now), 60, now)
    line = db.session.scalar(select(DayEntry).where(DayEntry.visit_id == visit.id))
    with transaction():
        reverse_entry(line, by=DESK, now=now, reason="test")

    with pytest.raises(IntegrityError), transaction():
        reverse_entry(line, by=DESK, now=now, reason="test")


@pytest.mark.parametrize("command", ["UPDATE day_entry SET reserved_delta = 0", "DELETE FROM day_entry"])
def test_the_database_refuses_to_change_the_ledger(now, command):
    tell_story().accepted(now)

    with pytest.raises(DatabaseError, match="append-only"), transaction():
        db.session.execute(text(command))


def test_the_database_refuses_to_exceed_a_pledge(now):
    story = tell_story(pledged_minutes=420)
    story.accepted(now + timedelta(hours=1))

    with pytest.raises(IntegrityError, match="is_never_exceeded"), transaction():
        db.session.get(Pledge, story.pledge.id).declared_minutes = 1


@pytest.mark.parametrize("answer", [confirm_visit, deem_visit])
def test_what_the_firm_has_answered_is_corrected_by_a_coordinator_only(now, answer):
    visit = declared(tell_story().accepted(now), 60, now)
    with transaction():
        answer(visit, by=FIRM if answer is confirm_visit else JOB, now=now)

    with pytest.raises(WrongState), transaction():
        correct_visit(visit, by=EXPERT, now=now, reason="expert")

    assert visit.version == 1
