"""Somebody asks to be forgotten: what is erased at once, what must be kept and until when; and again after a restore."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import exists, false, func, select

from webapp.clock import local_date
from webapp.domain.errors import Refusal
from webapp.domain.retention import ERASED
from webapp.domain.states import JOB, Actor, ActorKind
from webapp.extensions import db
from webapp.models.accounts import Account
from webapp.models.companies import Contact
from webapp.models.events import Event
from webapp.models.groups import Expert, GroupReferent
from webapp.models.needs import Need
from webapp.services.erasure import erase_contact, erase_draft, erase_expert, erase_referent
from webapp.services.idle_accounts import erase_account
from webapp.services.ties import ties_of

Person = Contact | Expert | GroupReferent | Account

PEOPLE: tuple[type[Person], ...] = (Contact, Expert, GroupReferent, Account)


def find_people(email: str) -> list[Person]:
    """Everybody of that address: in firms, among the experts, as the contact of a group, with an account."""
    address = email.strip().lower()
    return [
        person
        for table in PEOPLE
        for person in db.session.scalars(select(table).where(func.lower(table.email) == address).order_by(table.id))
    ]


def forget_person(person: Person, *, now: datetime) -> date | None:
    """Erase a person who asks for it; until when their name stays beside their missions, None when it went too.

    Raises:
        Refusal: a mission of theirs is under way (`mission_running`), or an answer (`answer_under_way`).
    """
    if isinstance(person, Account):
        erase_account(person, now=now)
        return None
    if isinstance(person, GroupReferent):
        erase_referent(person, by=JOB, now=now)
        return None
    return _forget_tied(person, now=now)


def list_erased() -> list[str]:
    """Who was erased, as "contact 12": to erase them again in a backup that is older than that."""
    marks = (
        (Contact, Contact.erased_at.is_not(None)),
        (Expert, Expert.erased_at.is_not(None)),
        (GroupReferent, false()),
        (Account, Account.name == ERASED),
    )
    return [
        f"{table.__tablename__} {person_id}"
        for table, is_erased in marks
        for person_id in sorted({*db.session.scalars(select(table.id).where(is_erased)), *_list_gone(table)})
    ]


def _list_gone(table: type[Person]) -> Iterable[int]:
    """Those of whom no row is left, a referent or who began a form: that they were erased stands in the history alone."""
    rows = select(Event.object_id).where(Event.object_kind == table.__tablename__, Event.step == "erase")
    return db.session.scalars(rows.where(~exists().where(table.id == Event.object_id)))


def forget_again(line: str, *, now: datetime) -> bool:
    """Erase whom a line of that list names, in a restored database; False when nothing of them is left to erase.

    Raises:
        ValueError: it is no line of that list.
        Refusal: in that copy a mission of theirs is under way.
    """
    kind, _, number = line.partition(" ")
    table = {table.__tablename__: table for table in PEOPLE}.get(kind)
    if table is None or not number.isdecimal():
        raise ValueError(line)
    person = db.session.get(table, int(number))
    if person is None or line in list_erased():
        return False
    forget_person(person, now=now)
    return True


def _forget_tied(person: Contact | Expert, *, now: datetime) -> date | None:
    ties = ties_of(person)
    if ties.is_at_work:
        raise Refusal("mission_running")
    until = ties.evidence_until
    kept = until if until is not None and until >= local_date(now) else None
    by = Actor(ActorKind(person.__tablename__), person.id)
    if isinstance(person, Expert):
        erase_expert(person, by=by, now=now, keep_name=kept is not None)
    elif (draft := _draft_of(person)) is not None:
        erase_draft(draft, by=by, now=now)
    else:
        erase_contact(person, by=by, now=now, keep_name=kept is not None)
    return kept


def _draft_of(contact: Contact) -> Need | None:
    """The form that this person began and never sent; every form has a person of its own."""
    needs = list(db.session.scalars(select(Need).where(Need.contact_id == contact.id).limit(2)))
    return needs[0] if len(needs) == 1 and needs[0].state == "draft" else None
