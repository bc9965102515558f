"""Paying an advance: one person orders, another one confirms, and the money leaves the fund."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from webapp.clock import local_date
from webapp.domain.cash import CashKind
from webapp.domain.errors import NotAllowed, Refusal
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.models.advances import Advance, AdvanceCondition, PaymentOrder
from webapp.models.cash import CashEntry
from webapp.services.advance_mails import tell_payment
from webapp.services.cash import post
from webapp.services.schedules import start_schedule
from webapp.services.steps import lock, record, take_step


def order_payment(advance: Advance, *, by: Actor, now: datetime) -> PaymentOrder:
    """Order the bank transfer of an advance; nothing leaves before somebody else confirms.

    Raises:
        Refusal: a condition is not lifted (`conditions_left`), or the decision is no longer valid (`decision_lapsed`).
        WrongState: it is not approved, or ordered already.
    """
    lock(advance)
    left = select(AdvanceCondition.id).where(
        AdvanceCondition.advance_id == advance.id, AdvanceCondition.lifted_at.is_(None)
    )
    if db.session.scalars(left).all():
        raise Refusal("conditions_left", advance_id=advance.id)
    valid_until = advance.decision.valid_until
    if valid_until is not None and valid_until < local_date(now):
        raise Refusal("decision_lapsed", valid_until=valid_until)
    take_step(advance, "order", by=by, now=now)
    order = PaymentOrder(advance_id=advance.id, amount_cents=advance.amount_cents, ordered_by=by.id, ordered_at=now)
    db.session.add(order)
    db.session.flush()
    record(order, "order", by=by, now=now, to_state=order.state)
    return order


def confirm_payment(order: PaymentOrder, *, by: Actor, now: datetime, paid_on: date | None = None) -> CashEntry:
    """Another person confirms: the money leaves the fund, and the schedule counts from that day.

    Raises:
        Refusal: whoever ordered may not confirm (`same_person`), or the day is before the decision (`before_the_decision`).
        FundExhausted: the fund has not the money.
        WrongState: it was confirmed or refused already.
    """
    advance = lock(order.advance)
    lock(order)
    _must_be_another(order, by)
    day = paid_on or local_date(now)
    if day < advance.decision.decided_on:
        raise Refusal("before_the_decision", decided_on=advance.decision.decided_on)
    take_step(order, "confirm", by=by, now=now, confirmed_by=by.id, confirmed_at=now)
    event = take_step(advance, "pay", by=by, now=now, paid_on=day)
    entry = post(advance, CashKind.PAYMENT, order.amount_cents, on=day, by=by, now=now, order=order)
    start_schedule(advance, day, "payment", now=now)
    tell_payment(advance, event=event, now=now)
    return entry


def _must_be_another(order: PaymentOrder, by: Actor) -> None:
    if by.kind is not ActorKind.ACCOUNT:
        raise NotAllowed(thing="payment_order", step="confirm")
    if order.state == "ordered" and by.id == order.ordered_by:
        raise Refusal("same_person", order_id=order.id)


def refuse_payment(order: PaymentOrder, *, by: Actor, now: datetime, reason: str) -> None:
    """The order is taken back, by anybody of the desk: the advance is approved as before."""
    advance = lock(order.advance)
    lock(order)
    take_step(order, "refuse", by=by, now=now, reason=reason)
    take_step(advance, "refuse_order", by=by, now=now, reason=reason)


def find_open_order(advance: Advance) -> PaymentOrder | None:
    """The order that waits to be confirmed."""
    return db.session.scalar(
        select(PaymentOrder).where(PaymentOrder.advance_id == advance.id, PaymentOrder.state == "ordered")
    )
