from datetime import UTC, date, datetime, timedelta

import pytest
from factories.conventions import ConventionFactory
from factories.stories import DESK, EXPERT, FIRM, tell_story
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from webapp.domain.errors import PeriodLocked, Refusal
from webapp.extensions import db
from webapp.models.ledger import DayEntry
from webapp.services.checks_ledger import compare_closed_months
from webapp.services.closings import close_month, list_closings, list_still_open, next_month_to_close
from webapp.services.missions import confirm_visit, correct_visit, declare_visit, dispute_visit, plan_visit
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

NOVEMBER, DECEMBER = date(2026, 11, 30), date(2026, 12, 31)
LATER = datetime(2027, 1, 20, 9, 0, tzinfo=UTC)


def close(convention, last, now=LATER):
    with transaction():
        close_month(convention, last, by=DESK, now=now)


def lines(visit):
    rows = select(DayEntry.kind, DayEntry.booked_on).where(DayEntry.visit_id == visit.id).order_by(DayEntry.id)
    return [tuple(row) for row in db.session.execute(rows)]


@pytest.fixture
def story(now):
    told = tell_story()
    told.pledge.convention.starts_on = date(2026, 11, 1)
    db.session.commit()
    return told


@pytest.fixture
def visit(story, now):
    mission = story.accepted(now)
    with transaction():
        return declare_visit(mission, date(2026, 11, 24), 180, by=EXPERT, now=now)


def test_months_close_in_order_once_they_are_over(now):
    convention = ConventionFactory(starts_on=date(2026, 9, 15))

    with pytest.raises(Refusal) as refusal:
        close(convention, date(2026, 10, 31), now)
    assert (refusal.value.code, refusal.value.details) == ("close_in_order", {"first": date(2026, 9, 30)})
    close(convention, date(2026, 9, 30), now)
    close(convention, date(2026, 10, 31), now)
    with pytest.raises(Refusal) as refusal:
        close(convention, NOVEMBER, now)
    assert refusal.value.code == "month_not_over"

    assert convention.closed_through == date(2026, 10, 31)
    assert [event.reason for event in list_closings(convention)] == ["2026-10-31", "2026-09-30"]
    assert list(compare_closed_months()) == []


def test_closing_a_month_twice_closes_it_once(now):
    convention = ConventionFactory(starts_on=date(2026, 9, 15))
    close(convention, date(2026, 9, 30), now)

    with pytest.raises(PeriodLocked):
        close(convention, date(2026, 9, 30), now)

    assert next_month_to_close(convention) == date(2026, 10, 31)


def test_the_last_month_ends_with_the_convention(now):
    convention = ConventionFactory(starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 20))

    close(convention, date(2026, 1, 20), now)

    assert next_month_to_close(convention) is None


def test_a_draft_closes_nothing(now):
    with pytest.raises(Refusal) as refusal:
        close(ConventionFactory(state="draft"), date(2025, 4, 30), now)

    assert refusal.value.code == "not_signed"


@pytest.mark.parametrize("day", ["NULL", "'2026-11-29'"])
def test_the_database_opens_no_month_again(story, day):
    close(story.pledge.convention, NOVEMBER)

    with pytest.raises(IntegrityError, match="refuses_reopening"), transaction():
        db.session.execute(text(f"UPDATE convention SET closed_through = {day}"))


def test_the_database_refuses_a_line_in_a_closed_month(story, visit):
    close(story.pledge.convention, NOVEMBER)
    line = db.session.scalars(select(DayEntry)).first()
    copy = {c.name: getattr(line, c.name) for c in DayEntry.__table__.columns if c.name != "id"}

    with pytest.raises(IntegrityError, match="refuses_closed_month"), transaction():
        db.session.execute(DayEntry.__table__.insert().values(copy | {"posting_key": "once more"}))


def test_what_the_firm_disputes_after_the_close_is_booked_in_the_open_month(story, visit, now):
    with transaction():
        confirm_visit(visit, by=FIRM, now=now)
    close(story.pledge.convention, NOVEMBER)

    with transaction():
        dispute_visit(visit, by=DESK, now=LATER)

    day = date(2026, 11, 24)
    assert lines(visit) == [("declare", day), ("confirm", day), ("dispute", date(2026, 12, 1))]


def test_a_correction_leaves_a_closed_month_as_it_was(story, visit):
    close(story.pledge.convention, NOVEMBER)

    with transaction():
        correct_visit(visit, by=DESK, now=LATER, reason="wrong_day")
        declare_visit(visit.mission, date(2026, 11, 25), 120, by=EXPERT, now=LATER, visit=visit)

    opened = date(2026, 12, 1)
    assert lines(visit)[1:] == [("reverse", opened), ("declare", opened)]


def test_a_line_written_into_a_closed_month_is_seen(story, visit, now):
    close(story.pledge.convention, NOVEMBER)
    with transaction():
        db.session.execute(text("DROP TRIGGER day_entry_refuses_closed_month" + _on("day_entry")))
    line = db.session.scalars(select(DayEntry)).first()
    copy = {c.name: getattr(line, c.name) for c in DayEntry.__table__.columns if c.name != "id"}
    with transaction():
        late = {"posting_key": "once more", "written_at": LATER + timedelta(days=1)}
        db.session.execute(DayEntry.__table__.insert().values(copy | late))

    (breach,) = compare_closed_months()

    assert "which was closed before" in breach


def _on(table):
    return "" if db.session.connection().dialect.name == "sqlite" else f" ON {table}"


def test_a_month_closed_behind_the_back_of_the_service_is_seen(story):
    story.pledge.convention.closed_through = NOVEMBER
    db.session.commit()

    assert list(compare_closed_months()) == [
        f"convention {story.pledge.convention_id}: closed through {NOVEMBER}, not by its closings"
    ]


def test_what_a_month_leaves_open_is_told_before(story, visit, now):
    mission = visit.mission
    with transaction():
        plan_visit(mission, date(2026, 11, 27), by=EXPERT, now=now)
        plan_visit(mission, date(2026, 12, 2), by=EXPERT, now=now)
        declare_visit(mission, date(2026, 11, 24), 5000, by=EXPERT, now=now)

    found = list_still_open(story.pledge.convention, NOVEMBER, today=date(2026, 12, 5))

    assert [row.planned_on for row in found.undeclared] == [date(2026, 11, 27)]
    before = list_still_open(story.pledge.convention, NOVEMBER, today=date(2026, 11, 27))
    assert before.undeclared == [], "a visit of today has not passed"
    assert (len(found.unanswered), len(found.disputed), len(found.without_room), found.count) == (2, 0, 1, 4)
