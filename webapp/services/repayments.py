"""Money that comes back: on time, early, late, in part, too much, and what firms are owed in return."""

from __future__ import annotations

from datetime import date, datetime

from webapp.clock import local_date
from webapp.domain.cash import CashKind
from webapp.domain.errors import Refusal, WrongState
from webapp.domain.states import Actor
from webapp.models.advances import Advance
from webapp.models.cash import CashEntry
from webapp.models.events import Event
from webapp.services.advance_mails import tell_repayment
from webapp.services.cash import post
from webapp.services.steps import lock, record, take_step


def record_repayment(advance: Advance, cents: int, *, received_on: date, by: Actor, now: datetime) -> list[CashEntry]:
    """Money of a firm has come in. It pays what is owed, the oldest instalment first; what is beyond is held for the firm.

    The firm gets a receipt. Of an advance in default it is a recovery; of one that was written off, a late recovery.

    Raises:
        Refusal: it came before the advance was paid (`before_payment`).
        WrongState: the advance was never paid.
    """
    lock(advance)
    if not advance.is_paid_out:
        raise WrongState(thing="advance", step="repay", state=advance.state)
    if advance.paid_on is not None and received_on < advance.paid_on:
        raise Refusal("before_payment", paid_on=advance.paid_on)
    kind, owed = _what_is_owed(advance)
    entries = []
    if min(cents, owed) or cents <= 0:
        entries.append(post(advance, kind, min(cents, owed), on=received_on, by=by, now=now))
    if cents > owed:
        entries.append(post(advance, CashKind.OVERPAYMENT, cents - owed, on=received_on, by=by, now=now))
    event = _end_when_paid(advance, by=by, now=now)
    tell_repayment(advance, cents, received_on=received_on, event=event, now=now)
    return entries


def _what_is_owed(advance: Advance) -> tuple[CashKind, int]:
    if advance.state == "defaulted":
        return CashKind.RECOVERY, advance.doubtful_cents
    if advance.state == "written_off":
        return CashKind.LATE_RECOVERY, advance.lost_cents - advance.recovered_cents
    return CashKind.REPAYMENT, advance.lent_cents


def _end_when_paid(advance: Advance, *, by: Actor, now: datetime) -> Event:
    if advance.state == "running" and not advance.lent_cents:
        return take_step(advance, "repay", by=by, now=now)
    if advance.state == "defaulted" and not advance.doubtful_cents:
        return take_step(advance, "recover", by=by, now=now)
    return record(advance, "receive", by=by, now=now)


def refund_held(advance: Advance, cents: int, *, on: date, by: Actor, now: datetime) -> CashEntry:
    """Give back to the firm what it paid too much.

    Raises:
        Refusal: it is more than is held (`more_than_there_is`).
    """
    lock(advance)
    if cents > advance.held_cents:
        raise Refusal("more_than_there_is", amount_cents=advance.held_cents)
    entry = post(advance, CashKind.REFUND, cents, on=on, by=by, now=now)
    record(advance, "refund", by=by, now=now)
    return entry


def use_held(advance: Advance, *, by: Actor, now: datetime) -> CashEntry:
    """Let what is held pay what is owed again, after a repayment was undone.

    Raises:
        Refusal: nothing is held, or nothing is owed (`nothing_to_use`).
    """
    lock(advance)
    cents = min(advance.held_cents, advance.lent_cents)
    if not cents:
        raise Refusal("nothing_to_use")
    entry = post(advance, CashKind.USE_OF_HELD, cents, on=local_date(now), by=by, now=now)
    _end_when_paid(advance, by=by, now=now)
    return entry
