"""The one way to change a state, and the event that it leaves."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import update
from sqlalchemy.exc import InvalidRequestError

from webapp.domain.errors import NotAllowed, WrongState
from webapp.domain.states import MACHINES, Actor
from webapp.extensions import db
from webapp.models.base import Base
from webapp.models.events import Event


class Row(Protocol):
    """Any row with an integer key."""

    id: Any


R = TypeVar("R", bound=Base)


def take_step(row: Any, name: str, *, by: Actor, now: datetime, reason: str = "", **values: object) -> Event:
    """Take one step of the table of states: a conditional UPDATE whose row count is read, and its event.

    Raises:
        NotAllowed: this kind of person may not take this step.
        WrongState: the row is not in a state that allows it; often a second click, or somebody was faster.
    """
    thing = row.__tablename__
    step = MACHINES[thing].step(name)
    if by.kind not in step.who:
        raise NotAllowed(step=name, thing=thing)
    # a step may start from several states: another one must not be taken between the reading and the change
    before = lock(row).state
    table = type(row)
    changed = db.session.execute(
        update(table)
        .where(table.id == row.id, table.state.in_(step.sources))
        .values(state=step.target, **values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(row)
    if changed.rowcount != 1:
        raise WrongState(thing=thing, step=name, state=row.state)
    return record(row, name, by=by, now=now, from_state=before, to_state=step.target, reason=reason)


def record(
    row: Any, step: str, *, by: Actor, now: datetime, from_state: str = "", to_state: str = "", reason: str = ""
) -> Event:
    """Write that something happened to a row."""
    event = Event(
        at=now,
        actor_kind=by.kind,
        actor_id=by.id,
        object_kind=row.__tablename__,
        object_id=row.id,
        step=step,
        from_state=from_state,
        to_state=to_state,
        reason=reason,
    )
    db.session.add(event)
    db.session.flush()
    return event


def lock(row: R) -> R:
    """Read a row again and keep it from others until the end of the transaction.

    Rows are locked in one order: need, role, proposal, mission, pledge. A line that refers to the row may still be written
    by others (FOR NO KEY UPDATE), or two writers would wait for each other. On SQLite the transaction holds the only lock.

    Raises:
        WrongState: somebody has taken the row away since it was read.
    """
    db.session.flush()
    # A row that was read with its neighbours is read again with them: OF keeps the lock to the row itself, where
    # PostgreSQL refuses to lock what an outer join may leave empty.
    try:
        db.session.refresh(row, with_for_update={"key_share": True, "of": type(row)})
    except InvalidRequestError:
        if row not in db.session:
            raise
        raise WrongState(thing=row.__tablename__, step="lock", state="gone") from None
    return row
