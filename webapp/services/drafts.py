"""A form that was begun: a need in the state `draft`, kept from its first step, resumed by a link, on no list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from webapp.domain.catalogue import DRAFT
from webapp.domain.errors import WrongState
from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.mail import messages
from webapp.models.companies import Contact
from webapp.models.links import ActionLink, LinkSecret
from webapp.models.mails import OutgoingMail
from webapp.models.needs import Need
from webapp.services.companies import Firm, Person, add_contact
from webapp.services.doubts import Doubt, note_doubts
from webapp.services.links import issue_link
from webapp.services.steps import lock, record
from webapp.services.territories import find_territory_of

#: how long a form that was begun can be resumed
DRAFT_LIFE = DRAFT.delay


@dataclass(frozen=True)
class Draft:
    """A form that was begun, and the link that opens it."""

    need: Need
    link: ActionLink


def begin_draft(
    person: Person, typed: Mapping[str, Any], *, doubts: Iterable[Doubt] = (), mail: bool = True, now: datetime
) -> Draft:
    """Keep the first step of the form; with `mail`, the link to resume it is mailed."""
    need = begin_need(add_contact(person, now=now), now=now)
    note_doubts(need, doubts)
    return _address(need, typed, mail=mail, now=now)


def begin_need(contact: Contact, *, now: datetime) -> Need:
    """An empty draft of somebody."""
    need = Need(contact=contact, company=contact.company, created_at=now)
    db.session.add(need)
    db.session.flush()
    record(need, "begin", by=Actor(ActorKind.CONTACT, contact.id), now=now, to_state=need.state)
    return need


def correct_person(need: Need, person: Person, typed: Mapping[str, Any], *, mail: bool, now: datetime) -> Draft:
    """Keep the first step again. To a new address the link is mailed anew, and the old one's stops working.

    Raises:
        WrongState: the form was sent meanwhile.
    """
    _check_draft(need)
    contact = need.contact
    is_same_address = contact.email == person.email
    contact.name, contact.role, contact.phone, contact.email = person.name, person.role, person.phone, person.email
    contact.language = person.language
    if not is_same_address:
        _forget_mailed(need, now=now)
    return _address(need, typed, mail=mail and not is_same_address, now=now)


def keep_typed(need: Need, step: str, typed: Mapping[str, Any]) -> None:
    """Keep what was typed in a step of the form, right or wrong, so that it can be resumed.

    Raises:
        WrongState: the form was sent meanwhile.
    """
    _check_draft(need)
    need.typed = {**need.typed, step: dict(typed)}
    db.session.flush()


def keep_firm(need: Need, firm: Firm) -> None:
    """Keep the second step, now that it is right: the commune says to which territory the request goes, if to any.

    Raises:
        WrongState: the form was sent meanwhile.
    """
    _check_draft(need)
    need.typed = {**need.typed, "said": asdict(firm)}
    need.territory = find_territory_of(firm.commune_insee)
    db.session.flush()


def firm_of(need: Need) -> Firm | None:
    """What was said of the firm; None while the second step is not right."""
    said = need.typed.get("said")
    return Firm(**said) if said else None


def find_need(link: ActionLink) -> Need:
    """The request that a link of a firm is about."""
    return db.session.get_one(Need, link.object_id)


def _address(need: Need, typed: Mapping[str, Any], *, mail: bool, now: datetime) -> Draft:
    keep_typed(need, "person", typed)
    link = issue_link(Purpose.RESUME_NEED, need.id, need.contact, expires_at=now + DRAFT_LIFE)
    if mail:
        event = record(need, "mail_draft", by=Actor(ActorKind.CONTACT, need.contact_id), now=now)
        db.session.add(messages.need_to_resume(need, link, event=event, now=now))
        db.session.flush()
    return Draft(need, link)


def _forget_mailed(need: Need, *, now: datetime) -> None:
    """What went, or was to go, to an address that was wrong opens nothing."""
    links = db.session.scalars(
        select(ActionLink.id).where(ActionLink.purpose == Purpose.RESUME_NEED, ActionLink.object_id == need.id)
    ).all()
    db.session.execute(update(LinkSecret).where(LinkSecret.link_id.in_(links)).values(revoked_at=now))
    db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.link_id.in_(links), OutgoingMail.state.in_(("queued", "waiting")))
        .values(state="cancelled")
    )


def _check_draft(need: Need) -> None:
    lock(need)
    if need.state != "draft":
        raise WrongState(thing="need", step="draft", state=need.state)
