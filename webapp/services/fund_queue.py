"""Advances that were granted and wait for money: their order, when each can be expected, and the release of what can be paid.

They are paid in the order in which they were granted; nobody overtakes. One whose decision is no longer valid on the day
that it could be paid waits for the committee, and holds nobody up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.clock import local_date
from webapp.domain.funds import Move, cash_path, first_day_for, lendable_cents
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.mail import advance_messages
from webapp.models.advances import Advance
from webapp.models.dossiers import Decision, Dossier
from webapp.models.funds import Fund
from webapp.services.fund_forecast import moves_ahead, path_of, repayments_from
from webapp.services.schedules import start_schedule
from webapp.services.steps import lock, take_step


@dataclass(frozen=True)
class Waiting:
    """One place of the queue. `expected_on`: the first day on which the money is in sight; None where none is."""

    number: int
    advance: Advance
    expected_on: date | None
    #: the committee has to decide again: its decision ends before the money is there
    is_lapsed: bool


def list_queue(fund: Fund, today: date) -> list[Waiting]:
    """The queue of a fund, each with the day on which those before it leave enough."""
    moves, since, found = moves_ahead(fund, today), today, []
    for number, advance in enumerate(_queued(fund), start=1):
        path = cash_path(fund.cash_cents - fund.held_cents, today, moves)
        day = first_day_for(path, advance.amount_cents, max(since, advance.pay_on))
        is_lapsed = _has_lapsed(advance, day or today)
        found.append(Waiting(number, advance, day, is_lapsed))
        if day is None and not is_lapsed:
            return found + _without_a_day(fund, today, after=number)
        if day is not None and not is_lapsed:
            moves += [Move(day, -advance.amount_cents), *repayments_from(advance, day)]
            since = day
    return found


def _without_a_day(fund: Fund, today: date, *, after: int) -> list[Waiting]:
    """Whoever stands behind one that no money is in sight for."""
    rest = list(enumerate(_queued(fund), start=1))[after:]
    return [Waiting(number, advance, None, _has_lapsed(advance, today)) for number, advance in rest]


def release_queue(fund: Fund, *, by: Actor, now: datetime) -> list[Advance]:
    """Promise what waits, as far as the money goes, and tell the coordinator of each; its plan counts from the new day."""
    lock(fund)
    today = local_date(now)
    released = []
    for advance in _queued(fund):
        pay_on = max(advance.pay_on, today)
        if _has_lapsed(advance, pay_on):
            continue
        if lendable_cents(path_of(fund, today), pay_on) < advance.amount_cents:
            break
        event = take_step(advance, "approve", by=by, now=now, pay_on=pay_on)
        start_schedule(advance, pay_on, "approval", now=now)
        db.session.add(advance_messages.advance_released(advance, event=event, now=now))
        released.append(advance)
    db.session.flush()
    return released


def list_funds_with_queue() -> list[int]:
    """The funds for which somebody waits."""
    return list(db.session.scalars(select(Advance.fund_id).where(Advance.state == "queued").distinct()))


def _queued(fund: Fund) -> list[Advance]:
    firm = joinedload(Advance.decision).joinedload(Decision.dossier).joinedload(Dossier.company)
    rows = select(Advance).where(Advance.fund_id == fund.id, Advance.state == "queued").options(firm)
    return list(db.session.scalars(rows.order_by(Advance.id)))


def _has_lapsed(advance: Advance, on: date) -> bool:
    valid_until = advance.decision.valid_until
    return valid_until is not None and on > valid_until
