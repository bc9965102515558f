"""The schedules of advances: the one that counts, those before it, and what is paid and late by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import func, select

from webapp.clock import local_date
from webapp.domain.advances import (
    Arrears,
    Call,
    Line,
    PlannedInstalment,
    Terms,
    arrears_of,
    called_plan,
    instalment_plan,
    spread,
)
from webapp.extensions import db
from webapp.models.advances import Advance, Instalment, Schedule


def draw_schedule(
    advance: Advance,
    terms: Terms,
    reason: str,
    *,
    now: datetime,
    owed_cents: int | None = None,
) -> Schedule:
    """Write the plan by which what is owed comes back; it takes the place of the one before, which stays readable.

    Raises:
        Refusal: the terms make no plan.
    """
    owed = advance.amount_cents if owed_cents is None else owed_cents
    plan = instalment_plan(owed, terms)
    schedule = _schedule(advance, terms, reason, owed_cents=owed, now=now)
    return _write(schedule, plan)


def bring_forward(advance: Advance, call: Call, *, now: datetime) -> Schedule:
    """Write the plan in which the last instalments are called early; the one before stays readable."""
    before = find_schedule(advance)
    plan = called_plan(before.plan, advance.repaid_cents - before.repaid_before_cents, call)
    terms = Terms(local_date(now), len(plan), before.every_months)
    schedule = _schedule(advance, terms, "rescheduling", owed_cents=advance.lent_cents, now=now)
    schedule.called_count, schedule.called_on = call.count, call.due_on
    return _write(schedule, plan)


def _schedule(advance: Advance, terms: Terms, reason: str, *, owed_cents: int, now: datetime) -> Schedule:
    latest = select(func.coalesce(func.max(Schedule.version), 0)).where(Schedule.advance_id == advance.id)
    return Schedule(
        advance_id=advance.id,
        version=(db.session.scalar(latest) or 0) + 1,
        amount_cents=owed_cents,
        repaid_before_cents=advance.amount_cents - owed_cents,
        starts_on=terms.starts_on,
        count=terms.count,
        every_months=terms.every_months,
        grace_months=terms.grace_months,
        reason=reason,
        written_at=now,
    )


def _write(schedule: Schedule, plan: Sequence[PlannedInstalment]) -> Schedule:
    db.session.add(schedule)
    db.session.flush()
    db.session.add_all(
        Instalment(schedule_id=schedule.id, number=part.number, due_on=part.due_on, amount_cents=part.amount_cents)
        for part in plan
    )
    db.session.flush()
    return schedule


def expected_plan(schedule: Schedule, before: Schedule | None) -> tuple[PlannedInstalment, ...]:
    """The plan that a schedule must hold, by its terms or by what it calls early of the one before."""
    if schedule.call is None or before is None:
        return instalment_plan(schedule.amount_cents, terms_of(schedule))
    return called_plan(before.plan, schedule.repaid_before_cents - before.repaid_before_cents, schedule.call)


def start_schedule(advance: Advance, starts_on: date, reason: str, *, now: datetime) -> Schedule:
    """The plan of an advance counts from the day it is paid, or will be: drawn up again where it began on another day,
    or where it spread less than the whole."""
    schedule = find_schedule(advance)
    if schedule.starts_on == starts_on and not schedule.repaid_before_cents:
        return schedule
    return draw_schedule(advance, replace(terms_of(schedule), starts_on=starts_on), reason, now=now)


def terms_of(schedule: Schedule) -> Terms:
    """The terms that a schedule was drawn up by."""
    return Terms(schedule.starts_on, schedule.count, schedule.every_months, schedule.grace_months)


def find_schedule(advance: Advance) -> Schedule:
    """The schedule that counts: the last one."""
    return db.session.scalars(
        select(Schedule).where(Schedule.advance_id == advance.id).order_by(Schedule.version.desc()).limit(1)
    ).one()


def list_plans(advance_ids: Iterable[int]) -> dict[int, tuple[int, tuple[PlannedInstalment, ...]]]:
    """For each advance what had been repaid before its schedule that counts, and the plan, in two queries."""
    last = (
        select(Schedule.advance_id, func.max(Schedule.version).label("version"))
        .where(Schedule.advance_id.in_(set(advance_ids)))
        .group_by(Schedule.advance_id)
        .subquery()
    )
    schedules = db.session.scalars(
        select(Schedule).join(last, (Schedule.advance_id == last.c.advance_id) & (Schedule.version == last.c.version))
    ).all()
    parts: dict[int, list[PlannedInstalment]] = {schedule.id: [] for schedule in schedules}
    rows = (
        select(Instalment).where(Instalment.schedule_id.in_(parts)).order_by(Instalment.schedule_id, Instalment.number)
    )
    for row in db.session.scalars(rows):
        parts[row.schedule_id].append(PlannedInstalment(row.number, row.due_on, row.amount_cents))
    return {row.advance_id: (row.repaid_before_cents, tuple(parts[row.id])) for row in schedules}


def lines_of(advance: Advance, schedule: Schedule) -> list[Line]:
    """A schedule's instalments with what has been paid of each."""
    return spread(schedule.plan, advance.repaid_cents - schedule.repaid_before_cents)


def arrears_on(advance: Advance, on: date) -> Arrears:
    """What a running advance is late with at the end of a day."""
    schedule = find_schedule(advance)
    return arrears_of(schedule.plan, advance.repaid_cents - schedule.repaid_before_cents, on)
