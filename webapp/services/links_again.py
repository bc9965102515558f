"""A new link for somebody who has lost theirs or whose link expired: mailed to the address on file."""

from __future__ import annotations

from datetime import datetime, timedelta

from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.mail import messages
from webapp.models.links import ActionLink
from webapp.models.missions import Visit
from webapp.models.needs import Need
from webapp.services.links import find_person
from webapp.services.steps import record

#: how long a renewed link acts
RENEWED_FOR = timedelta(days=30)

#: in which states of its need or visit a link is still of use
USEFUL = {
    Purpose.RESUME_NEED: ("draft",),
    Purpose.CONFIRM_ADDRESS: ("received", "held"),
    Purpose.CONFIRM_VISIT: ("declared", "deemed", "disputed"),
}

_MAILS = {
    Purpose.RESUME_NEED: messages.need_to_resume,
    Purpose.CONFIRM_ADDRESS: messages.address_to_confirm,
    Purpose.TRACK_NEED: messages.link_to_track,
}


def send_to_contact(link: ActionLink, now: datetime) -> bool:
    """Prolong the link of a firm and mail it; False when it would be of no use any more."""
    purpose = Purpose(link.purpose)
    about: Need | Visit = db.session.get_one(Visit if purpose is Purpose.CONFIRM_VISIT else Need, link.object_id)
    if purpose in USEFUL and about.state not in USEFUL[purpose]:
        return False
    link.expires_at = max(link.expires_at, now + RENEWED_FOR)
    by = Actor(ActorKind.CONTACT, find_person(link).id)
    event = record(about, "send_link_again", by=by, now=now)
    if isinstance(about, Visit):
        db.session.add(messages.visit_to_confirm(about, link, event=event, now=now))
    else:
        db.session.add(_MAILS[purpose](about, link, event=event, now=now))
    return True
