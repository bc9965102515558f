"""Undoing a movement of money: the line the other way round, and the state that the thing had before."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from webapp.domain.cash import CashKind
from webapp.domain.errors import Refusal
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.cash import CashEntry
from webapp.models.funds import Contribution
from webapp.services.cash import is_live, reverse
from webapp.services.steps import lock, record, take_step
from webapp.services.undone_debits import forget_receipt


def reverse_movement(entry: CashEntry, *, by: Actor, now: datetime, reason: str, on: date | None = None) -> CashEntry:
    """Undo a movement, once, and bring what it was about back to where it stood; today, or on the day that the bank says.

    Raises:
        Refusal: no reason was given, it undoes another one, or a later one rests on it.
        WrongState: it is undone already.
        FundExhausted: the money has gone out since.
    """
    if not reason:
        raise Refusal("reason_missing")
    if entry.contribution is not None:
        return _reverse_contribution(entry, lock(entry.contribution), by=by, now=now, reason=reason)
    if entry.advance is None:
        return reverse(entry, by=by, now=now, reason=reason)
    advance = lock(entry.advance)
    if entry.kind in (CashKind.PAYMENT, CashKind.DEFAULT, CashKind.CURE):
        undo = reverse(entry, by=by, now=now, reason=reason)
        _step_back(advance, entry, by=by, now=now)
        return undo
    before = advance.state
    undone = db.session.scalar(select(CashEntry.id).where(CashEntry.reverses_id == entry.id))
    if undone is None:
        _reopen(advance, CashKind(entry.kind), by=by, now=now)
    undo = reverse(entry, by=by, now=now, reason=reason, on=on)
    forget_receipt(entry, reason=reason, by=by, now=now)
    if advance.state == before:
        record(advance, "reverse", by=by, now=now, reason=reason)
    return undo


def _reverse_contribution(
    entry: CashEntry, contribution: Contribution, *, by: Actor, now: datetime, reason: str
) -> CashEntry:
    undo = reverse(entry, by=by, now=now, reason=reason)
    received = contribution.received_cents - entry.amount_cents
    if contribution.state == "received":
        due_on = contribution.due_on or entry.happened_on
        take_step(contribution, "reopen", by=by, now=now, reason=reason, received_cents=received, due_on=due_on)
    else:
        contribution.received_cents = received
        record(contribution, "reverse", by=by, now=now, reason=reason)
    db.session.flush()
    return undo


def _step_back(advance: Advance, entry: CashEntry, *, by: Actor, now: datetime) -> None:
    """Undo what a payment, a default or its cure made of the advance."""
    if entry.kind == CashKind.PAYMENT:
        take_step(advance, "unpay", by=by, now=now, paid_on=None)
    elif entry.kind == CashKind.DEFAULT:
        take_step(advance, "cure", by=by, now=now, reason="reversal", defaulted_on=None)
    else:
        take_step(advance, "undo_cure", by=by, now=now, defaulted_on=_last_default(advance).booked_on)


def _last_default(advance: Advance) -> CashEntry:
    rows = select(CashEntry).where(CashEntry.advance_id == advance.id, CashEntry.kind == CashKind.DEFAULT, is_live())
    return db.session.scalars(rows.order_by(CashEntry.id.desc()).limit(1)).one()


def _reopen(advance: Advance, kind: CashKind, *, by: Actor, now: datetime) -> None:
    """An advance that had ended owes again."""
    if kind in (CashKind.REPAYMENT, CashKind.USE_OF_HELD) and advance.state == "repaid":
        take_step(advance, "reopen", by=by, now=now)
    elif kind == CashKind.RECOVERY and advance.state == "recovered":
        take_step(advance, "undo_recovery", by=by, now=now)
    elif kind == CashKind.WRITE_OFF and advance.state == "written_off":
        take_step(advance, "undo_write_off", by=by, now=now)
