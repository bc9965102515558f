"""Another address for somebody to whom links were mailed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from webapp.extensions import db
from webapp.models.links import ActionLink, LinkSecret, kind_of_person
from webapp.models.mails import OutgoingMail
from webapp.services.links import Person


def readdress(person: Person, email: str, *, now: datetime) -> None:
    """Links that left for the old address open nothing; mails that have not left go to the new one."""
    kind = kind_of_person(person)
    links = select(ActionLink.id).where(ActionLink.person_kind == kind, ActionLink.person_id == person.id)
    sent = update(LinkSecret).where(LinkSecret.link_id.in_(links), LinkSecret.revoked_at.is_(None))
    db.session.execute(sent.values(revoked_at=now).execution_options(synchronize_session=False))
    unsent = update(OutgoingMail).where(
        OutgoingMail.person_kind == kind,
        OutgoingMail.person_id == person.id,
        OutgoingMail.state.in_(("queued", "waiting")),
    )
    db.session.execute(unsent.values(recipient=email).execution_options(synchronize_session=False))
