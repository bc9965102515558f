"""Putting a role to experts: send, remind, expire, withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select

from webapp.clock import local_date
from webapp.domain import deadlines
from webapp.domain.links import Purpose
from webapp.domain.states import LIVE_YES, OPEN_PROPOSAL, Actor
from webapp.extensions import db
from webapp.mail import messages
from webapp.models.links import ActionLink
from webapp.models.needs import NeedRole
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal
from webapp.services.links import issue_link
from webapp.services.steps import lock, record, take_step

#: how long the link of an answer stays able to undo or to be renewed, beyond the last day to answer
GRACE = timedelta(days=1)


@dataclass(frozen=True)
class Choice:
    """An offer to propose, with what the words said: a score in thousandths and the pairs of words that met."""

    offer: Offer
    score_permille: int = 0
    reasons: tuple[tuple[str, str], ...] = ()


def send_proposals(role: NeedRole, choices: Sequence[Choice], *, by: Actor, now: datetime) -> list[Proposal]:
    """Ask these experts: a proposal, its link, its event and its mail for each; an offer already asked is left alone.

    Raises:
        WrongState: the role is filled or over.
    """
    lock(role)
    take_step(role, "propose", by=by, now=now)
    role.wave += 1
    engaged = set(db.session.scalars(_open_offers(role)))
    return [_send(role, choice, by=by, now=now) for choice in choices if choice.offer.id not in engaged]


def _open_offers(role: NeedRole) -> Any:
    return select(Proposal.offer_id).where(Proposal.role_id == role.id, Proposal.state.in_(OPEN_PROPOSAL))


def _send(role: NeedRole, choice: Choice, *, by: Actor, now: datetime) -> Proposal:
    territory = role.need.territory
    assert territory is not None, "an open need has its territory"
    proposal = Proposal(
        role=role,
        offer=choice.offer,
        expert=choice.offer.expert,
        wave=role.wave,
        minutes=role.minutes,
        score_permille=choice.score_permille,
        reasons=[list(pair) for pair in choice.reasons],
        sent_at=now,
        answer_by=deadlines.answer_deadline(local_date(now), territory.answer_days, territory.department),
    )
    db.session.add(proposal)
    db.session.flush()
    event = record(proposal, "send", by=by, now=now, to_state=proposal.state)
    db.session.add(messages.proposal_sent(proposal, answer_link(proposal), event=event, now=now))
    return proposal


def answer_link(proposal: Proposal) -> ActionLink:
    """The link by which the expert answers: it acts until the end of the last day."""
    until = deadlines.end_of_day(proposal.answer_by)
    return issue_link(Purpose.ANSWER, proposal.id, proposal.expert, expires_at=until)


def remind_expert(proposal: Proposal, *, by: Actor, now: datetime) -> bool:
    """Mail the request once more to an expert who has not answered; False when there was nothing to remind of."""
    lock(proposal)
    if proposal.state != "sent" or proposal.reminded_at is not None:
        return False
    proposal.reminded_at = now
    event = record(proposal, "remind", by=by, now=now)
    db.session.add(messages.proposal_reminder(proposal, answer_link(proposal), event=event, now=now))
    return True


def send_link_again(proposal: Proposal, *, by: Actor, now: datetime) -> None:
    """Mail a link that works to the address on file, as long as the step is still allowed."""
    lock(proposal)
    link = answer_link(proposal)
    if proposal.answer_by < local_date(now):
        link.expires_at = max(link.expires_at, deadlines.end_of_day(local_date(now)) + GRACE)
    event = record(proposal, "send_link_again", by=by, now=now)
    db.session.add(messages.link_again(proposal, link, event=event, now=now))


def expire_proposal(proposal: Proposal, *, by: Actor, now: datetime) -> None:
    """The last day has passed without an answer. The expert may still say yes while the role is free.

    Raises:
        WrongState: it was answered meanwhile.
    """
    role = lock(proposal.role)
    take_step(proposal, "expire", by=by, now=now)
    exhaust_role(role, by=by, now=now)


def exhaust_role(role: NeedRole, *, by: Actor, now: datetime) -> None:
    """When nobody is left to answer, the role waits for another wave or for a coordinator."""
    pending = select(exists().where(Proposal.role_id == role.id, Proposal.state.in_(("sent", *LIVE_YES))))
    undoable = select(
        exists().where(Proposal.role_id == role.id, Proposal.state == "declined", Proposal.settled_at.is_(None))
    )
    if role.state == "proposed" and not db.session.scalar(pending) and not db.session.scalar(undoable):
        take_step(role, "exhaust", by=by, now=now)


def withdraw_proposal(proposal: Proposal, *, by: Actor, now: datetime, reason: str) -> None:
    """Take a request back; the expert is told and thanked.

    Raises:
        WrongState: it was answered meanwhile.
    """
    role = lock(proposal.role)
    event = take_step(proposal, "withdraw", by=by, now=now, reason=reason)
    db.session.add(messages.request_withdrawn(proposal, event=event, now=now))
    exhaust_role(role, by=by, now=now)


def disown_proposal(proposal: Proposal, *, by: Actor, now: datetime) -> None:
    """Somebody says that the request was not meant for them: the coordinator is told, nothing else changes."""
    lock(proposal)
    if proposal.disowned_at is not None:
        return
    proposal.disowned_at = now
    event = record(proposal, "disown", by=by, now=now)
    db.session.add(messages.not_meant_for_me(proposal, event=event, now=now))
