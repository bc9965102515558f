"""What the bank has collected of a file of direct debits: noted at once or line by line, each instalment a movement."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from webapp.domain.errors import Refusal, WrongState
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.cash import CashEntry
from webapp.models.debits import Debit, DebitFile, Mandate
from webapp.services.repayments import record_repayment
from webapp.services.steps import lock, record, take_step


def receive_debits(file: DebitFile, *, received_on: date, by: Actor, now: datetime) -> int:
    """The bank has collected everything in a file that it has not returned: each amount is a movement of its own; how many.

    What was received or returned before is left alone, so that a second time finds nothing.

    Raises:
        Refusal: that day is before the day of the file (`before_collection`).
        WrongState: nothing of it is left to receive.
    """
    lock(file)
    if received_on < file.collect_on:
        raise Refusal("before_collection", collect_on=file.collect_on)
    waiting = select(Debit).where(Debit.debit_file_id == file.id, Debit.state == "sent").order_by(Debit.id)
    debits = db.session.scalars(waiting).all()
    if not debits:
        raise WrongState(thing="debit_file", step="receive", state="received")
    for debit in debits:
        take_step(debit, "receive", by=by, now=now)
        record_repayment(debit.mandate.advance, debit.amount_cents, received_on=received_on, by=by, now=now)
    record(file, "receive", by=by, now=now)
    return len(debits)


def record_shown(advance: Advance, cents: int, *, received_on: date, by: Actor, now: datetime) -> list[CashEntry]:
    """Money of a firm as a line of the bank shows it. Where a file collects so much by that day it is what was collected:
    noting the rest of the file at once does not note it again.

    Raises:
        Refusal, WrongState: as `record_repayment`.
    """
    lock(advance)
    collected = (
        select(Debit)
        .join(Debit.file)
        .join(Debit.mandate)
        .where(Mandate.advance_id == advance.id, Debit.state == "sent", Debit.amount_cents == cents)
        .where(DebitFile.collect_on <= received_on)
        .order_by(DebitFile.collect_on, Debit.id)
    )
    debit = db.session.scalar(collected.limit(1))
    if debit is not None:
        take_step(debit, "receive", by=by, now=now)
    return record_repayment(advance, cents, received_on=received_on, by=by, now=now)
