"""Exports that take a while: ordered from a page, made by a job, kept for a week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from flask_babel import force_locale
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import joinedload

from webapp.clock import local_date
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.mail.messages import export_failed, export_ready
from webapp.models.accounts import Account
from webapp.models.conventions import Convention
from webapp.models.events import Event
from webapp.models.exports import ExportOrder
from webapp.reports.files import make_export
from webapp.services.accounts import actor_of, scope_of
from webapp.services.exports import read_export
from webapp.services.steps import lock, record, take_step

#: An export is made at once up to so many rows.
AT_ONCE = 5_000

KEPT_FOR = timedelta(days=7)

#: An order that has met nothing but trouble for so long is given up: who waits for it learns that.
PATIENCE = timedelta(minutes=30)

#: Attempts whose process did not live to say how they ended: a service that stops takes an order up again, however long it
#: stood still; one that an order ends again and again gives it up.
MOST_CUT_SHORT = 3

#: Why an order is given up: its convention left the territories of who asked, or something in the service broke.
OUT_OF_SCOPE, TROUBLE = "out_of_scope", "trouble"


def order_export(
    account: Account,
    kind: str,
    extension: str,
    convention: Convention | None,
    *,
    total_rows: int,
    language: str,
    now: datetime,
) -> ExportOrder:
    """Ask for an export; the same one that still waits is not asked for twice."""
    account = lock(account)
    same = ExportOrder.convention_id == convention.id if convention is not None else ExportOrder.convention_id.is_(None)
    waiting = db.session.scalar(
        select(ExportOrder).where(
            ExportOrder.account_id == account.id,
            ExportOrder.state == "queued",
            ExportOrder.kind == kind,
            ExportOrder.extension == extension,
            same,
        )
    )
    if waiting is not None:
        return waiting
    order = ExportOrder(
        account=account,
        convention=convention,
        kind=kind,
        extension=extension,
        language=language,
        total_rows=total_rows,
        created_at=now,
    )
    _note_territories(order)
    db.session.add(order)
    db.session.flush()
    record(order, "order", by=actor_of(account), now=now)
    return order


def begin_order(order: ExportOrder, *, now: datetime) -> bool:
    """Note that an attempt begins; False when too many before it were cut short."""
    if _count(order, "begin") - _count(order, "stumble") >= MOST_CUT_SHORT:
        return False
    _note_territories(order)
    record(order, "begin", by=JOB, now=now)
    return True


def _note_territories(order: ExportOrder) -> None:
    """Of which territories its file may hold rows: those of its owner now, or the one of its convention."""
    own = scope_of(order.account).territory_ids if order.convention is None else {order.convention.territory_id}
    order.territories = " ".join(str(territory_id) for territory_id in sorted(own))


def _territories_of(order: ExportOrder) -> frozenset[int]:
    return frozenset(int(territory_id) for territory_id in (order.territories or "").split())


def note_stumble(order: ExportOrder, *, now: datetime) -> bool:
    """Note that an attempt has met trouble; False when the first one did so long ago."""
    record(order, "stumble", by=JOB, now=now)
    first = db.session.scalar(select(func.min(Event.at)).where(*_steps(order, "stumble")))
    return first is None or now - first <= PATIENCE


def _count(order: ExportOrder, step: str) -> int:
    return db.session.scalar(select(func.count(Event.id)).where(*_steps(order, step))) or 0


def _steps(order: ExportOrder, step: str) -> tuple[ColumnElement[bool], ...]:
    return Event.object_kind == "export_order", Event.object_id == order.id, Event.step == step


def write_order(order: ExportOrder, *, now: datetime, after_batch: Callable[[int], None]) -> bytes:
    """The file of an order, within what its owner may see now and could when it began; slow, and writes nothing.

    Raises:
        OutOfScope: the convention is no longer within the scope of who asked.
    """
    kind, extension, language = order.kind, order.extension, order.language
    with force_locale(language):
        export = read_export(kind, scope_of(order.account).territory_ids & _territories_of(order), order.convention)
        return make_export(export.table, export.rows(after_batch=after_batch), extension, on=local_date(now))


def note_progress(order_id: int, done: int) -> None:
    """How many rows are written so far."""
    reached = (ExportOrder.id == order_id, ExportOrder.done_rows < done, ExportOrder.total_rows >= done)
    db.session.execute(update(ExportOrder).where(*reached).values(done_rows=done))


def finish_order(order: ExportOrder, content: bytes, *, now: datetime) -> None:
    """Keep the file of an order, and say so by mail.

    Raises:
        WrongState: somebody else was faster.
    """
    event = take_step(order, "finish", by=JOB, now=now, content=content, done_rows=order.total_rows, ended_at=now)
    db.session.add(export_ready(order, event=event, now=now))
    db.session.flush()


def fail_order(order: ExportOrder, reason: str, *, now: datetime) -> None:
    """An order that cannot be made is shown as such and not tried for ever; who asked for it is told by mail.

    Raises:
        WrongState: somebody else was faster.
    """
    event = take_step(order, "fail", by=JOB, now=now, reason=reason, ended_at=now)
    db.session.add(export_failed(order, reason, event=event, now=now))
    db.session.flush()


def find_failure(order: ExportOrder) -> str | None:
    """Why an order was given up; None where it was not, or before reasons were kept."""
    return db.session.scalar(select(Event.reason).where(*_steps(order, "fail"))) or None


def erase_old_exports(now: datetime) -> int:
    """Erase the files of orders that are a week old; how many."""
    old = db.session.scalars(
        select(ExportOrder).where(ExportOrder.state != "erased", ExportOrder.created_at < now - KEPT_FOR)
    ).all()
    for order in old:
        take_step(order, "erase", by=JOB, now=now, content=None)
    return len(old)


def list_orders(account: Account) -> Sequence[ExportOrder]:
    """What somebody asked for, the latest first, without what was erased or is theirs to see no more."""
    rows = (
        select(ExportOrder)
        .where(ExportOrder.account_id == account.id, ExportOrder.state != "erased")
        .options(joinedload(ExportOrder.convention))
        .order_by(ExportOrder.id.desc())
        .limit(20)
    )
    return [order for order in db.session.scalars(rows) if _may_see(account, order)]


def find_own_order(account: Account, order_id: int) -> ExportOrder | None:
    """An order of this person; one whose file holds rows of a territory that is theirs no more is not found."""
    order = db.session.scalar(
        select(ExportOrder)
        .where(ExportOrder.id == order_id, ExportOrder.account_id == account.id)
        .options(joinedload(ExportOrder.convention))
    )
    return order if order is not None and _may_see(account, order) else None


def _may_see(account: Account, order: ExportOrder) -> bool:
    """A right is looked at again whenever the file is: it may be lost while the file is kept."""
    if order.state != "ready":
        return True
    return order.territories is not None and _territories_of(order) <= scope_of(account).territory_ids
