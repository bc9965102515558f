"""Missions that are over, as requests and their steps: from the form to the end, at plausible moments. Pure.

Telling them again in full gives the ledger what a ledger holds: reservations, declarations, what was confirmed and what
silence confirmed, and what came back when the mission ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from seed_data import rows
from seed_data.readers import Programme
from webapp.domain.deadlines import ONE_DAY, is_working_day

#: a mission is agreed on in half days
HALF_DAY = 210

#: working days from a request to its yes, and from a declaration to the firm's: no reminder was needed
THOUGHT_OVER, CONFIRMED_AFTER = 2, 2


def past_needs(programme: Programme) -> list[rows.NeedRow]:
    """The request behind each mission; it asks for the time that was given, in whole half days."""
    territory_of = {row.code: row.territory for row in programme.conventions}
    minutes = {row.code: 0 for row in programme.past_missions}
    for visit in programme.past_visits:
        minutes[visit.mission] += visit.minutes
    return [
        rows.NeedRow(
            code=row.code,
            territory=territory_of[row.convention],
            company=row.company,
            title="",
            text=row.need_text,
            days=Decimal(-(-minutes[row.code] // HALF_DAY)) / 2,
            place="either",
            deadline_on=None,
            filed_on=row.opened_on,
            story="past",
        )
        for row in programme.past_missions
    ]


def past_steps(programme: Programme) -> list[rows.NeedStepRow]:
    """What happened in each mission, in the order of time."""
    visits: dict[str, list[rows.VisitRow]] = {row.code: [] for row in programme.past_missions}
    for visit in programme.past_visits:
        visits[visit.mission].append(visit)
    told = [step for mission in programme.past_missions for step in _steps_of(mission, visits[mission.code])]
    return sorted(told, key=lambda step: step.at)


def _steps_of(mission: rows.MissionRow, visits: list[rows.VisitRow]) -> Iterator[rows.NeedStepRow]:
    proposed_on = max(mission.opened_on, _working_days_from(mission.accepted_on, -THOUGHT_OVER))
    yield _step(mission, "submit", mission.opened_on, 9, 10)
    yield _step(mission, "confirm_address", mission.opened_on, 9, 22)
    yield _step(mission, "propose", proposed_on, 10, 30)
    yield _step(mission, "accept", mission.accepted_on, 12, 15)
    for visit in visits:
        yield _step(mission, "declare", visit.worked_on, 17, 45, visit)
        if visit.outcome == "confirmed":
            yield _step(mission, "confirm", _working_days_from(visit.worked_on, CONFIRMED_AFTER), 9, 40, visit)
    yield _step(mission, "finish", mission.ended_on, 18, 30)
    yield _step(mission, "close_helped", mission.ended_on, 18, 40)


def _step(
    mission: rows.MissionRow, step: str, day: date, hour: int, minute: int, visit: rows.VisitRow | None = None
) -> rows.NeedStepRow:
    return rows.NeedStepRow(
        need=mission.code,
        at=datetime(day.year, day.month, day.day, hour, minute),  # noqa: DTZ001 - local, like the cells of the files
        step=step,
        offer=mission.offer,
        worked_on=visit.worked_on if visit else None,
        minutes=visit.minutes if visit and step == "declare" else None,
        words="",
    )


def _working_days_from(day: date, count: int) -> date:
    direction = ONE_DAY if count > 0 else -ONE_DAY
    for _ in range(abs(count)):
        day += direction
        while not is_working_day(day, None):
            day += direction
    return day
