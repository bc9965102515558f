"""What an expert answers: yes, no, and for half an hour the other way round.

A yes reserves the days at once and mails a receipt only. Half an hour later `settle_answer` lets the introductions go and
thanks those who were asked too; until then `undo_answer` may win instead: both ask for `settled_at IS NULL`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import exists, select, update

from webapp.clock import local_date
from webapp.domain import deadlines
from webapp.domain.errors import PledgeExhausted, WrongState
from webapp.domain.links import Purpose
from webapp.domain.states import LIVE_YES, UNDO_MINUTES, Actor, ActorKind
from webapp.extensions import db
from webapp.mail import messages
from webapp.mail.request_facts import day_length
from webapp.models.events import Event
from webapp.models.groups import Exclusion
from webapp.models.missions import Mission
from webapp.models.needs import NeedRole
from webapp.models.notes import Note
from webapp.models.proposals import Proposal
from webapp.services.conventions import find_pledge
from webapp.services.ledger import release_days, reserve_days
from webapp.services.links import issue_link
from webapp.services.outbox import cancel_waiting, queue_waiting
from webapp.services.proposals import answer_link, exhaust_role
from webapp.services.recusals import propose_for_firm
from webapp.services.steps import lock, record, take_step

UNDO = timedelta(minutes=UNDO_MINUTES)

#: how long an expert who says "I have no time" is left in peace
REST = timedelta(days=61)

#: how long the links of a mission and of a request stay able to act
LINK_LIFE = timedelta(days=730)


class Outcome(StrEnum):
    """What a yes became."""

    ACCEPTED = "accepted"
    HELD = "held"
    TAKEN = "taken"


@dataclass(frozen=True)
class Accepted:
    """What a yes became, with its mission when it was accepted."""

    outcome: Outcome
    mission: Mission | None = None


def accept_proposal(proposal: Proposal, *, by: Actor, now: datetime) -> Accepted:
    """Somebody says yes: the days are reserved, the mission begins, the receipt leaves.

    A second yes to the same role is kept as an interest and answered "somebody was faster". A yes beyond the group's days
    is held for the coordinator, never refused.

    Raises:
        WrongState: this proposal was answered, superseded or withdrawn before.
    """
    role = lock(proposal.role)
    lock(proposal)
    if proposal.state not in ("sent", "expired"):
        raise WrongState(thing="proposal", step="accept", state=proposal.state)
    if is_taken(proposal):
        return _note_interest(proposal, by=by, now=now)
    pledge = find_pledge(proposal.expert.group, role.need.territory, local_date(now))
    if pledge is None:
        return _hold(proposal, by=by, now=now)
    mission = _new_mission(proposal, pledge.id, now=now)
    try:
        reserve_days(mission, mission.agreed_minutes, by=by, now=now)
    except PledgeExhausted:
        db.session.delete(mission)
        return _hold(proposal, by=by, now=now)
    event = take_step(proposal, _yes(proposal, by), by=by, now=now, decided_at=now, settled_at=None)
    take_step(role, "fill", by=by, now=now)
    _announce(mission, event=event, now=now)
    return Accepted(Outcome.ACCEPTED, mission)


def accept_held(proposal: Proposal, *, by: Actor, now: datetime) -> Mission:
    """A coordinator accepts a held yes, now that the group has days again.

    Raises:
        WrongState: it is not held any more.
        PledgeExhausted: the days still do not suffice.
    """
    role = lock(proposal.role)
    territory, today = role.need.territory, local_date(now)
    pledge = find_pledge(proposal.expert.group, territory, today)
    if pledge is None:
        per_day = day_length(territory, today)
        raise PledgeExhausted(left_minutes=0, asked_minutes=proposal.minutes, minutes_per_day=per_day)
    mission = _new_mission(proposal, pledge.id, now=now)
    reserve_days(mission, mission.agreed_minutes, by=by, now=now)
    event = take_step(proposal, "accept_held", by=by, now=now, decided_at=now, settled_at=None)
    take_step(role, "fill", by=by, now=now)
    _announce(mission, event=event, now=now)
    return mission


def decline_proposal(proposal: Proposal, reason: str, *, by: Actor, now: datetime, words: str = "") -> None:
    """Somebody says no, with one of six reasons and perhaps a word; the firm never learns of it.

    Raises:
        WrongState: it was answered before.
    """
    lock(proposal.role)
    lock(proposal)
    note = None
    if words:
        note = Note(object_kind="proposal", object_id=proposal.id, actor_kind=by.kind, actor_id=by.id, text=words)
        db.session.add(note)
        db.session.flush()
    event = take_step(
        proposal,
        "decline",
        by=by,
        now=now,
        reason=reason,
        decided_at=now,
        settled_at=None,
        decline_reason=reason,
        note_id=note.id if note else None,
    )
    db.session.add(messages.no_received(proposal, answer_link(proposal), event=event, now=now))


def may_undo(proposal: Proposal, now: datetime) -> bool:
    """True while an answer may still be taken back; a no only as long as there is still something to say yes to."""
    if proposal.settled_at is not None or proposal.decided_at is None or now >= proposal.decided_at + UNDO:
        return False
    return proposal.state in LIVE_YES or (proposal.state == "declined" and not _is_closed(proposal.role))


def undo_answer(proposal: Proposal, *, by: Actor, now: datetime) -> None:
    """Take an answer back: the request stands as before, the days are free again, who showed interest is told.

    Raises:
        WrongState: the half hour is over, the answer took effect, or nobody is asked any more.
    """
    role = lock(proposal.role)
    lock(proposal)
    if not may_undo(proposal, now):
        raise WrongState(thing="proposal", step="undo", state=proposal.state)
    said_yes = proposal.state in ("accepted", "accepted_on_behalf")
    mission = find_mission(proposal)
    take_step(proposal, "undo", by=by, now=now, decided_at=None, decline_reason="", note_id=None)
    if not said_yes or mission is None:
        return
    take_step(mission, "cancel", by=by, now=now, ended_at=now)
    release_days(mission, by=by, now=now, reason="undone")
    cancel_waiting(mission, now=now)
    take_step(role, "unfill", by=by, now=now)
    _tell_place_is_free(_still_asked(proposal), by=by, now=now)


def free_place(proposal: Proposal, *, by: Actor, now: datetime) -> None:
    """Who said yes does not help after all: whoever is still asked may, else the role waits for other experts."""
    asked = _still_asked(proposal)
    take_step(proposal.role, "unfill" if asked else "reopen", by=by, now=now)
    _tell_place_is_free(asked, by=by, now=now)


def _tell_place_is_free(asked: list[Proposal], *, by: Actor, now: datetime) -> None:
    """To those who showed interest; an event for each, because two of them may share an address."""
    for rival in asked:
        if rival.interested_at is not None:
            rival.interested_at = None
            event = record(rival, "place_free", by=by, now=now)
            db.session.add(messages.place_free(rival, answer_link(rival), event=event, now=now))


def settle_answer(proposal: Proposal, *, by: Actor, now: datetime) -> bool:
    """The half hour is over: the answer takes effect. False when it was taken back or settled before."""
    role = lock(proposal.role)
    claimed = db.session.execute(
        update(Proposal)
        .where(
            Proposal.id == proposal.id,
            Proposal.settled_at.is_(None),
            Proposal.state.in_((*LIVE_YES, "declined")),
        )
        .values(settled_at=now)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(proposal)
    if claimed.rowcount != 1:
        return False
    record(proposal, "settle", by=by, now=now, to_state=proposal.state)
    if proposal.state == "declined":
        _learn_from_no(proposal, by=by, now=now)
        exhaust_role(role, by=by, now=now)
    elif proposal.state != "held":
        _introduce(proposal, by=by, now=now)
    return True


def find_mission(proposal: Proposal) -> Mission | None:
    """The mission of a yes; None when the yes was held or taken back."""
    return db.session.scalar(
        select(Mission)
        .where(Mission.proposal_id == proposal.id, Mission.state != "cancelled")
        .order_by(Mission.id.desc())
    )


def is_taken(proposal: Proposal) -> bool:
    """True when somebody else's yes stands for this role, or the role is over."""
    live = select(Proposal.id).where(
        Proposal.role_id == proposal.role_id, Proposal.id != proposal.id, Proposal.state.in_(LIVE_YES)
    )
    return proposal.role.state in ("filled", "done", "dropped") or db.session.scalar(live) is not None


