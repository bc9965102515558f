"""Exports that somebody ordered, because they take longer than a page may."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from jobs.items import Outcome, isolate
from webapp.extensions import db
from webapp.models.exports import ExportOrder
from webapp.services.export_orders import fail_order, finish_order, note_progress, write_order
from webapp.transaction import transaction


def make_exports(now: datetime) -> Outcome:
    """Write the files of exports that were ordered, the oldest first.

    Selects orders that wait; the step to "ready" marks each done, with its mail, or the step to "failed" where who asked
    may no longer see it. After a week off, all that were not erased meanwhile.
    """
    waiting = db.session.scalars(select(ExportOrder.id).where(ExportOrder.state == "queued").order_by(ExportOrder.id))

    return isolate(waiting.all(), lambda order_id: _make(order_id, now), name="make_export")


def _make(order_id: int, now: datetime) -> bool:
    order = db.session.get_one(ExportOrder, order_id)
    if order.state != "queued":
        return False
    try:
        content = write_order(order, now=now, after_batch=lambda done: _note(order_id, done))
    except LookupError:
        with transaction():
            fail_order(db.session.get_one(ExportOrder, order_id), now=now)
        return True
    with transaction():
        finish_order(db.session.get_one(ExportOrder, order_id), content, now=now)
    return True


def _note(order_id: int, done: int) -> None:
    with transaction():
        note_progress(order_id, done)
