"""The acts of one click from a basket: relaunch, note a first contact, ask an expert again, leave one in peace."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.clock import local_date
from webapp.domain import deadlines
from webapp.domain.errors import WrongState
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.mail import messages
from webapp.models.groups import Expert
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.proposals import Proposal
from webapp.models.territories import Territory
from webapp.services.basket_missions import FIRST_CONTACT
from webapp.services.directory import pause_expert
from webapp.services.missions import OPEN_MISSION
from webapp.services.proposals import answer_link
from webapp.services.questions import ask_whether_met, is_reachable
from webapp.services.steps import lock, record

#: how long an expert is left in peace by one click
REST = timedelta(days=30)


def find_scoped_role(territory_ids: frozenset[int], role_id: int) -> NeedRole | None:
    """A role of an open need of one of these territories."""
    need = joinedload(NeedRole.need)
    return db.session.scalar(
        select(NeedRole)
        .join(NeedRole.need)
        .where(NeedRole.id == role_id, Need.territory_id.in_(territory_ids), Need.state == "open")
        .options(
            need.joinedload(Need.territory).selectinload(Territory.rules),
            need.joinedload(Need.company),
            need.selectinload(Need.roles),
        )
    )


def relaunch_experts(role: NeedRole, *, by: Actor, now: datetime) -> int:
    """Mail the request once more to every expert who has not answered; how many.

    Nobody twice in three working days, nobody who is away or cannot be reached: they count as left alone.
    """
    lock(role)
    waiting = select(Proposal).where(Proposal.role_id == role.id, Proposal.state == "sent").order_by(Proposal.id)
    return sum(_relaunch(proposal, by=by, now=now) for proposal in db.session.scalars(waiting).all())


def _relaunch(proposal: Proposal, *, by: Actor, now: datetime) -> bool:
    lock(proposal)
    today = local_date(now)
    last = local_date(proposal.reminded_at or proposal.sent_at)
    is_early = deadlines.reminder_due_on(last, deadlines.MIN_REMINDER_DAYS) > today
    if proposal.state != "sent" or is_early or proposal.disowned_at is not None or proposal.answer_by < today:
        return False
    if not is_reachable(proposal.expert, today):
        return False
    proposal.reminded_at = now
    event = record(proposal, "remind", by=by, now=now)
    db.session.add(messages.proposal_reminder(proposal, answer_link(proposal), event=event, now=now))
    return True


def note_first_contact(mission: Mission, *, by: Actor, now: datetime) -> None:
    """The two have spoken, as one of them told the coordinator.

    Raises:
        WrongState: the mission is over.
    """
    lock(mission)
    _check_open(mission, FIRST_CONTACT)
    record(mission, FIRST_CONTACT, by=by, now=now)


def ask_expert_now(mission: Mission, *, by: Actor, now: datetime) -> bool:
    """Ask the expert today what became of the mission; False when asked in the last three working days, or away.

    Raises:
        WrongState: the mission is over.
    """
    lock(mission)
    _check_open(mission, "ask")
    today = local_date(now)
    if not is_reachable(mission.proposal.expert, today) or _was_asked_lately(mission, today):
        return False
    mission.ask_on = min(mission.ask_on, today)
    return ask_whether_met(mission, by=by, now=now)


def _was_asked_lately(mission: Mission, today: date) -> bool:
    if mission.last_asked_at is None:
        return False
    return deadlines.reminder_due_on(local_date(mission.last_asked_at), deadlines.MIN_REMINDER_DAYS) > today


def rest_expert(expert: Expert, *, by: Actor, now: datetime) -> date:
    """Send an expert no request for a month; the last day of it."""
    until = local_date(now) + REST
    pause_expert(expert, until, by=by, now=now)
    return until


def _check_open(mission: Mission, step: str) -> None:
    if mission.state not in OPEN_MISSION:
        raise WrongState(thing="mission", step=step, state=mission.state)