def _is_closed(role: NeedRole) -> bool:
    """True when nobody is asked any more: the request is over, or a yes has taken effect."""
    if role.state in ("done", "dropped"):
        return True
    introduced = Proposal.state.in_(("accepted", "accepted_on_behalf")), Proposal.settled_at.is_not(None)
    return bool(db.session.scalar(select(exists().where(Proposal.role_id == role.id, *introduced))))


def _note_interest(proposal: Proposal, *, by: Actor, now: datetime) -> Accepted:
    if proposal.interested_at is None:
        proposal.interested_at = now
        record(proposal, "show_interest", by=by, now=now)
    return Accepted(Outcome.TAKEN)


def _hold(proposal: Proposal, *, by: Actor, now: datetime) -> Accepted:
    event = take_step(proposal, "hold", by=by, now=now, decided_at=now, settled_at=None)
    db.session.add(messages.yes_held(proposal, answer_link(proposal), event=event, now=now))
    return Accepted(Outcome.HELD)


def _yes(proposal: Proposal, by: Actor) -> str:
    if by.kind is ActorKind.ACCOUNT:
        return "accept_on_behalf"
    return "accept_late" if proposal.state == "expired" else "accept"


def _new_mission(proposal: Proposal, pledge_id: int, *, now: datetime) -> Mission:
    territory = proposal.role.need.territory
    mission = Mission(
        proposal=proposal,
        role=proposal.role,
        pledge_id=pledge_id,
        agreed_minutes=proposal.minutes,
        ask_on=deadlines.ask_on(local_date(now), territory.ask_days, territory.department),
        created_at=now,
    )
    db.session.add(mission)
    db.session.flush()
    return mission


