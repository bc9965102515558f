"""Requests to experts: answers take effect, silence is broken once, then the last day passes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from jobs.items import Outcome, for_each
from webapp.clock import local_date
from webapp.domain import deadlines
from webapp.domain.states import JOB, LIVE_YES
from webapp.extensions import db
from webapp.models.groups import Expert
from webapp.models.proposals import Proposal
from webapp.services.answers import UNDO, settle_answer
from webapp.services.proposals import expire_proposal, remind_expert
from webapp.services.questions import is_reachable


def settle_answers(now: datetime) -> Outcome:
    """Let answers take effect whose half hour to be taken back is over: a yes introduces, a no frees the next wave.

    Selects answers not settled whose half hour is over; `settled_at` marks them done. After a week off, all of them
    at once.
    """
    due = (
        select(Proposal.id)
        .where(
            Proposal.state.in_((*LIVE_YES, "declined")),
            Proposal.settled_at.is_(None),
            Proposal.decided_at <= now - UNDO,
        )
        .order_by(Proposal.decided_at, Proposal.id)
    )

    def settle(proposal_id: int) -> bool:
        proposal = db.session.get_one(Proposal, proposal_id)
        is_over = proposal.decided_at is not None and proposal.decided_at <= now - UNDO
        return is_over and settle_answer(proposal, by=JOB, now=now)

    return for_each(db.session.scalars(due).all(), settle)


def expire_proposals(now: datetime) -> Outcome:
    """Close requests whose last day to answer has passed; the expert may still say yes while the place is free.

    Selects requests sent with a last day before today; their state marks them done. After a week off, all of them at
    once.
    """
    due = (
        select(Proposal.id)
        .where(Proposal.state == "sent", Proposal.answer_by < local_date(now))
        .order_by(Proposal.answer_by, Proposal.id)
    )

    def expire(proposal_id: int) -> bool:
        expire_proposal(db.session.get_one(Proposal, proposal_id), by=JOB, now=now)
        return True

    return for_each(db.session.scalars(due).all(), expire)


def remind_silent_experts(now: datetime) -> Outcome:
    """Mail the request once more to experts who have not answered, with a link that works.

    Never in the first three working days, nor to who is away, paused or out of reach, nor while somebody else's yes
    stands; only at sending hours. `reminded_at` marks them done. After a week off, one reminder, if the last day has
    not passed.
    """
    if not deadlines.is_sending_hour(now):
        return Outcome()
    rival = aliased(Proposal)
    somebody_said_yes = exists().where(rival.role_id == Proposal.role_id, rival.state.in_(LIVE_YES))
    waiting = (
        select(Proposal)
        .join(Expert)
        .where(
            Proposal.state == "sent",
            Proposal.reminded_at.is_(None),
            Proposal.disowned_at.is_(None),
            Proposal.answer_by >= local_date(now),
            Expert.bounced_at.is_(None),
            ~somebody_said_yes,
        )
        .order_by(Proposal.sent_at, Proposal.id)
    )
    due = [proposal.id for proposal in db.session.scalars(waiting) if _needs_reminder(proposal, now)]

    def remind(proposal_id: int) -> bool:
        proposal = db.session.get_one(Proposal, proposal_id)
        return _needs_reminder(proposal, now) and remind_expert(proposal, by=JOB, now=now)

    return for_each(due, remind)


def _needs_reminder(proposal: Proposal, now: datetime) -> bool:
    today, expert = local_date(now), proposal.expert
    territory = proposal.role.need.territory
    assert territory is not None, "a request's need has its territory"
    if not deadlines.is_sending_hour(now, territory.department):
        return False
    is_paused = expert.paused_until is not None and expert.paused_until >= today
    due_on = deadlines.reminder_due_on(local_date(proposal.sent_at), territory.reminder_days, territory.department)
    return due_on <= today and is_reachable(expert, today) and not is_paused
