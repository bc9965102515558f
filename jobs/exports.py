"""Exports that somebody ordered, because they take longer than a page may."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import select

from jobs.items import Outcome, isolate
from webapp.extensions import db
from webapp.models.exports import ExportOrder
from webapp.services.export_orders import (
    OUT_OF_SCOPE,
    TROUBLE,
    begin_order,
    fail_order,
    finish_order,
    note_progress,
    note_stumble,
    write_order,
)
from webapp.services.exports import OutOfScope
from webapp.transaction import transaction

log = logging.getLogger(__name__)


def make_exports(now: datetime) -> Outcome:
    """Write the files of exports that were ordered, the oldest first.

    Selects orders that wait; the step to "ready" marks each done, with its mail, or the step to "failed" where who asked
    may no longer see it, where nothing but trouble came of it for half an hour, or where its process ended three times
    over it. After a week off, all that were not erased meanwhile: an attempt that a stop cut short begins anew.
    """
    waiting = db.session.scalars(select(ExportOrder.id).where(ExportOrder.state == "queued").order_by(ExportOrder.id))

    return isolate(waiting.all(), lambda order_id: _make(order_id, now), name="make_export")


def _make(order_id: int, now: datetime) -> bool:
    order = db.session.get_one(ExportOrder, order_id)
    if order.state != "queued":
        return False
    with transaction():
        may_begin = begin_order(order, now=now)
    if not may_begin:
        _give_up(order_id, TROUBLE, now)
        return True
    try:
        content = write_order(order, now=now, after_batch=lambda done: _note(order_id, done))
    except OutOfScope:
        _give_up(order_id, OUT_OF_SCOPE, now)
        return True
    except Exception:
        db.session.rollback()
        with transaction():
            may_go_on = note_stumble(db.session.get_one(ExportOrder, order_id), now=now)
        if not may_go_on:
            _give_up(order_id, TROUBLE, now)
        raise
    with transaction():
        finish_order(db.session.get_one(ExportOrder, order_id), content, now=now)
    return True


def _give_up(order_id: int, reason: str, now: datetime) -> None:
    db.session.rollback()
    with transaction():
        order = db.session.get_one(ExportOrder, order_id)
        fail_order(order, reason, now=now)
        seen = {"order_id": order_id, "kind": order.kind, "extension": order.extension, "reason": reason}
    # a lost right is nobody's fault; trouble is for who runs the service
    log.log(logging.ERROR if reason == TROUBLE else logging.WARNING, "export given up", extra=seen)


def _note(order_id: int, done: int) -> None:
    with transaction():
        note_progress(order_id, done)
