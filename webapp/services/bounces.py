"""An address that a relay refuses for good: nothing more goes there by itself, and a coordinator is told."""

from __future__ import annotations

from datetime import datetime

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.mail import messages
from webapp.mail.wanted import find_object
from webapp.models.companies import Contact
from webapp.models.groups import Expert
from webapp.models.mails import OutgoingMail
from webapp.services.steps import record

PEOPLE = {"expert": Expert, "contact": Contact}


def note_bounce(mail_id: int, *, now: datetime) -> None:
    """Mark the expert, so that no reminder and no request goes there, and tell the coordinator once for each mail.

    An address that was corrected while the mail was on its way is marked by no refusal of the one before.
    """
    mail = db.session.get_one(OutgoingMail, mail_id)
    person = db.session.get(PEOPLE[mail.person_kind], mail.person_id) if mail.person_kind in PEOPLE else None
    if person is None:
        return
    if isinstance(person, Expert) and person.bounced_at is None and person.email == mail.recipient:
        person.bounced_at = now
    event = record(person, "bounce", by=JOB, now=now)
    about = find_object(mail)
    notice = None if about is None else messages.address_refused(about, mail.recipient_name, event=event, now=now)
    if notice is not None:
        db.session.add(notice)
