"""Missions and their visits: planned, declared by the expert, confirmed by the firm or by its silence, disputed, settled."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from webapp.clock import local_date
from webapp.domain import deadlines
from webapp.domain.errors import Refusal, WrongState
from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.mail import messages
from webapp.models.missions import Mission, Visit
from webapp.models.notes import Note
from webapp.services import ledger
from webapp.services.amendments import find_latest_raise
from webapp.services.answers import LINK_LIFE, free_place, settle_answer
from webapp.services.give_ups import keep_again
from webapp.services.links import issue_link
from webapp.services.moves import check_open, gather_reserve
from webapp.services.outbox import cancel_waiting
from webapp.services.steps import lock, record, take_step


def plan_visit(mission: Mission, planned_on: date, *, by: Actor, now: datetime) -> Visit:
    """Note the day of a visit to come; after a word that it would not happen, its time is kept again.

    Raises:
        WrongState: the mission is over.
    """
    lock(mission)
    check_open(mission, "plan_visit")
    keep_again(mission, by=by, now=now)
    visit = Visit(mission=mission, planned_on=planned_on, created_at=now)
    db.session.add(visit)
    db.session.flush()
    record(visit, "plan", by=by, now=now, to_state=visit.state)
    return visit


def declare_visit(
    mission: Mission, worked_on: date, minutes: int, *, by: Actor, now: datetime, visit: Visit | None = None
) -> Visit:
    """The expert says when they met and how long it took; the firm is asked whether that is right.

    The time is booked on the pledge as far as it goes. A yes that could still be taken back takes effect now. A visit that
    was corrected is declared again even when its mission is over.

    Raises:
        WrongState: the mission is over, or this visit was declared before.
        Refusal: the day is to come (`in_the_future`) or before the yes (`before_acceptance`).
    """
    lock(mission.role)
    lock(mission)
    if visit is None or visit.version == 1:
        check_open(mission, "declare_visit")
    _check_day(mission, worked_on, now)
    settle_answer(mission.proposal, by=by, now=now)
    if visit is None:
        visit = Visit(mission=mission, planned_on=worked_on, created_at=now)
        db.session.add(visit)
        db.session.flush()
    territory = mission.role.need.territory
    event = take_step(
        visit,
        "declare",
        by=by,
        now=now,
        worked_on=worked_on,
        minutes=minutes,
        declared_at=now,
        deem_on=deadlines.deemed_on(local_date(now), territory.deem_days, territory.department),
    )
    ledger.declare_days(visit, minutes, by=by, now=now, basis="desk" if by.kind is ActorKind.ACCOUNT else "expert")
    if mission.state == "agreed":
        take_step(mission, "start", by=by, now=now)
    mission.ask_on = deadlines.ask_again_on(local_date(now), mission.role.need.department)
    contact = mission.role.need.contact
    link = issue_link(Purpose.CONFIRM_VISIT, visit.id, contact, expires_at=now + LINK_LIFE)
    db.session.add(messages.visit_to_confirm(visit, link, event=event, now=now))
    return visit


def confirm_visit(visit: Visit, *, by: Actor, now: datetime) -> None:
    """The firm agrees with what the expert declared.

    Raises:
        WrongState: it was answered, deemed or disputed before.
    """
    lock(visit.mission)
    take_step(visit, "confirm", by=by, now=now, confirmed_at=now)
    basis = "desk" if by.kind is ActorKind.ACCOUNT else "firm"
    ledger.confirm_days(visit, by=by, now=now, basis=basis)


def deem_visit(visit: Visit, *, by: Actor, now: datetime) -> None:
    """The firm stayed silent until the day it was told of: the visit counts, as deemed.

    Raises:
        WrongState: it was answered meanwhile.
    """
    lock(visit.mission)
    take_step(visit, "deem", by=by, now=now)
    ledger.deem_days(visit, by=by, now=now)


def dispute_visit(visit: Visit, *, by: Actor, now: datetime, minutes: int | None = None, words: str = "") -> None:
    """The firm says otherwise: another length, or no visit at all. A coordinator settles it.

    What the firm has confirmed is disputed by a coordinator only, when somebody calls.

    Raises:
        WrongState: it is disputed already, cancelled, or was not declared; or confirmed, and it is not a coordinator.
    """
    lock(visit.mission)
    lock(visit)
    before = visit.state
    note = Note(object_kind="visit", object_id=visit.id, actor_kind=by.kind, actor_id=by.id, text=words)
    db.session.add(note)
    db.session.flush()
    step = "contest" if before == "confirmed" and by.kind is ActorKind.ACCOUNT else "dispute"
    event = take_step(visit, step, by=by, now=now, disputed_minutes=minutes, note_id=note.id)
    ledger.dispute_days(visit, before, by=by, now=now)
    db.session.add(messages.visit_disputed(visit, event=event, now=now))


def settle_dispute(visit: Visit, minutes: int | None, *, by: Actor, now: datetime) -> None:
    """A coordinator decides how long it took, or with None that it did not take place.

    What was booked is undone and the agreed time booked as confirmed, in one transaction.

    Raises:
        WrongState: it is not disputed.
    """
    lock(visit.mission)
    lock(visit)
    if visit.state != "disputed":
        raise WrongState(thing="visit", step="settle", state=visit.state)
    ledger.reverse_visit(visit, by=by, now=now, reason="dispute_settled")
    if minutes is None:
        take_step(visit, "settle_as_cancelled", by=by, now=now)
    else:
        take_step(visit, "settle", by=by, now=now, minutes=minutes, confirmed_at=now)
        ledger.declare_days(visit, minutes, by=by, now=now, basis="desk")
        ledger.confirm_days(visit, by=by, now=now, basis="desk")
    gather_reserve(visit.mission, by=by, now=now)


def correct_visit(visit: Visit, *, by: Actor, now: datetime, reason: str) -> None:
    """Undo what a visit booked, so that it can be declared again with the right figures.

    Raises:
        WrongState: it is planned, disputed or cancelled; or it is the expert, and the firm has answered or stayed silent.
    """
    lock(visit.mission)
    lock(visit)
    if by.kind is ActorKind.EXPERT and visit.state != "declared":
        raise WrongState(thing="visit", step="correct", state=visit.state)
    ledger.reverse_visit(visit, by=by, now=now, reason=reason)
    cleared = dict.fromkeys(("minutes", "declared_at", "confirmed_at", "deem_on"))
    take_step(visit, "correct", by=by, now=now, reason=reason, **cleared)
    gather_reserve(visit.mission, by=by, now=now)


def cancel_visit(visit: Visit, *, by: Actor, now: datetime) -> None:
    """A planned visit will not take place.

    Raises:
        WrongState: it was declared or cancelled before.
    """
    lock(visit.mission)
    take_step(visit, "cancel", by=by, now=now)


def post_what_waits(visit: Visit, *, by: Actor, now: datetime) -> int:
    """Book what found no room on the pledge before, through the steps that the visit already passed; minutes booked.

    It is not booked before the day from which the amendment holds that made the room.
    """
    lock(visit.mission)
    lock(visit)
    waiting = (visit.minutes or 0) - visit.posted_minutes
    if visit.state not in ("declared", "confirmed", "deemed") or waiting <= 0:
        return 0
    since = max(moment for moment in (visit.declared_at, visit.confirmed_at) if moment is not None)
    not_before = find_latest_raise(visit.mission.pledge_id, since)
    posted = ledger.declare_days(visit, waiting, by=by, now=now, basis="room", not_before=not_before)
    if visit.state == "confirmed":
        ledger.confirm_days(visit, by=by, now=now, basis="room")
    if visit.state == "deemed":
        ledger.deem_days(visit, by=by, now=now)
    return posted


def end_mission(mission: Mission, step: str, *, by: Actor, now: datetime) -> None:
    """End a mission: `finish` fills its role for good, `abandon` and `cancel` open the role again.

    What was still reserved is released either way. In the half hour after the yes, `finish` lets it take effect, and the
    others take the introductions back that were held until then.

    Raises:
        WrongState: it is over.
    """
    role = lock(mission.role)
    lock(mission)
    if step == "finish":
        settle_answer(mission.proposal, by=by, now=now)
    take_step(mission, step, by=by, now=now, ended_at=now)
    ledger.release_days(mission, by=by, now=now, reason=step)
    for visit in _planned(mission):
        take_step(visit, "cancel", by=by, now=now)
    if step == "finish":
        take_step(role, "finish", by=by, now=now)
        return
    cancel_waiting(mission, now=now)
    take_step(mission.proposal, "release", by=by, now=now)
    free_place(mission.proposal, by=by, now=now)


def list_visits(mission: Mission) -> list[Visit]:
    """The visits of a mission, in the order of their days."""
    days = (Visit.worked_on, Visit.planned_on)
    return list(
        db.session.scalars(
            select(Visit).where(Visit.mission_id == mission.id, Visit.state != "cancelled").order_by(*days, Visit.id)
        )
    )


def _planned(mission: Mission) -> list[Visit]:
    return list(db.session.scalars(select(Visit).where(Visit.mission_id == mission.id, Visit.state == "planned")))


def _check_day(mission: Mission, worked_on: date, now: datetime) -> None:
    if worked_on > local_date(now):
        raise Refusal("in_the_future", today=local_date(now))
    agreed_on = local_date(mission.created_at)
    if worked_on < agreed_on:
        raise Refusal("before_acceptance", agreed_on=agreed_on)
