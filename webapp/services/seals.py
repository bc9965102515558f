"""The history is sealed batch by batch, so that whoever changes it around the database's triggers is found.

A seal covers every event up to an id. On PostgreSQL ids are given before their transaction commits, so a smaller one may
appear after a larger one: `find_settled_id` waits for whoever writes an event, for an instant, and what is committed then is
all there will ever be up to that id. SQLite has one writer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select, text

from webapp.domain.seals import BEGINNING, Range, digest_of
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.seals import AuditSeal

#: at most so many events in one seal
BATCH = 10_000

#: what is sealed of an event, in this order for ever: another order would be another hash
COLUMNS = (
    Event.id,
    Event.at,
    Event.actor_kind,
    Event.actor_id,
    Event.object_kind,
    Event.object_id,
    Event.step,
    Event.from_state,
    Event.to_state,
    Event.reason,
)


def find_settled_id() -> int:
    """The largest id of an event, once nobody can commit a smaller one any more; 0 without events.

    To be called in a transaction of its own: new events wait until it ends.
    """
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL lock_timeout = '5s'"))
        db.session.execute(text("LOCK TABLE event IN SHARE MODE"))
    return db.session.scalar(select(func.max(Event.id))) or 0


def seal_next(settled_id: int, *, now: datetime) -> AuditSeal | None:
    """Seal the events after the last seal, up to that id; None when there are none.

    Two that seal at once write the same number, and the database lets one of them.
    """
    head = find_head()
    number, start = (head.number + 1, head.last_event_id + 1) if head is not None else (1, 1)
    ids = select(Event.id).where(Event.id.between(start, settled_id)).order_by(Event.id).limit(BATCH)
    found = db.session.scalars(ids).all()
    if not found:
        return None
    last = found[-1] if len(found) == BATCH else settled_id
    batch = Range(number, start, last, now)
    digest, count = digest_of(head.digest if head is not None else BEGINNING, batch, _events(batch))
    seal = AuditSeal(
        number=number, first_event_id=start, last_event_id=last, event_count=count, digest=digest, sealed_at=now
    )
    db.session.add(seal)
    db.session.flush()
    return seal


def find_head() -> AuditSeal | None:
    """The last seal."""
    return db.session.scalar(select(AuditSeal).order_by(AuditSeal.number.desc()).limit(1))


def find_seal(digest: str) -> AuditSeal | None:
    """The seal of that hash."""
    return db.session.scalar(select(AuditSeal).where(AuditSeal.digest == digest.strip().lower()))


def list_broken(until: int | None = None) -> Iterator[AuditSeal]:
    """The seals that do not hold, up to a number, the first one first: events changed, gone or added, or a seal itself."""
    rows = select(AuditSeal).order_by(AuditSeal.number)
    seals = list(db.session.scalars(rows if until is None else rows.where(AuditSeal.number <= until)))
    previous, number, start = BEGINNING, 1, 1
    for seal in seals:
        batch = Range(seal.number, seal.first_event_id, seal.last_event_id, seal.sealed_at)
        found = digest_of(previous, batch, _events(batch))
        if found != (seal.digest, seal.event_count) or (seal.number, seal.first_event_id) != (number, start):
            yield seal
        previous, number, start = seal.digest, seal.number + 1, seal.last_event_id + 1


def _events(batch: Range) -> Iterator[tuple[object, ...]]:
    rows = select(*COLUMNS).where(Event.id.between(batch.first_id, batch.last_id)).order_by(Event.id)
    for row in db.session.execute(rows.execution_options(yield_per=2_000)):
        yield tuple(row)
