from datetime import UTC, date, datetime

import pytest
from factories.stories import DESK, EXPERT, FIRM, tell_story
from sqlalchemy import insert, select

from webapp.domain.errors import WrongState
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.conventions import AmendmentApplied
from webapp.models.ledger import DayEntry
from webapp.services import checks_ledger
from webapp.services.amendments import Change, Signed, apply_amendment, write_amendment
from webapp.services.missions import (
    confirm_visit,
    correct_visit,
    declare_visit,
    dispute_visit,
    end_mission,
    post_what_waits,
)
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

TODAY, RAISED = date(2026, 11, 24), date(2027, 2, 1)
LATER = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def visit(now):
    """Ten hours, confirmed, of which seven found room until an amendment of February made some."""
    mission = tell_story(pledged_minutes=420).accepted(now)
    with transaction():
        visit = declare_visit(mission, TODAY, 600, by=EXPERT, now=now)
        confirm_visit(visit, by=FIRM, now=now)
        signed = Signed("Hélène Marchal", "dépassement")
        raised = write_amendment(mission.pledge, Change(overrun=420), signed, by=DESK, now=now, effective_on=RAISED)
    with transaction():
        assert post_what_waits(visit, by=JOB, now=now) == 0
        assert apply_amendment(raised, by=JOB, now=LATER)
        assert post_what_waits(visit, by=JOB, now=LATER) == 180
    return visit


def lines(visit):
    rows = select(DayEntry).where(DayEntry.visit_id == visit.id).order_by(DayEntry.id)
    return [(line.kind, line.booked_on) for line in db.session.scalars(rows)]


def test_hours_beyond_the_cap_are_booked_when_the_amendment_holds_not_before(visit):
    assert lines(visit) == [("declare", TODAY), ("confirm", TODAY), ("declare", RAISED), ("confirm", RAISED)]


def test_a_step_is_booked_on_the_last_day_of_what_it_moves(visit):
    with transaction():
        dispute_visit(visit, by=DESK, now=LATER)

    assert lines(visit)[-1] == ("dispute", RAISED)
    assert list(checks_ledger.compare_days_of_steps()) == []


def test_a_reversal_is_booked_on_the_day_of_what_it_undoes(visit):
    with transaction():
        correct_visit(visit, by=DESK, now=LATER, reason="wrong_length")

    assert [day for kind, day in lines(visit) if kind == "reverse"] == [RAISED, RAISED, TODAY, TODAY]
    assert list(checks_ledger.compare_days_of_steps()) == []


def test_a_step_booked_before_what_it_moves_is_seen(visit, now):
    forged = {
        "pledge_id": visit.mission.pledge_id,
        "mission_id": visit.mission_id,
        "visit_id": visit.id,
        "kind": "dispute",
        "posting_key": f"visit:{visit.id}:v1:dispute:9",
        "worked_on": TODAY,
        "booked_on": TODAY,
        "written_at": now,
        "actor_kind": "job",
        "basis": "desk",
        "confirmed_delta": -600,
        "disputed_delta": 600,
    }
    with transaction():
        db.session.execute(insert(DayEntry).values(forged))

    assert len(list(checks_ledger.compare_days_of_steps())) == 1


def test_what_the_firm_confirmed_only_a_coordinator_disputes(visit):
    with pytest.raises(WrongState), transaction():
        dispute_visit(visit, by=FIRM, now=LATER)

    with transaction():
        dispute_visit(visit, by=DESK, now=LATER)
    line = db.session.scalars(select(DayEntry).where(DayEntry.kind == "dispute")).one()
    assert (visit.state, line.basis) == ("disputed", "desk")


def test_a_corrected_visit_is_declared_again_after_the_end_of_its_mission(now):
    story = tell_story()
    mission = story.accepted(now)
    with transaction():
        visit = declare_visit(mission, TODAY, 180, by=EXPERT, now=now)
        end_mission(mission, "finish", by=DESK, now=now)
        correct_visit(visit, by=DESK, now=now, reason="wrong_length")

    with transaction():
        declare_visit(mission, TODAY, 120, by=DESK, now=now, visit=visit)

    assert (visit.state, story.pledge.declared_minutes) == ("declared", 120)
    with pytest.raises(WrongState), transaction():
        declare_visit(mission, TODAY, 120, by=DESK, now=now)


def test_an_amendment_that_entered_too_early_is_seen(now):
    story = tell_story()
    signed = Signed("Hélène Marchal", "plus")
    with transaction():
        raised = write_amendment(story.pledge, Change(days=60), signed, by=DESK, now=now, effective_on=RAISED)
        db.session.add(AmendmentApplied(amendment_id=raised.id, applied_at=now))

    (breach,) = checks_ledger.compare_amendments()

    assert breach == f"amendment {raised.id}: entered on 2026-11-24, holds from 2027-02-01"
