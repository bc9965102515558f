"""The rows of the outbox by whom they go to: what every mail has, whatever it says."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from webapp.models.accounts import Account
from webapp.models.advances import Advance
from webapp.models.committees import Sitting
from webapp.models.companies import Contact
from webapp.models.conventions import Convention
from webapp.models.dossiers import Dossier
from webapp.models.events import Event
from webapp.models.groups import Expert, GroupReferent
from webapp.models.links import ActionLink, kind_of_person
from webapp.models.mails import OutgoingMail
from webapp.models.missions import Mission, Visit
from webapp.models.needs import Need
from webapp.models.opinions import Opinion
from webapp.models.outcomes import JobSurvey
from webapp.models.proposals import Proposal
from webapp.models.reports import PublishedReport
from webapp.models.territories import Territory

#: how long the outbox goes on trying
TRY_FOR = timedelta(hours=72)

ANSWER, REQUEST, REMINDER, REPORT = 1, 2, 3, 4

#: how long it goes on with what waits for a working hour first: a long weekend is longer than `TRY_FOR`
IDLE_FOR = timedelta(days=10)


def to_person(
    template: str,
    about: Any,
    person: Contact | Expert | GroupReferent,
    *,
    event: Event,
    now: datetime,
    priority: int,
    link: ActionLink | None = None,
) -> OutgoingMail:
    """To a person of the programme, about something; an answer reaches the coordinator of its territory."""
    return OutgoingMail(
        event=event,
        template=template,
        recipient=person.email,
        recipient_name=person.name,
        person_kind=kind_of_person(person),
        person_id=person.id,
        language=getattr(person, "language", "fr"),
        reply_to=reply_to_of(about),
        object_kind=about.__tablename__,
        object_id=about.id,
        link_id=link.id if link is not None else None,
        message_id=new_message_id(),
        priority=priority,
        not_before=now,
        expires_at=now + (IDLE_FOR if priority >= REMINDER else TRY_FOR),
    )


def at_once(mail: OutgoingMail) -> OutgoingMail:
    """The same mail for somebody who has just asked for it: it waits for no working hour."""
    mail.priority = ANSWER
    return mail


def to_coordinator(template: str, about: Any, territory: Territory, *, event: Event, now: datetime) -> OutgoingMail:
    """To the coordinator of a territory, about something."""
    return OutgoingMail(
        event=event,
        template=template,
        recipient=territory.contact_email,
        recipient_name=territory.contact_name,
        person_kind="territory",
        person_id=territory.id,
        object_kind=about.__tablename__,
        object_id=about.id,
        message_id=new_message_id(),
        priority=REQUEST,
        not_before=now,
        expires_at=now + TRY_FOR,
    )


def to_account(template: str, account: Account, *, event: Event, now: datetime, priority: int = ANSWER) -> OutgoingMail:
    """To somebody who signs in."""
    return OutgoingMail(
        event=event,
        template=template,
        recipient=account.email,
        recipient_name=account.name,
        person_kind="account",
        person_id=account.id,
        language=account.language,
        object_kind="account",
        object_id=account.id,
        message_id=new_message_id(),
        priority=priority,
        not_before=now,
        expires_at=now + (IDLE_FOR if priority >= REMINDER else TRY_FOR),
    )


def new_message_id() -> str:
    """Only the local part; the outbox adds the sender's domain when it writes the header."""
    return f"alize.{secrets.token_hex(16)}"


def reply_to_of(about: Any) -> str:
    """The coordinator; nobody yet while a form was begun and the commune is not known."""
    territory = territory_of(about)
    return territory.contact_email if territory is not None else ""


def territory_of(about: Any) -> Territory | None:
    """Where a need, or what became of it, belongs; a person belongs nowhere."""
    match about:
        case Need() | Dossier() | Sitting() | Convention():
            return about.territory
        case Proposal() | Mission():
            return about.role.need.territory
        case Visit():
            return about.mission.role.need.territory
        case PublishedReport():
            return about.convention.territory
        case Opinion():
            return about.mission.role.need.territory
        case JobSurvey():
            return about.promise.territory
        case Advance():
            return about.fund.territory
    return None
