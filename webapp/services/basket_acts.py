"""The acts of one click from a basket: relaunch, note a first contact, introduce or ask again, leave an expert in peace."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from webapp.clock import local_date
from webapp.domain import deadlines
from webapp.domain.errors import WrongState
from webapp.domain.links import Purpose
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.mail import messages
from webapp.models.events import Event
from webapp.models.groups import Expert
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.proposals import Proposal
from webapp.models.territories import Territory
from webapp.services.answers import LINK_LIFE
from webapp.services.basket_missions import FIRST_CONTACT
from webapp.services.directory import leave_in_peace
from webapp.services.links import issue_link
from webapp.services.moves import check_open
from webapp.services.proposals import answer_link
from webapp.services.questions import ask_whether_met, is_reachable
from webapp.services.steps import lock, record

#: how long an expert is left in peace by one click
REST = timedelta(days=30)

#: the step by which the two of a mission are introduced once more
INTRODUCE_AGAIN = "introduce_again"


def find_scoped_role(territory_ids: frozenset[int], role_id: int) -> NeedRole | None:
    """A role of a need of one of these territories; it may have been dealt with meanwhile."""
    need = joinedload(NeedRole.need)
    return db.session.scalar(
        select(NeedRole)
        .join(NeedRole.need)
        .where(NeedRole.id == role_id, Need.territory_id.in_(territory_ids))
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
    is_early = _is_lately(proposal.reminded_at or proposal.sent_at, proposal.role.need, today)
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
    check_open(mission, FIRST_CONTACT)
    record(mission, FIRST_CONTACT, by=by, now=now)


def introduce_again(mission: Mission, *, by: Actor, now: datetime) -> bool:
    """Mail both sides once more whom to call; False when that was done in the last three working days.

    Raises:
        WrongState: the mission is over, or its two sides were not introduced yet.
    """
    lock(mission)
    check_open(mission, INTRODUCE_AGAIN)
    if mission.introduced_at is None:
        raise WrongState(thing="mission", step=INTRODUCE_AGAIN, state=mission.state)
    about = Event.object_kind == "mission", Event.object_id == mission.id, Event.step == INTRODUCE_AGAIN
    last = db.session.scalar(select(func.max(Event.at)).where(*about)) or mission.introduced_at
    if _is_lately(last, mission.role.need, local_date(now)):
        return False
    event = record(mission, INTRODUCE_AGAIN, by=by, now=now)
    expert, contact = mission.proposal.expert, mission.role.need.contact
    declare = issue_link(Purpose.DECLARE_VISIT, mission.id, expert, expires_at=now + LINK_LIFE)
    track = issue_link(Purpose.TRACK_NEED, mission.role.need_id, contact, expires_at=now + LINK_LIFE)
    for mail in (
        messages.introduction_to_expert(mission, declare, event=event, now=now),
        messages.introduction_to_firm(mission, track, event=event, now=now),
    ):
        mail.state = "queued"
        db.session.add(mail)
    return True


def ask_expert_now(mission: Mission, *, by: Actor, now: datetime) -> bool:
    """Ask the expert today what became of the mission; False when asked in the last three working days, or away.

    Raises:
        WrongState: the mission is over.
    """
    lock(mission)
    check_open(mission, "ask")
    today = local_date(now)
    asked_at = mission.last_asked_at
    if asked_at is not None and _is_lately(asked_at, mission.role.need, today):
        return False
    if not is_reachable(mission.proposal.expert, today):
        return False
    mission.ask_on = min(mission.ask_on, today)
    return ask_whether_met(mission, by=by, now=now)


def _is_lately(moment: datetime, need: Need, today: date) -> bool:
    """True in the three working days after a mail of the same kind: nobody is written to twice."""
    return deadlines.reminder_due_on(local_date(moment), deadlines.MIN_REMINDER_DAYS, need.department) > today


def rest_expert(expert: Expert, *, by: Actor, now: datetime) -> date:
    """Send an expert no request for a month, or for as long as was agreed on before; the last day of it."""
    return leave_in_peace(expert, local_date(now) + REST, by=by, now=now)
