"""What ties a person to the programme: missions under way, conventions that their missions prove, their last act."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select

from webapp.domain.catalogue import MISSION
from webapp.domain.retention import years_after
from webapp.extensions import db
from webapp.models.companies import Contact
from webapp.models.conventions import Convention, Pledge
from webapp.models.events import Event
from webapp.models.groups import Expert
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal
from webapp.services.missions import OPEN_MISSION

Person = Contact | Expert


@dataclass(frozen=True)
class Ties:
    """The missions of a person, as one of the firm or as the expert."""

    is_at_work: bool = False
    convention_ends: list[date] = field(default_factory=list)

    @property
    def evidence_until(self) -> date | None:
        """The last day on which the name is evidence; None where no mission ever was."""
        return max((years_after(end, MISSION.years) for end in self.convention_ends), default=None)


def ties_of(person: Person) -> Ties:
    """Why the name of a person still serves."""
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
    rows = db.session.execute(theirs).all()
    return Ties(any(state in OPEN_MISSION for state, _ in rows), [ends_on for _, ends_on in rows])


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
