"""What coordinators write down about a thing, and the journal of what happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from webapp.domain.errors import Refusal
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.baskets import BasketSeen
from webapp.models.events import Event
from webapp.models.notes import Note
from webapp.services.steps import record


def reason_given(words: str) -> str:
    """The words of who decides, to be kept as a note.

    Raises:
        Refusal: there are none (`reason_missing`).
    """
    if not words.strip():
        raise Refusal("reason_missing")
    return words.strip()


def add_note(about: Any, text: str, *, by: Actor, now: datetime) -> Note:
    """Write a remark about a row; it is erasable, and read by coordinators only."""
    note = Note(
        object_kind=about.__tablename__,
        object_id=about.id,
        actor_kind=by.kind,
        actor_id=by.id,
        text=text,
        created_at=now,
    )
    db.session.add(note)
    record(about, "note", by=by, now=now)
    return note


def list_notes(*things: Any) -> list[Note]:
    """What was written about some rows, the last first; erased words are left out."""
    rows = select(Note).where(or_(*_named(Note, things)), Note.erased_at.is_(None))
    return list(db.session.scalars(rows.order_by(Note.created_at.desc(), Note.id.desc())))


def list_events(*things: Any) -> list[Event]:
    """What happened to some rows, the last first; that somebody saw their card in a basket, too."""
    seen = select(BasketSeen.id).where(or_(*_named(BasketSeen, things)))
    is_card = (Event.object_kind == BasketSeen.__tablename__) & Event.object_id.in_(seen)
    return list(db.session.scalars(select(Event).where(or_(*_named(Event, things), is_card)).order_by(Event.id.desc())))


def _named(table: Any, things: Iterable[Any]) -> list[Any]:
    kinds: dict[str, list[int]] = {}
    for thing in things:
        kinds.setdefault(thing.__tablename__, []).append(thing.id)
    return [(table.object_kind == kind) & table.object_id.in_(ids) for kind, ids in kinds.items()]
