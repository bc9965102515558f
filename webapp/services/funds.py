"""A fund and what its funders bring: promised, called, received; fees of the bank; months closed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from webapp.clock import local_date
from webapp.domain.cash import CashKind
from webapp.domain.errors import Refusal, WrongState
from webapp.domain.ledger import month_end
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.cash import CashEntry
from webapp.models.funds import Contribution, Fund
from webapp.models.groups import Group
from webapp.models.territories import Territory
from webapp.services.cash import post
from webapp.services.steps import lock, record, take_step


def open_fund(territory: Territory, code: str, name: str, *, opened_on: date, by: Actor, now: datetime) -> Fund:
    """A territory gets a fund, empty."""
    fund = Fund(territory=territory, code=code, name=name, opened_on=opened_on)
    db.session.add(fund)
    db.session.flush()
    record(fund, "open", by=by, now=now)
    return fund


def list_funds_of(territory: Territory) -> list[Fund]:
    """The funds of a territory, the first opened first."""
    rows = select(Fund).where(Fund.territory_id == territory.id).order_by(Fund.opened_on, Fund.id)
    return list(db.session.scalars(rows))


def promise_contribution(
    fund: Fund, group: Group, cents: int, *, promised_on: date, by: Actor, now: datetime
) -> Contribution:
    """A group promises money to a fund; nothing moves yet."""
    contribution = Contribution(fund=fund, group=group, amount_cents=cents, promised_on=promised_on)
    db.session.add(contribution)
    db.session.flush()
    record(contribution, "promise", by=by, now=now, to_state=contribution.state)
    return contribution


def call_contribution(contribution: Contribution, *, due_on: date, by: Actor, now: datetime) -> None:
    """Ask a group for what it promised, by a day; from then on the money is expected."""
    lock(contribution)
    take_step(contribution, "call", by=by, now=now, called_on=local_date(now), due_on=due_on)


def receive_contribution(
    contribution: Contribution, cents: int, *, received_on: date, by: Actor, now: datetime
) -> CashEntry:
    """Money of a group has come in, all of it or a part.

    Raises:
        Refusal: it is more than was promised (`more_than_promised`): let the group promise more first.
        WrongState: it was withdrawn, or has all come in.
    """
    lock(contribution)
    received = contribution.received_cents + cents
    if contribution.state not in ("promised", "called"):
        raise WrongState(thing="contribution", step="receive", state=contribution.state)
    if received > contribution.amount_cents:
        raise Refusal("more_than_promised", left_cents=contribution.amount_cents - contribution.received_cents)
    entry = post(contribution, CashKind.CONTRIBUTION, cents, on=received_on, by=by, now=now)
    if received == contribution.amount_cents:
        take_step(contribution, "receive", by=by, now=now, received_cents=received)
    else:
        contribution.received_cents = received
        record(contribution, "receive_part", by=by, now=now)
    db.session.flush()
    return entry


def withdraw_contribution(contribution: Contribution, *, by: Actor, now: datetime, reason: str) -> None:
    """A group does not bring what it promised.

    Raises:
        WrongState: some of it has come in already.
    """
    lock(contribution)
    if contribution.received_cents:
        raise WrongState(thing="contribution", step="withdraw", state=contribution.state)
    take_step(contribution, "withdraw", by=by, now=now, reason=reason)


def record_fee(fund: Fund, cents: int, *, taken_on: date, by: Actor, now: datetime) -> CashEntry:
    """The bank has taken a fee."""
    return post(fund, CashKind.FEE, cents, on=taken_on, by=by, now=now)


def next_month_to_close(fund: Fund) -> date:
    """The last day of the first month that is open."""
    first = fund.opened_on if fund.closed_through is None else fund.closed_through + timedelta(days=1)
    return month_end(first)


def close_fund_month(fund: Fund, *, by: Actor, now: datetime) -> date:
    """Close the first month that is open: what comes in later is booked on the first open day. Its last day.

    Raises:
        Refusal: the month is not over yet (`month_not_over`).
    """
    lock(fund)
    last = next_month_to_close(fund)
    if last >= local_date(now):
        raise Refusal("month_not_over", ends_on=last)
    fund.closed_through = last
    record(fund, "close_month", by=by, now=now, reason=f"{last:%Y-%m}")
    db.session.flush()
    return last
