"""What ties a person to the programme: what is under way, what they are evidence of, their last act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from webapp.domain.retention import evidence_of_mission, evidence_of_money
from webapp.domain.states import OPEN_MISSION
from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.cash import CashEntry
from webapp.models.companies import Contact
from webapp.models.conventions import Convention, Pledge
from webapp.models.dossiers import Decision, Dossier
from webapp.models.events import Event
from webapp.models.groups import Expert
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal

Person = Contact | Expert

#: states of an advance from which nothing moves any more unless somebody opens it again
ADVANCE_OVER = ("cancelled", "repaid", "recovered", "written_off")


@dataclass(frozen=True)
class Ties:
    """Whether a mission of a person, or an advance to their firm, is under way; until when the name is evidence."""

    is_at_work: bool = False
    evidence_until: date | None = None


def ties_of(person: Person) -> Ties:
    """Why the name of a person still serves."""
    missions = _missions_of(person)
    evidence = [evidence_of_mission(ends_on) for _, ends_on in missions]
    is_at_work = any(state in OPEN_MISSION for state, _ in missions)
    if isinstance(person, Contact) and person.company_id is not None:
        dossiers = list(db.session.scalars(select(Dossier.id).where(Dossier.company_id == person.company_id)))
        evidence += [evidence_of_money(last_movement_of(dossier_id)) for dossier_id in dossiers]
        is_at_work = is_at_work or any(is_money_due(dossier_id) for dossier_id in dossiers)
    return Ties(is_at_work, max(evidence, default=None))


def is_money_due(dossier_id: int) -> bool:
    """True while the advance of a dossier is promised, lent or in default."""
    over = Advance.state.in_(ADVANCE_OVER)
    due = select(Advance.id).join(Decision, Decision.id == Advance.decision_id)
    return db.session.scalar(due.where(Decision.dossier_id == dossier_id, ~over).limit(1)) is not None


def last_movement_of(dossier_id: int) -> date:
    """The last day on which something of a dossier moved: opened, decided on, paid, repaid."""
    dossier = db.session.get_one(Dossier, dossier_id)
    decisions = select(func.max(Decision.decided_on)).where(Decision.dossier_id == dossier_id)
    cash = (
        select(func.max(CashEntry.booked_on))
        .join(Advance, Advance.id == CashEntry.advance_id)
        .join(Decision, Decision.id == Advance.decision_id)
        .where(Decision.dossier_id == dossier_id)
    )
    days = [dossier.opened_on, db.session.scalar(decisions), db.session.scalar(cash)]
    return max(day for day in days if day is not None)


def _missions_of(person: Person) -> list[tuple[str, date]]:
    missions = (
        select(Mission.state, Convention.ends_on)
        .join(Pledge, Pledge.id == Mission.pledge_id)
        .join(Convention, Convention.id == Pledge.convention_id)
        .where(Mission.state != "cancelled")
    )
    if isinstance(person, Contact):
        theirs = missions.join(NeedRole, NeedRole.id == Mission.role_id).join(Need, Need.id == NeedRole.need_id)
        theirs = theirs.where(Need.contact_id == person.id)
    else:
        theirs = missions.join(Proposal, Proposal.id == Mission.proposal_id).where(Proposal.expert_id == person.id)
    return [(state, ends_on) for state, ends_on in db.session.execute(theirs)]


def last_act_of(person: Person) -> datetime:
    """What last came from the person: an act of theirs, a request filed for them on the phone. An opened mail is none."""
    theirs = select(func.max(Event.at)).where(Event.actor_kind == person.__tablename__, Event.actor_id == person.id)
    moments = [person.created_at, db.session.scalar(theirs)]
    if isinstance(person, Contact):
        asked = select(func.max(Need.received_at), func.max(Need.opened_at)).where(Need.contact_id == person.id)
        moments += db.session.execute(asked).one()
    return max(moment for moment in moments if moment is not None)


def last_offer_of(expert: Expert) -> date | None:
    """When the expert last said that an offer stands."""
    return db.session.scalar(select(func.max(Offer.confirmed_on)).where(Offer.expert_id == expert.id))
