"""It will not happen: what was kept for a mission goes back to the pledge at once, the coordinator decides on the rest.

Whoever plans a day all the same keeps it again, as far as the group still has it free.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from webapp.clock import local_date
from webapp.domain import deadlines
from webapp.domain.ledger import Movement
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.mail import messages
from webapp.models.conventions import Pledge
from webapp.models.events import Event
from webapp.models.ledger import DayEntry
from webapp.models.missions import Mission, Visit
from webapp.models.notes import Note
from webapp.services import ledger
from webapp.services.moves import check_open
from webapp.services.steps import lock, record, take_step

STEP = "give_up_meeting"

#: code of why, on the line that gives the time back
REASON = "will_not_meet"


def give_up_meeting(mission: Mission, *, by: Actor, now: datetime, words: str = "") -> None:
    """It will not happen: what is still kept is free again, what was planned is off, the coordinator is told once.

    Raises:
        WrongState: the mission is over.
    """
    lock(mission)
    check_open(mission, "give_up")
    is_new = find_give_up(mission) is None
    ledger.release_days(mission, by=by, now=now, reason=REASON)
    for visit in db.session.scalars(select(Visit).where(Visit.mission_id == mission.id, Visit.state == "planned")):
        take_step(visit, "cancel", by=by, now=now, reason=REASON)
    if not is_new:
        return
    mission.ask_on = deadlines.ask_again_on(local_date(now), mission.role.need.department)
    if words:
        about = {"object_kind": "mission", "object_id": mission.id}
        db.session.add(Note(**about, actor_kind=by.kind, actor_id=by.id, text=words))
    event = record(mission, STEP, by=by, now=now)
    db.session.add(messages.will_not_meet(mission, event=event, now=now))
    db.session.flush()


def find_give_up(mission: Mission) -> Event | None:
    """When the expert said that it will not happen, if nothing was planned or declared since."""
    about = Event.object_kind == "mission", Event.object_id == mission.id, Event.step == STEP
    event = db.session.scalar(select(Event).where(*about).order_by(Event.id.desc()).limit(1))
    if event is None:
        return None
    later = Visit.declared_at >= event.at, Visit.created_at >= event.at
    since = select(Visit.id).where(Visit.mission_id == mission.id, Visit.state != "cancelled", later[0] | later[1])
    return event if db.session.scalar(since.limit(1)) is None else None


def keep_again(mission: Mission, *, by: Actor, now: datetime) -> int:
    """A day is planned all the same: keep again what was given back, as far as the pledge has it free; the minutes kept.

    The caller has locked the mission, and calls this before it writes the visit.
    """
    event = find_give_up(mission)
    if event is None:
        return 0
    room = ledger.balance_of(lock(db.session.get_one(Pledge, mission.pledge_id))).free
    minutes = min(_given_back_since(event, mission), room)
    if minutes > 0:
        basis = "desk" if by.kind is ActorKind.ACCOUNT else "expert"
        ledger.reserve_days(mission, minutes, by=by, now=now, basis=basis)
    return max(minutes, 0)


def _given_back_since(event: Event, mission: Mission) -> int:
    """Minutes that went back to the pledge when it was given up, less what was kept again for a day that is off since."""
    own = DayEntry.mission_id == mission.id, DayEntry.visit_id.is_(None)
    since = DayEntry.kind == Movement.RELEASE, DayEntry.reason == REASON, DayEntry.written_at >= event.at
    first = select(func.min(DayEntry.id)).where(*own, *since).scalar_subquery()
    lines = select(func.coalesce(func.sum(-DayEntry.reserved_delta), 0)).where(*own, DayEntry.id >= first)
    return db.session.scalar(lines) or 0
