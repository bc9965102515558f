"""What an expert answers when asked whether they have met, besides yes: not yet, on that day, or it will not happen."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from webapp.clock import local_date
from webapp.domain import deadlines
from webapp.domain.errors import WrongState
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.mail import messages
from webapp.models.events import Event
from webapp.models.missions import Mission, Visit
from webapp.models.notes import Note
from webapp.services.missions import OPEN_MISSION, plan_visit
from webapp.services.steps import lock, record


def put_off_question(mission: Mission, *, by: Actor, now: datetime) -> None:
    """They have not met yet: the question comes again a month from now.

    Raises:
        WrongState: the mission is over.
    """
    lock(mission)
    _check_open(mission, "put_off")
    mission.ask_on = deadlines.ask_again_on(local_date(now))
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


def give_up_meeting(mission: Mission, *, by: Actor, now: datetime, words: str = "") -> None:
    """It will not happen: the coordinator is told, once, and decides what becomes of the mission and of its days.

    Raises:
        WrongState: the mission is over.
    """
    lock(mission)
    _check_open(mission, "give_up")
    if find_give_up(mission) is not None:
        return
    mission.ask_on = deadlines.ask_again_on(local_date(now))
    if words:
        about = {"object_kind": "mission", "object_id": mission.id}
        db.session.add(Note(**about, actor_kind=by.kind, actor_id=by.id, text=words))
    event = record(mission, "give_up_meeting", by=by, now=now)
    db.session.add(messages.will_not_meet(mission, event=event, now=now))


def find_give_up(mission: Mission) -> Event | None:
    """When the expert said that it will not happen, if nothing was planned or declared since."""
    about = Event.object_kind == "mission", Event.object_id == mission.id, Event.step == "give_up_meeting"
    event = db.session.scalar(select(Event).where(*about).order_by(Event.id.desc()).limit(1))
    if event is None:
        return None
    later = Visit.declared_at >= event.at, Visit.created_at >= event.at
    since = select(Visit.id).where(Visit.mission_id == mission.id, Visit.state != "cancelled", later[0] | later[1])
    return event if db.session.scalar(since.limit(1)) is None else None


def find_planned(mission: Mission) -> Visit | None:
    """The first visit that is planned and not declared yet."""
    planned = Visit.mission_id == mission.id, Visit.state == "planned"
    return db.session.scalar(select(Visit).where(*planned).order_by(Visit.planned_on, Visit.id).limit(1))


def _check_open(mission: Mission, step: str) -> None:
    if mission.state not in OPEN_MISSION:
        raise WrongState(thing="mission", step=step, state=mission.state)
