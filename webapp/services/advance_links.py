"""The page of a firm that repays, opened by a link: who gets it, what it shows, and how the firm says that it is hard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from webapp.domain.advances import Arrears, Line, next_line
from webapp.domain.cash import CashKind
from webapp.domain.errors import Refusal
from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.mail import advance_messages
from webapp.models.advances import Advance, Schedule
from webapp.models.cash import CashEntry
from webapp.models.companies import Contact
from webapp.models.links import ActionLink
from webapp.models.notes import Note
from webapp.services.cash import CASH_DELTA, is_live
from webapp.services.dossiers import speaker_of
from webapp.services.links import issue_link
from webapp.services.notes import add_note, reason_given
from webapp.services.schedules import arrears_on, find_schedule, lines_of
from webapp.services.steps import lock, record

#: how long the link opens; each mail about the advance prolongs it
LINK_LIFE = timedelta(days=400)

#: the steps by which a firm says that repaying is hard, and a coordinator writes down what was agreed
TROUBLE, HEARD = "say_trouble", "hear_firm"

#: money of the firm that came in: each gets a receipt
RECEIVED = (CashKind.REPAYMENT, CashKind.OVERPAYMENT, CashKind.RECOVERY, CashKind.LATE_RECOVERY)


@dataclass(frozen=True)
class Followed:
    """An advance as its firm sees it."""

    advance: Advance
    schedule: Schedule
    lines: Sequence[Line]
    next: Line | None
    arrears: Arrears
    #: what left or reached the bank, the last first, without what was undone
    movements: Sequence[CashEntry]
    #: what the firm said, the last first
    said: Sequence[Note]

    @property
    def owed_cents(self) -> int:
        return self.advance.lent_cents + self.advance.doubtful_cents


def find_contact(advance: Advance) -> Contact | None:
    """Who speaks for the firm: the person of the dossier, else the first one on file who can be written to."""
    dossier = advance.decision.dossier
    speaker = speaker_of(dossier)
    if speaker is not None:
        return speaker
    rows = select(Contact).where(Contact.company_id == dossier.company_id, Contact.email != "")
    return db.session.scalar(rows.order_by(Contact.id).limit(1))


def advance_link(advance: Advance, contact: Contact, now: datetime) -> ActionLink:
    """The link by which a firm follows its advance, made or prolonged."""
    return issue_link(Purpose.FOLLOW_ADVANCE, advance.id, contact, expires_at=now + LINK_LIFE)


def mail_advance_page(advance: Advance, *, by: Actor, now: datetime) -> None:
    """Mail the firm the link of its page.

    Raises:
        Refusal: nobody of the firm is known (`contact_missing`).
    """
    contact = find_contact(advance)
    if contact is None:
        raise Refusal("contact_missing")
    event = record(advance, "mail_link", by=by, now=now)
    link = advance_link(advance, contact, now)
    db.session.add(advance_messages.advance_to_follow(advance, contact, link, event=event, now=now))
    db.session.flush()


def send_advance_link(link: ActionLink, now: datetime) -> None:
    """Mail a firm the link of its page again, to the address on file."""
    mail_advance_page(find_advance(link), by=Actor(ActorKind.CONTACT, link.person_id), now=now)


def find_advance(link: ActionLink) -> Advance:
    """The advance that a link of a firm is about."""
    return db.session.get_one(Advance, link.object_id)


def follow_advance(advance: Advance, today: date) -> Followed:
    """What a firm is shown of its advance."""
    schedule = find_schedule(advance)
    lines = lines_of(advance, schedule)
    moves = select(CashEntry).where(CashEntry.advance_id == advance.id, CASH_DELTA != 0, is_live())
    said = select(Note).where(
        Note.object_kind == "advance",
        Note.object_id == advance.id,
        Note.actor_kind == "contact",
        Note.erased_at.is_(None),
    )
    is_running = advance.state == "running"
    return Followed(
        advance=advance,
        schedule=schedule,
        lines=lines,
        next=next_line(lines) if is_running else None,
        arrears=arrears_on(advance, today) if is_running else Arrears(0, None, 0),
        movements=db.session.scalars(moves.order_by(CashEntry.happened_on.desc(), CashEntry.id.desc())).all(),
        said=db.session.scalars(said.order_by(Note.id.desc())).all(),
    )


def find_receipt(advance: Advance, entry_id: int) -> CashEntry | None:
    """A repayment of this advance that stands."""
    rows = select(CashEntry).where(CashEntry.id == entry_id, CashEntry.advance_id == advance.id)
    return db.session.scalar(rows.where(CashEntry.kind.in_(RECEIVED), is_live()))


def say_trouble(advance: Advance, words: str, *, by: Actor, now: datetime) -> None:
    """The firm says that repaying is hard, in its words: a coordinator finds it in a basket.

    Raises:
        Refusal: it said nothing (`reason_missing`).
    """
    lock(advance)
    words = reason_given(words)
    add_note(advance, words, by=by, now=now)
    record(advance, TROUBLE, by=by, now=now)


def hear_firm(advance: Advance, words: str, *, by: Actor, now: datetime) -> None:
    """A coordinator writes down what was said to the firm and agreed; it leaves the basket.

    Raises:
        Refusal: nothing was written (`reason_missing`).
    """
    lock(advance)
    words = reason_given(words)
    add_note(advance, words, by=by, now=now)
    record(advance, HEARD, by=by, now=now)
