from datetime import date

import pytest
from factories.stories import EXPERT, FIRM, tell_story
from sqlalchemy import insert, select, text, update

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.conventions import Pledge
from webapp.models.ledger import DayEntry
from webapp.models.missions import Mission, Visit
from webapp.services import checks_ledger
from webapp.services.ledger import reverse_entry
from webapp.services.missions import confirm_visit, declare_visit
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def visit(now):
    mission = tell_story().accepted(now)
    with transaction():
        return declare_visit(mission, date(2026, 11, 24), 180, by=EXPERT, now=now)


BOOKED = {"declared": 180, "confirmed": 0, "deemed": 0, "disputed": 0}


def write(statement):
    with transaction():
        db.session.execute(statement.execution_options(synchronize_session=False))


def forge(visit, now, **changes):
    """Write a line behind the service's back."""
    line = {
        "pledge_id": visit.mission.pledge_id,
        "mission_id": visit.mission_id,
        "kind": "reserve",
        "posting_key": f"mission:{visit.mission_id}:reserve:99",
        "booked_on": date(2026, 11, 24),
        "written_at": now,
        "actor_kind": "job",
        "basis": "desk",
    }
    write(insert(DayEntry).values(**(line | changes)))


def lines(check):
    return list(check())


def test_a_true_ledger_has_no_breach(visit, now):
    with transaction():
        confirm_visit(visit, by=FIRM, now=now)

    assert [line for check in checks_ledger.CHECKS for line in check()] == []


def test_a_counter_changed_by_hand_is_seen(visit):
    write(update(Pledge).values(confirmed_minutes=60))

    (line,) = lines(checks_ledger.compare_counters)

    assert f"pledge {visit.mission.pledge_id}:" in line
    assert "confirmed=60" in line


def test_a_line_without_its_counter_is_seen(visit, now):
    forge(visit, now, reserved_delta=30)

    assert len(lines(checks_ledger.compare_counters)) == 1


def test_minutes_posted_that_no_line_bears_are_seen(visit):
    write(update(Visit).values(posted_minutes=90))

    assert lines(checks_ledger.compare_visits) == [f"visit {visit.id}, declared, 90 minutes booked: lines say {BOOKED}"]


def test_a_state_changed_by_hand_is_seen(visit):
    write(update(Visit).values(state="confirmed"))

    assert len(lines(checks_ledger.compare_visits)) == 1


def test_a_reserve_left_by_a_mission_that_is_over_is_seen(visit):
    write(update(Mission).values(state="finished"))

    assert lines(checks_ledger.compare_reserves) == [
        f"mission {visit.mission_id}, finished: 240 minutes reserved, 420 agreed"
    ]


def test_a_line_on_another_pledge_is_seen(visit, now):
    forge(visit, now, pledge_id=tell_story().pledge.id)

    assert len(lines(checks_ledger.compare_lines_of_missions)) == 1


def test_a_reversal_that_is_no_negation_is_seen(visit, now):
    entry = db.session.scalars(select(DayEntry).where(DayEntry.kind == "declare")).one()
    forge(visit, now, kind="reverse", reverses_id=entry.id, posting_key=f"reverse:{entry.id}", declared_delta=-60)

    (line,) = lines(checks_ledger.compare_reversals)

    assert line.endswith(f"does not undo line {entry.id}")


def test_a_true_reversal_passes(visit, now):
    entry = db.session.scalars(select(DayEntry).where(DayEntry.kind == "declare")).one()
    with transaction():
        reverse_entry(entry, by=JOB, now=now, reason="wrong_day")

    assert lines(checks_ledger.compare_reversals) == []


def test_a_key_that_names_another_movement_is_seen(visit, now):
    forge(visit, now, posting_key="visit:1:v1:declare:9")

    (line,) = lines(checks_ledger.compare_keys)

    assert line.endswith("key visit:1:v1:declare:9")


def test_a_line_booked_before_its_day_is_seen(visit, now):
    forge(
        visit,
        now,
        kind="declare",
        visit_id=visit.id,
        worked_on=date(2026, 11, 24),
        booked_on=date(2026, 11, 23),
        posting_key=f"visit:{visit.id}:v1:declare:9",
    )

    (line,) = lines(checks_ledger.compare_keys)

    assert "booked on 2026-11-23, before 2026-11-24" in line


# PostgreSQL has no way to ignore a check.
@pytest.mark.parametrize("engine_app", ["sqlite"], indirect=True)
def test_a_pledge_beyond_its_cap_is_seen(engine_app, visit):
    db.session.execute(text("PRAGMA ignore_check_constraints = ON"))
    write(update(Pledge).where(Pledge.id == visit.mission.pledge_id).values(pledged_minutes=400))

    found = lines(checks_ledger.compare_caps)
    db.session.execute(text("PRAGMA ignore_check_constraints = OFF"))

    assert found == [f"pledge {visit.mission.pledge_id}: 20 minutes beyond what was promised"]