def _announce(mission: Mission, *, event: Event, now: datetime) -> None:
    """The receipt now; the introductions wait in the outbox for half an hour."""
    proposal, contact = mission.proposal, mission.role.need.contact
    declare = issue_link(Purpose.DECLARE_VISIT, mission.id, proposal.expert, expires_at=now + LINK_LIFE)
    track = issue_link(Purpose.TRACK_NEED, mission.role.need_id, contact, expires_at=now + LINK_LIFE)
    db.session.add_all(
        [
            messages.yes_received(proposal, answer_link(proposal), event=event, now=now),
            messages.introduction_to_expert(mission, declare, event=event, now=now),
            messages.introduction_to_firm(mission, track, event=event, now=now),
        ]
    )
    db.session.flush()


def _introduce(proposal: Proposal, *, by: Actor, now: datetime) -> None:
    mission = find_mission(proposal)
    assert mission is not None, "an accepted proposal has its mission"
    mission.introduced_at = now
    queue_waiting(mission, now=now)
    for rival in _still_asked(proposal):
        event = take_step(rival, "supersede", by=by, now=now)
        db.session.add(messages.place_taken(rival, event=event, now=now))


def _still_asked(proposal: Proposal) -> list[Proposal]:
    others = Proposal.role_id == proposal.role_id, Proposal.id != proposal.id
    return list(db.session.scalars(select(Proposal).where(*others, Proposal.state == "sent").order_by(Proposal.id)))


def _learn_from_no(proposal: Proposal, *, by: Actor, now: datetime) -> None:
    """A conflict excludes the firm for good, at any of its sites and before a committee; "no time" leaves the expert in peace
    for two months.
    """
    expert, company = proposal.expert, proposal.role.need.company
    if expert.erased_at is not None:
        return
    if proposal.decline_reason == "conflict" and company is not None:
        db.session.merge(Exclusion(expert_id=expert.id, company_id=company.id))
        db.session.flush()
        propose_for_firm(company, by=by, now=now)
    if proposal.decline_reason == "no_time":
        rest = local_date(now) + REST
        expert.paused_until = max(expert.paused_until or rest, rest)
