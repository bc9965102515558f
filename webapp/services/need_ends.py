"""How a need ends: helped, without help, out of reach, withdrawn, set aside; and how it begins again.

Who is still asked is told and thanked, and the roles that nobody fills are dropped. A request on which somebody works
cannot end before the mission does.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from webapp.domain.errors import Refusal
from webapp.domain.requests import SET_ASIDE_REASONS
from webapp.domain.states import OPEN_MISSION, Actor
from webapp.extensions import db
from webapp.mail import messages
from webapp.models.events import Event
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.notes import Note
from webapp.models.proposals import Proposal
from webapp.services.needs import begin_roles, track_link
from webapp.services.proposals import withdraw_proposal
from webapp.services.steps import lock, take_step

OPEN_ROLE = ("open", "proposed", "unanswered")

#: how a request is closed, and the step that does it
OUTCOMES = {"helped": "help", "no_help": "give_up", "unreachable": "lose_touch"}


def close_need(need: Need, outcome: str, *, by: Actor, now: datetime) -> None:
    """A coordinator, or a job, closes a request: `helped`, `no_help` or `unreachable`; the firm is told.

    Raises:
        WrongState: it is not open.
        Refusal: somebody works on it (`mission_running`) or has just answered (`answer_under_way`).
    """
    lock(need)
    event = _end(need, OUTCOMES[outcome], reason=outcome, by=by, now=now)
    _tell(need, event, now=now)


def withdraw_need(need: Need, *, by: Actor, now: datetime, words: str = "") -> None:
    """The firm takes its request back, perhaps with a word; who was asked is thanked.

    Raises:
        WrongState: it is over.
        Refusal: somebody works on it (`mission_running`) or has just answered (`answer_under_way`).
    """
    lock(need)
    _end(need, "withdraw", reason="firm", by=by, now=now)
    _note(need, words, by=by)


def set_aside_need(need: Need, reason: str, *, by: Actor, now: datetime, words: str = "") -> None:
    """A coordinator sets a request aside, with a reason of `SET_ASIDE_REASONS`; the firm is told, but for spam.

    Raises:
        ValueError: there is no such reason.
        WrongState: it is over, or was not sent yet.
        Refusal: somebody works on it (`mission_running`) or has just answered (`answer_under_way`).
    """
    if reason not in SET_ASIDE_REASONS:
        raise ValueError(reason)
    lock(need)
    event = _end(need, "set_aside", reason=reason, by=by, now=now)
    _note(need, words, by=by)
    if reason != "spam":
        _tell(need, event, now=now)


def resume_need(need: Need, *, by: Actor, now: datetime) -> None:
    """A coordinator opens a request again: what was dropped is asked for anew, and the firm gets its link.

    One that was set aside before it ever opened asks for one expert, as any other.

    Raises:
        WrongState: it is not over, or the firm withdrew it.
    """
    lock(need)
    dropped = _dropped_at_the_end(need)
    event = take_step(need, "resume", by=by, now=now, ended_at=None, end_reason="", opened_at=need.opened_at or now)
    for role in dropped:
        db.session.add(NeedRole(need=need, title=role.title, minutes=role.minutes, created_at=now))
    begin_roles(need, now=now)
    db.session.add(messages.need_opened(need, track_link(need, now), event=event, now=now))
    db.session.flush()


def find_mission_under_way(need: Need) -> Mission | None:
    """A mission of the request that is not over."""
    return db.session.scalar(
        select(Mission)
        .join(NeedRole, NeedRole.id == Mission.role_id)
        .where(NeedRole.need_id == need.id, Mission.state.in_(OPEN_MISSION))
        .order_by(Mission.introduced_at.is_(None), Mission.id)
        .limit(1)
    )


def _end(need: Need, step: str, *, reason: str, by: Actor, now: datetime) -> Event:
    mission = find_mission_under_way(need)
    if mission is not None:
        raise Refusal("mission_running" if mission.introduced_at else "answer_under_way")
    event = take_step(need, step, by=by, now=now, reason=reason, ended_at=now, end_reason=reason)
    for role in need.roles:
        if role.state in OPEN_ROLE:
            _drop(role, by=by, now=now)
    return event


def _drop(role: NeedRole, *, by: Actor, now: datetime) -> None:
    lock(role)
    asked = (
        select(Proposal)
        .where(Proposal.role_id == role.id, Proposal.state.in_(("sent", "held")))
        .options(joinedload(Proposal.expert))
        .order_by(Proposal.id)
    )
    for proposal in db.session.scalars(asked).all():
        withdraw_proposal(proposal, by=by, now=now, reason="need_over")
    take_step(role, "drop", by=by, now=now)


def _dropped_at_the_end(need: Need) -> list[NeedRole]:
    """The roles that nobody filled when the request ended; not those of an end before."""
    at_the_end = (
        select(NeedRole)
        .join(Event, and_(Event.object_kind == "need_role", Event.object_id == NeedRole.id, Event.step == "drop"))
        .where(NeedRole.need_id == need.id, Event.at == need.ended_at)
        .order_by(NeedRole.id)
    )
    return list(db.session.scalars(at_the_end))


def _note(need: Need, words: str, *, by: Actor) -> None:
    if words:
        db.session.add(Note(object_kind="need", object_id=need.id, actor_kind=by.kind, actor_id=by.id, text=words))


def _tell(need: Need, event: Event, *, now: datetime) -> None:
    db.session.add(messages.need_closed(need, track_link(need, now), event=event, now=now))
    db.session.flush()
