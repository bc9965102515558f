"""What erasing a person means, row by row: names and words go, ids, states and figures stay.

`keep_name` leaves the name beside missions whose convention must still be accounted for; a later run takes it away.
Events and lines of the ledger hold ids only, so nothing there changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from webapp.domain.retention import ERASED
from webapp.domain.states import JOB, NEED_OVER, Actor
from webapp.extensions import db
from webapp.models.companies import Company, Contact
from webapp.models.dossiers import Dossier
from webapp.models.events import Event
from webapp.models.groups import Absence, Exclusion, Expert, GroupReferent
from webapp.models.links import ActionLink, LinkSecret, kind_of_person
from webapp.models.mails import OutgoingMail
from webapp.models.missions import Mission, Visit
from webapp.models.needs import Need, NeedRole
from webapp.models.notes import Note
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal
from webapp.services.attachments import detach_file
from webapp.services.companies import is_firm
from webapp.services.need_ends import withdraw_need
from webapp.services.proposals import withdraw_proposal
from webapp.services.steps import lock, record

#: table and ids of the rows that a person's words may stand beside
Things = dict[str, list[int]]


def erase_contact(contact: Contact, *, by: Actor, now: datetime, keep_name: bool = False) -> None:
    """Erase somebody of a firm, their requests' words and documents; the firm too, when nobody of it is left by name.

    Raises:
        Refusal: somebody works on a request of theirs (`mission_running`), or has just answered (`answer_under_way`).
    """
    lock(contact)
    needs = list(db.session.scalars(select(Need).where(Need.contact_id == contact.id).order_by(Need.id)))
    for need in needs:
        if need.state not in NEED_OVER:
            withdraw_need(need, by=by, now=now)
    _erase_requests(needs)
    things = _things_of(select(NeedRole.id).where(NeedRole.need_id.in_([need.id for need in needs])))
    _erase_around(contact, things | {"need": [need.id for need in needs]}, now=now)
    contact.role = contact.email = contact.phone = ""
    contact.name = contact.name if keep_name else ERASED
    contact.erased_at = now
    record(contact, "erase", by=by, now=now)
    if not keep_name and contact.company_id is not None:
        erase_company_alone(contact.company_id, now=now)


def erase_draft(need: Need, *, by: Actor, now: datetime) -> None:
    """Erase a form that was never sent, and whoever began it: nothing else knows of them."""
    lock(need)
    contact = need.contact
    record(contact, "erase", by=by, now=now)
    detach_file(need)
    _erase_links(contact)
    db.session.delete(need)
    db.session.flush()
    db.session.delete(contact)
    db.session.flush()


def erase_referent(referent: GroupReferent, *, by: Actor, now: datetime) -> None:
    """Erase the contact of a group: the group is known without them."""
    record(referent, "erase", by=by, now=now)
    _erase_links(referent)
    db.session.delete(referent)
    db.session.flush()


def _erase_links(person: Contact | GroupReferent) -> None:
    """The mails and links of somebody whose row goes too."""
    mine = ActionLink.person_kind == kind_of_person(person), ActionLink.person_id == person.id
    links = select(ActionLink.id).where(*mine)
    _erase_mails(_addressed_to(person))
    db.session.execute(update(OutgoingMail).where(OutgoingMail.link_id.in_(links)).values(link_id=None))
    db.session.execute(delete(LinkSecret).where(LinkSecret.link_id.in_(links)))
    db.session.execute(delete(ActionLink).where(*mine))


def erase_expert(expert: Expert, *, by: Actor, now: datetime, keep_name: bool = False) -> None:
    """Erase an expert, the words of their offers and answers; what they gave stays counted."""
    lock(expert)
    asked = select(Proposal).where(Proposal.expert_id == expert.id, Proposal.state.in_(("sent", "held")))
    for proposal in db.session.scalars(asked.order_by(Proposal.id)).all():
        withdraw_proposal(proposal, by=JOB, now=now, reason="erased")
    ids = list(db.session.scalars(select(Proposal.id).where(Proposal.expert_id == expert.id)))
    db.session.execute(update(Proposal).where(Proposal.id.in_(ids)).values(reasons=[]))
    _erase_offers(expert)
    missions = list(db.session.scalars(select(Mission.id).where(Mission.proposal_id.in_(ids))))
    _erase_around(expert, {"proposal": ids, "mission": missions, "visit": _visits_of(missions)}, now=now)
    db.session.execute(delete(Absence).where(Absence.expert_id == expert.id))
    db.session.execute(delete(Exclusion).where(Exclusion.expert_id == expert.id))
    _blank_expert(expert, keep_name=keep_name)
    expert.erased_at = now
    record(expert, "erase", by=by, now=now)


def _blank_expert(expert: Expert, *, keep_name: bool) -> None:
    expert.state = "left"
    expert.email = expert.phone = expert.job = expert.title = ""
    expert.paused_until = expert.bounced_at = expert.commune = None
    if not keep_name:
        expert.name, expert.code = ERASED, f"efface-{expert.id}"


def _erase_offers(expert: Expert) -> None:
    """Their words go; the skills stay, because the figures of what was given go by them."""
    for offer in db.session.scalars(select(Offer).where(Offer.expert_id == expert.id)):
        offer.state, offer.title, offer.text, offer.code = "withdrawn", ERASED, "", f"efface-{offer.id}"


def _erase_requests(needs: Iterable[Need]) -> None:
    for need in needs:
        need.title, need.text, need.typed, need.doubts = ERASED, "", {}, ""
        detach_file(need)
        for role in need.roles:
            role.title = ERASED
            db.session.execute(update(Proposal).where(Proposal.role_id == role.id).values(reasons=[]))


def erase_company_alone(company_id: int, *, now: datetime) -> None:
    """Erase a firm of which nobody is left by name, unless its money must still be accounted for."""
    named = select(Contact.id).where(Contact.company_id == company_id, Contact.name != ERASED)
    accounted = select(Dossier.id).where(Dossier.company_id == company_id, Dossier.title != ERASED)
    db.session.flush()
    if db.session.scalar(named.limit(1)) is not None or db.session.scalar(accounted.limit(1)) is not None:
        return
    company = db.session.get_one(Company, company_id)
    _hand_conflicts_over(company)
    company.name, company.siren, company.siret, company.trade = ERASED, None, None, ""
    erase_notes([(Note.object_kind == "company") & (Note.object_id == company_id)], now=now)
    db.session.execute(delete(Exclusion).where(Exclusion.company_id == company_id))


def _hand_conflicts_over(company: Company) -> None:
    """A conflict is with the firm: another site of it keeps what this one knew."""
    other = db.session.scalar(
        select(Company.id).where(is_firm(company), Company.id != company.id).order_by(Company.id).limit(1)
    )
    known = select(Exclusion.expert_id).where(Exclusion.company_id == company.id)
    for expert_id in db.session.scalars(known).all() if other is not None else []:
        db.session.merge(Exclusion(expert_id=expert_id, company_id=other))


def _things_of(roles: Any) -> Things:
    """What became of some roles."""
    role_ids = list(db.session.scalars(roles))
    proposals = list(db.session.scalars(select(Proposal.id).where(Proposal.role_id.in_(role_ids))))
    missions = list(db.session.scalars(select(Mission.id).where(Mission.role_id.in_(role_ids))))
    return {"need_role": role_ids, "proposal": proposals, "mission": missions, "visit": _visits_of(missions)}


def _visits_of(missions: list[int]) -> list[int]:
    return list(db.session.scalars(select(Visit.id).where(Visit.mission_id.in_(missions))))


def _erase_around(person: Contact | Expert, things: Things, *, now: datetime) -> None:
    """The notes, links and mails of a person and of what they had to do with."""
    kind = person.__tablename__
    db.session.flush()
    theirs = [
        (Note.object_kind == kind) & (Note.object_id == person.id),
        (Note.actor_kind == kind) & (Note.actor_id == person.id),
        *((Note.object_kind == thing) & Note.object_id.in_(ids) for thing, ids in things.items()),
    ]
    erase_notes(theirs, now=now)
    links = select(ActionLink.id).where(ActionLink.person_kind == kind, ActionLink.person_id == person.id)
    db.session.execute(delete(LinkSecret).where(LinkSecret.link_id.in_(links)))
    db.session.execute(update(ActionLink).where(ActionLink.id.in_(links)).values(revoked_at=now))
    # what a coordinator is told of the person, by name, may be about something else: its event is about the person
    told = select(Event.id).where(Event.object_kind == kind, Event.object_id == person.id)
    about = [
        OutgoingMail.event_id.in_(told),
        *(
            (OutgoingMail.object_kind == thing) & OutgoingMail.object_id.in_(ids)
            for thing, ids in (things | {kind: [person.id]}).items()
        ),
    ]
    db.session.execute(update(OutgoingMail).where(or_(*about)).values(parameters={}, last_error=""))
    _erase_mails(_addressed_to(person))
    db.session.expire_all()


def erase_notes(which: list[Any], *, now: datetime) -> None:
    """Take the words of some notes away; that something was written stays."""
    notes = update(Note).where(or_(*which), Note.erased_at.is_(None))
    db.session.execute(notes.values(text="", erased_at=now).execution_options(synchronize_session=False))


def _addressed_to(person: Contact | Expert | GroupReferent) -> Any:
    return (OutgoingMail.person_kind == kind_of_person(person)) & (OutgoingMail.person_id == person.id)


def _erase_mails(which: Any) -> None:
    """Mails that have not left are dropped; of the others the fact stays, not to whom nor what."""
    unsent = update(OutgoingMail).where(which, OutgoingMail.state.in_(("queued", "waiting")))
    db.session.execute(unsent.values(state="cancelled").execution_options(synchronize_session=False))
    db.session.execute(blank_mails(which))


def blank_mails(which: Any) -> Any:
    """The statement that takes the address, the name and the words off some mails; each keeps an address of its own."""
    nobody = "efface-" + OutgoingMail.id.cast(OutgoingMail.recipient.type)
    return (
        update(OutgoingMail)
        .where(which, OutgoingMail.recipient.not_like("efface-%"))
        .values(recipient=nobody, recipient_name="", reply_to="", parameters={}, last_error="")
        .execution_options(synchronize_session=False)
    )
