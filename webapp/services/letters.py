"""A mail as it goes over the wire: written from its row when it leaves, with the secret of its link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from webapp.domain.links import Token, mint
from webapp.extensions import db
from webapp.mail.contexts import context_of
from webapp.mail.invitations import invitation_to, method_of
from webapp.mail.render import render
from webapp.mail.wanted import find_object
from webapp.mail.wire import Draft, write_mail
from webapp.models.committees import Sitting
from webapp.models.mails import OutgoingMail
from webapp.services.sittings import count_moves

#: who writes, as a mail reader shows it
SENDER_NAME = "Alizé"

#: mails that a mail reader offers to stop; what its button sends is a pause
PAUSED_BY_ONE_CLICK = ("proposal_reminder",)

#: mails that bring a date for the calendar, or take it back
WITH_A_DATE = ("sitting_convened", "sitting_moved", "sitting_cancelled")


@dataclass(frozen=True)
class Letter:
    """One mail, ready to hand over; `minted` are the secrets in it, of which only hashes may be kept."""

    sender: str
    recipient: str
    wire: bytes
    minted: tuple[Token, ...] = ()


def write_letter(mail_id: int, *, sender: str, base_url: str, now: datetime) -> Letter:
    """Write a mail from its row. Every link in it begins with `base_url`; nothing is kept.

    Raises:
        LookupError: what it is about was erased, or it has no template.
        Unwritable: the bytes would not be the mail that was meant.
    """
    mail = db.session.get_one(OutgoingMail, mail_id)
    token = mint() if mail.link_id is not None else None
    link_url = f"{base_url}/r/{token}" if token is not None else None
    words = render(mail.template, mail.language, context_of(mail, link_url, base_url=base_url, now=now))
    sitting = _dated(mail)
    draft = Draft(
        message_id=f"{mail.message_id}@{sender.rpartition('@')[2]}",
        date=now,
        sender=sender,
        sender_name=SENDER_NAME,
        recipient=mail.recipient,
        subject=words.subject,
        text=words.text,
        html=words.html,
        reply_to=mail.reply_to,
        unsubscribe_url=f"{link_url}/pause" if link_url and mail.template in PAUSED_BY_ONE_CLICK else "",
        calendar=invitation_to(sitting, mail.language, moves=count_moves(sitting)) if sitting is not None else "",
        calendar_method=method_of(sitting) if sitting is not None else "PUBLISH",
    )
    return Letter(sender, mail.recipient, write_mail(draft), (token,) if token is not None else ())


def _dated(mail: OutgoingMail) -> Sitting | None:
    """The sitting whose date goes with a mail to a member."""
    about = find_object(mail) if mail.template in WITH_A_DATE else None
    return about if isinstance(about, Sitting) else None
