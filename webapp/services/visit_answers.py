"""What an expert answers when asked whether they have met, besides yes: not yet, or on that day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from webapp.clock import local_date
from webapp.domain import deadlines
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.missions import Mission, Visit
from webapp.services.missions import plan_visit
from webapp.services.moves import check_open
from webapp.services.steps import lock, record


def put_off_question(mission: Mission, *, by: Actor, now: datetime) -> None:
    """They have not met yet: the question comes again a month from now.

    Raises:
        WrongState: the mission is over.
    """
    lock(mission)
    check_open(mission, "put_off")
    mission.ask_on = deadlines.ask_again_on(local_date(now), mission.role.need.department)
    record(mission, "put_off", by=by, now=now)


def agree_on_day(mission: Mission, planned_on: date, *, by: Actor, now: datetime) -> Visit:
    """They will meet on that day: the visit that was planned moves there, or a new one is planned; once for each day.

    Raises:
        WrongState: the mission is over.
    """
    lock(mission)
    planned = find_planned(mission)
    if planned is None:
        return plan_visit(mission, planned_on, by=by, now=now)
    if planned.planned_on != planned_on:
        planned.planned_on, planned.asked_at = planned_on, None
        record(planned, "move", by=by, now=now)
    return planned


def find_planned(mission: Mission) -> Visit | None:
    """The first visit that is planned and not declared yet."""
    planned = Visit.mission_id == mission.id, Visit.state == "planned"
    return db.session.scalar(select(Visit).where(*planned).order_by(Visit.planned_on, Visit.id).limit(1))
