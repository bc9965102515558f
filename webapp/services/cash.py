"""The ledger of money: every change of a fund's balances, with the line that says why, in one transaction.

The caller has locked the advance or contribution that a movement is about; the fund is locked here, last. The balances move
by conditional UPDATEs, so that no account falls below zero, and the checks of the database stand behind them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, select, update

from webapp.clock import local_date
from webapp.domain.cash import BY_ADVANCE, ROUTES, TURNING, CashAccount, CashKind, deltas
from webapp.domain.errors import FundExhausted, NotAllowed, Refusal, WrongState
from webapp.domain.ledger import first_open_day
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.models.advances import Advance, PaymentOrder
from webapp.models.cash import CashEntry
from webapp.models.funds import Contribution, Fund
from webapp.services.steps import lock

#: What a line does to the money at the bank.
CASH_DELTA = case(
    (CashEntry.to_account == CashAccount.CASH, CashEntry.amount_cents),
    (CashEntry.from_account == CashAccount.CASH, -CashEntry.amount_cents),
    else_=0,
)

About = Advance | Contribution | Fund


def post(
    about: About,
    kind: CashKind,
    cents: int,
    *,
    on: date,
    by: Actor,
    now: datetime,
    order: PaymentOrder | None = None,
) -> CashEntry:
    """Write one movement about an advance, a contribution or the fund itself, on the day it happened.

    Raises:
        FundExhausted: the fund has not the money, that day or since.
        Refusal: the day is to come (`in_the_future`), or before the fund was opened (`before_the_fund`); the amount is
            nothing or less (`amount_not_positive`), or more than the account holds (`more_than_there_is`).
        NotAllowed: money is moved by people with an account.
    """
    if cents <= 0:
        raise Refusal("amount_not_positive", amount_cents=cents)
    fund = lock(about if isinstance(about, Fund) else about.fund)
    source, target = ROUTES[kind]
    about.postings += 1
    line = _line(about, fund, on=on, by=by, now=now)
    line.kind = kind
    line.from_account, line.to_account, line.amount_cents = source, target, cents
    line.posting_key = f"{about.__tablename__}:{about.id}:{kind}:{about.postings}"
    line.payment_order_id = order.id if order is not None else None
    return _book(fund, line)


def reverse(entry: CashEntry, *, by: Actor, now: datetime, reason: str, on: date | None = None) -> CashEntry:
    """Write the movement that undoes another one, today or on the day that the bank says; a movement is undone once, the
    database sees to it.

    What it means for the advance or the contribution is up to `services/reversals.py`.

    Raises:
        WrongState: it is undone already.
        Refusal: it undoes another one (`reversal_stays`), or a later one rests on it (`undo_later_first`).
        FundExhausted: the money has gone out since.
    """
    fund = lock(entry.fund)
    if entry.kind == CashKind.REVERSE:
        raise Refusal("reversal_stays", entry_id=entry.id)
    if db.session.scalar(select(CashEntry.id).where(CashEntry.reverses_id == entry.id)):
        raise WrongState(thing="cash_entry", step="reverse", state="reversed")
    later = find_later(entry)
    if later is not None:
        raise Refusal("undo_later_first", entry_id=later.id, kind=later.kind)
    line = _line(entry.advance or entry.contribution or fund, fund, on=on or local_date(now), by=by, now=now)
    line.kind = CashKind.REVERSE
    line.from_account, line.to_account, line.amount_cents = entry.to_account, entry.from_account, entry.amount_cents
    line.posting_key, line.reverses_id, line.reason = f"reverse:{entry.id}", entry.id, reason
    return _book(fund, line)


def is_live() -> Any:
    """The condition that a movement is neither undone nor the undoing of another one."""
    undone = select(CashEntry.reverses_id).where(CashEntry.reverses_id.is_not(None))
    return (CashEntry.kind != CashKind.REVERSE) & CashEntry.id.not_in(undone)


def find_later(entry: CashEntry) -> CashEntry | None:
    """The last movement of the same advance that rests on this one; None where it may be undone by itself."""
    if entry.advance_id is None:
        return None
    undone = select(CashEntry.reverses_id).where(
        CashEntry.advance_id == entry.advance_id, CashEntry.reverses_id.is_not(None)
    )
    rows = select(CashEntry).where(
        CashEntry.advance_id == entry.advance_id,
        CashEntry.id > entry.id,
        CashEntry.kind != CashKind.REVERSE,
        CashEntry.id.not_in(undone),
    )
    if entry.kind not in TURNING:
        rows = rows.where(CashEntry.kind.in_(TURNING))
    return db.session.scalar(rows.order_by(CashEntry.id.desc()).limit(1))


def cash_on(fund: Fund, on: date) -> int:
    """What the fund had at the bank at the end of a day, by the days of the bank."""
    total = select(func.coalesce(func.sum(CASH_DELTA), 0))
    return db.session.scalar(total.where(CashEntry.fund_id == fund.id, CashEntry.happened_on <= on)) or 0


def lowest_cash_since(fund: Fund, day: date) -> int:
    """The least that the fund had at the end of that day or of any day since."""
    per_day = (
        select(CashEntry.booked_on, func.sum(CASH_DELTA))
        .where(CashEntry.fund_id == fund.id, CashEntry.booked_on > day)
        .group_by(CashEntry.booked_on)
        .order_by(CashEntry.booked_on.desc())
    )
    cash = lowest = fund.cash_cents
    for _, change in db.session.execute(per_day):
        cash -= change
        lowest = min(lowest, cash)
    return lowest


def _line(about: About, fund: Fund, *, on: date, by: Actor, now: datetime) -> CashEntry:
    if by.kind is not ActorKind.ACCOUNT:
        raise NotAllowed(thing="cash_entry", step="post")
    if on > local_date(now):
        raise Refusal("in_the_future", today=local_date(now))
    if on < fund.opened_on:
        raise Refusal("before_the_fund", on=on, opened_on=fund.opened_on)
    return CashEntry(
        fund_id=fund.id,
        advance_id=about.id if isinstance(about, Advance) else None,
        contribution_id=about.id if isinstance(about, Contribution) else None,
        happened_on=on,
        booked_on=first_open_day(on, fund.closed_through),
        written_at=now,
        actor_kind=by.kind,
        actor_id=by.id,
    )


def _book(fund: Fund, line: CashEntry) -> CashEntry:
    """Move the balances and write the line, or neither."""
    changes = deltas(CashAccount(line.from_account), CashAccount(line.to_account), line.amount_cents)
    free = changes.get(CashAccount.CASH, 0) - changes.get(CashAccount.HELD, 0)
    db.session.flush()
    if changes.get(CashAccount.CASH, 0) < 0 and lowest_cash_since(fund, line.booked_on) < line.amount_cents:
        raise FundExhausted(left_cents=fund.cash_cents - fund.held_cents, asked_cents=line.amount_cents)
    is_covered = Fund.cash_cents - Fund.held_cents + free >= 0
    if not _move(Fund, fund.id, changes, is_covered):
        db.session.refresh(fund)
        left = fund.cash_cents - fund.held_cents
        if left + free < 0:
            raise FundExhausted(left_cents=left, asked_cents=line.amount_cents)
        raise Refusal("more_than_there_is", amount_cents=line.amount_cents)
    if line.advance_id is not None:
        own = {account: cents for account, cents in changes.items() if account in BY_ADVANCE}
        if own and not _move(Advance, line.advance_id, own):
            raise Refusal("more_than_there_is", amount_cents=line.amount_cents)
        db.session.refresh(db.session.get_one(Advance, line.advance_id))
    db.session.refresh(fund)
    db.session.add(line)
    db.session.flush()
    return line


def _move(table: Any, row_id: int, changes: dict[CashAccount, int], *conditions: Any) -> bool:
    """Add to the balances of one row unless one of them would fall below zero."""
    columns = {account: getattr(table, f"{account}_cents") for account in changes}
    moved = db.session.execute(
        update(table)
        .where(table.id == row_id, *(columns[account] + cents >= 0 for account, cents in changes.items()), *conditions)
        .values({f"{account}_cents": columns[account] + cents for account, cents in changes.items()})
        .execution_options(synchronize_session=False)
    )
    return bool(moved.rowcount == 1)
