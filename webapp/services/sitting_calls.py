"""What a sitting does by itself: tell the coordinator what lacks, call the members, end a consultation in writing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from webapp.clock import local_date
from webapp.domain.committees import complete_by, convene_by
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.mail import committee_messages
from webapp.models.committees import Sitting
from webapp.models.dossiers import Dossier
from webapp.models.events import Event
from webapp.services.dossier_reviews import committee_rules
from webapp.services.sittings import convene_sitting, open_sitting
from webapp.services.steps import lock, record

#: the step that marks a coordinator told
WARNED = "warn_incomplete"

#: states of a dossier that is not before a committee yet
IN_PREPARATION = ("draft", "submitted", "adjourned")


def list_planned_sittings(now: datetime) -> list[int]:
    """The sittings that are planned, not convened, and to come."""
    rows = select(Sitting.id).where(Sitting.state == "planned", Sitting.starts_at > now)
    return list(db.session.scalars(rows.order_by(Sitting.starts_at, Sitting.id)))


def list_consultations_over(now: datetime) -> list[int]:
    """The consultations in writing whose last moment has passed while the vote is still open."""
    rows = select(Sitting.id).where(Sitting.kind == "written", Sitting.state == "convened", Sitting.ends_at <= now)
    return list(db.session.scalars(rows.order_by(Sitting.ends_at, Sitting.id)))


def warn_of_what_lacks(sitting: Sitting, *, by: Actor, now: datetime) -> bool:
    """Tell the coordinator what lacks, on the day that the territory's rules say or after it; once a date. False: not now."""
    lock(sitting)
    rules, held_on = committee_rules(sitting.territory), local_date(sitting.starts_at)
    waiting = _count_in_preparation(sitting.territory_id)
    lacks = waiting or not sitting.items or any(not item.is_complete for item in sitting.items)
    if sitting.state != "planned" or local_date(now) < complete_by(held_on, rules) or not lacks:
        return False
    told = select(Event.step).where(
        Event.object_kind == "sitting", Event.object_id == sitting.id, Event.step.in_((WARNED, "move"))
    )
    if db.session.scalar(told.order_by(Event.id.desc()).limit(1)) == WARNED:
        return False
    event = record(sitting, WARNED, by=by, now=now)
    leaves_on = max(convene_by(held_on, rules), local_date(now))
    mail = committee_messages.sitting_to_prepare(sitting, leaves_on=leaves_on, waiting=waiting, event=event, now=now)
    db.session.add(mail)
    db.session.flush()
    return True


def call_members(sitting: Sitting, *, by: Actor, now: datetime) -> bool:
    """Convene a sitting whose papers are due to leave. False: not now, or nothing lies before it."""
    lock(sitting)
    by_day = convene_by(local_date(sitting.starts_at), committee_rules(sitting.territory))
    is_due = sitting.state == "planned" and by_day <= local_date(now) and now < sitting.starts_at
    if not is_due or not sitting.items:
        return False
    convene_sitting(sitting, by=by, now=now)
    return True


def end_consultation(sitting: Sitting, *, by: Actor, now: datetime) -> bool:
    """Close the vote of a consultation in writing that is over, and tell the coordinator. False: it is closed already."""
    lock(sitting)
    if sitting.kind != "written" or sitting.state != "convened" or now < sitting.ends_at:
        return False
    open_sitting(sitting, by=by, now=now)
    event = record(sitting, "end_consultation", by=by, now=now)
    db.session.add(committee_messages.consultation_over(sitting, event=event, now=now))
    db.session.flush()
    return True


def _count_in_preparation(territory_id: int) -> int:
    rows = select(func.count(Dossier.id)).where(Dossier.territory_id == territory_id, Dossier.state.in_(IN_PREPARATION))
    return db.session.scalar(rows) or 0
