"""A new link for somebody who has lost theirs or whose link expired: mailed to the address on file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.mail import messages
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.models.missions import Visit
from webapp.models.needs import Need
from webapp.services.links import issue_link
from webapp.services.steps import record

#: how long a renewed link acts
RENEWED_FOR = timedelta(days=30)

#: which link of a firm is of use while its request is not open; None: it waits for a coordinator
_PURPOSE_NOW = {"draft": Purpose.RESUME_NEED, "received": Purpose.CONFIRM_ADDRESS, "held": None}

_MAILS = {
    Purpose.RESUME_NEED: messages.need_to_resume,
    Purpose.CONFIRM_ADDRESS: messages.address_to_confirm,
    Purpose.TRACK_NEED: messages.link_to_track,
}


def send_to_contact(link: ActionLink, now: datetime) -> bool:
    """Prolong the link of a firm and mail it; False when it would be of no use any more."""
    if link.purpose == Purpose.CONFIRM_VISIT:
        return _about_visit(link, now)
    need = db.session.get_one(Need, link.object_id)
    purpose = _PURPOSE_NOW.get(need.state, Purpose.TRACK_NEED)
    if purpose is None:
        return False
    _send(_MAILS[purpose], need, purpose, now)
    return True


def _about_visit(link: ActionLink, now: datetime) -> bool:
    """While the firm is asked, the question again; afterwards the page where a visit can still be disputed."""
    visit = db.session.get_one(Visit, link.object_id)
    if visit.state != "declared":
        _send(messages.link_to_track, visit.mission.role.need, Purpose.TRACK_NEED, now)
        return True
    link.expires_at = max(link.expires_at, now + RENEWED_FOR)
    event = record(visit, "send_link_again", by=_contact(visit.mission.role.need), now=now)
    db.session.add(messages.visit_to_confirm(visit, link, event=event, now=now))
    return True


def _send(mail: Callable[..., OutgoingMail], need: Need, purpose: Purpose, now: datetime) -> None:
    link = issue_link(purpose, need.id, need.contact, expires_at=now + RENEWED_FOR)
    event = record(need, "send_link_again", by=_contact(need), now=now)
    db.session.add(mail(need, link, event=event, now=now))


def _contact(need: Need) -> Actor:
    return Actor(ActorKind.CONTACT, need.contact_id)
