"""Debits that were noted as received and are so no longer, since somebody has undone the movement of their money."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.cash import CashEntry
from webapp.models.debits import Debit, Mandate
from webapp.models.events import Event
from webapp.services.cash import CASH_DELTA, is_live
from webapp.services.steps import take_step


def forget_receipt(undone: CashEntry, *, reason: str, by: Actor, now: datetime) -> None:
    """A debit is no longer received once its money is undone: the bank has taken it back, and it is returned; or it was
    noted by mistake, and waits in its file again, unless another file collects its instalment by now.
    """
    debit = _received_with(undone)
    if debit is None:
        return
    again = select(Debit.id).where(Debit.instalment_id == debit.instalment_id, Debit.state == "sent")
    is_returned = reason == "bounced" or db.session.scalar(again.limit(1)) is not None
    take_step(debit, "return" if is_returned else "undo_receive", by=by, now=now, reason=reason)


def _received_with(undone: CashEntry) -> Debit | None:
    """The debit that the movements of its moment no longer cover, now that one of them is undone; a firm that paid more than
    it owed has two for one debit, and several debits may have been received at once.
    """
    noted = Event.object_kind == "debit", Event.step == "receive"
    then = select(Event.object_id).where(*noted).group_by(Event.object_id)
    rows = (
        select(Debit)
        .join(Debit.mandate)
        .where(Mandate.advance_id == undone.advance_id, Debit.state == "received")
        .where(Debit.id.in_(then.having(func.max(Event.at) == undone.written_at)))
        .order_by(Debit.amount_cents.desc(), Debit.id.desc())
    )
    debits = db.session.scalars(rows).all()
    live = select(func.coalesce(func.sum(CASH_DELTA), 0)).where(
        CashEntry.advance_id == undone.advance_id, CashEntry.written_at == undone.written_at, CASH_DELTA > 0, is_live()
    )
    uncovered = sum(debit.amount_cents for debit in debits) - (db.session.scalar(live) or 0)
    own = [debit for debit in debits if debit.amount_cents <= uncovered]
    return next((debit for debit in own if debit.amount_cents == undone.amount_cents), next(iter(own), None))
