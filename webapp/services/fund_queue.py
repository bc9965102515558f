"""Advances that were granted and wait for money: their order, when each can be expected, and the release of what can be paid.

First granted, first paid: by the day of the decision, then by the order in which they were written. A later one passes in
front for two reasons only, and its event says which: it is small by the rule of its territory, or a coordinator has written
why. One whose decision is no longer valid on the day that it could be paid waits for the committee, and holds nobody up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.clock import local_date
from webapp.domain.errors import FundExhausted, Refusal, WrongState
from webapp.domain.funds import Move, cash_path, first_day_for, lendable_cents
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.mail import advance_messages
from webapp.models.advances import Advance
from webapp.models.dossiers import Decision, Dossier
from webapp.models.events import Event
from webapp.models.funds import Fund
from webapp.models.territories import LocalRule
from webapp.services.fund_forecast import moves_ahead, path_of, repayments_from
from webapp.services.notes import add_note, reason_given
from webapp.services.schedules import start_schedule
from webapp.services.steps import lock, take_step

#: the rule of a territory that lets small advances pass in front, up to so many euros
PASSING_RULE = "money_passing_euros"

#: why an advance was promised before others that waited, as its event says
SMALL, ALLOWED = "small_passes", "allowed_to_pass"


@dataclass(frozen=True)
class Waiting:
    """One place of the queue. `expected_on`: the first day on which the money is in sight; None where none is."""

    number: int
    advance: Advance
    expected_on: date | None
    #: the committee has to decide again: its decision ends before the money is there
    is_lapsed: bool


@dataclass(frozen=True)
class Turn:
    """Whether an approval has its turn: how many are before it, or the rule by which it passes them."""

    ahead: int
    passes: str = ""


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


def turn_of(fund: Fund, cents: int, decided_on: date, now: datetime) -> Turn:
    """The guard of every approval: who has the turn before an advance of so much, granted that day and written now.

    The caller has locked the fund.
    """
    today = local_date(now)
    ahead = sum(
        each.decision.decided_on <= decided_on and not _has_lapsed(each, max(each.pay_on, today))
        for each in _queued(fund)
    )
    return Turn(0, SMALL) if ahead and _is_small(fund, cents) else Turn(ahead)


def release_queue(fund: Fund, *, by: Actor, now: datetime) -> list[Advance]:
    """Promise what waits, as far as the money goes, and tell the coordinator of each; its plan counts from the new day."""
    lock(fund)
    today, is_held_up = local_date(now), False
    released = []
    for advance in _queued(fund):
        pay_on = max(advance.pay_on, today)
        if _has_lapsed(advance, pay_on) or (is_held_up and not _is_small(fund, advance.amount_cents)):
            continue
        if lendable_cents(path_of(fund, today), pay_on) < advance.amount_cents:
            is_held_up = True
            continue
        event = _promise(advance, by=by, now=now, reason=SMALL if is_held_up else "")
        db.session.add(advance_messages.advance_released(advance, event=event, now=now))
        released.append(advance)
    db.session.flush()
    return released


def let_pass(advance: Advance, *, by: Actor, now: datetime, words: str) -> None:
    """Promise one that waits before those that are in front of it, for a reason that somebody writes down.

    Raises:
        Refusal: no reason was given (`reason_missing`), or the committee has to decide again (`decision_lapsed`).
        FundExhausted: the fund cannot pay this one either.
        WrongState: it does not wait.
    """
    fund = lock(advance.fund)
    db.session.refresh(advance)
    words = reason_given(words)
    if advance.state != "queued":
        raise WrongState(thing="advance", step="approve", state=advance.state)
    today = local_date(now)
    if _has_lapsed(advance, today):
        raise Refusal("decision_lapsed", valid_until=advance.decision.valid_until)
    path, pay_on = path_of(fund, today), max(advance.pay_on, today)
    left = lendable_cents(path, pay_on)
    if left < advance.amount_cents:
        first_on = first_day_for(path, advance.amount_cents, pay_on)
        raise FundExhausted(left_cents=left, asked_cents=advance.amount_cents, first_on=first_on)
    _promise(advance, by=by, now=now, reason=ALLOWED)
    add_note(advance, words, by=by, now=now)


def _promise(advance: Advance, *, by: Actor, now: datetime, reason: str) -> Event:
    pay_on = max(advance.pay_on, local_date(now))
    event = take_step(advance, "approve", by=by, now=now, reason=reason, pay_on=pay_on)
    start_schedule(advance, pay_on, "approval", now=now)
    return event


def list_funds_with_queue() -> list[int]:
    """The funds for which somebody waits."""
    return list(db.session.scalars(select(Advance.fund_id).where(Advance.state == "queued").distinct()))


def _queued(fund: Fund) -> list[Advance]:
    firm = joinedload(Advance.decision).joinedload(Decision.dossier).joinedload(Dossier.company)
    rows = select(Advance).where(Advance.fund_id == fund.id, Advance.state == "queued").options(firm)
    return list(db.session.scalars(rows.join(Advance.decision).order_by(Decision.decided_on, Advance.id)))


def _is_small(fund: Fund, cents: int) -> bool:
    """True where the territory lets an advance of so much pass in front of those that wait."""
    rule = LocalRule.territory_id == fund.territory_id, LocalRule.code == PASSING_RULE
    euros = db.session.scalar(select(LocalRule.value).where(*rule))
    return euros is not None and cents <= 100 * euros


def _has_lapsed(advance: Advance, on: date) -> bool:
    valid_until = advance.decision.valid_until
    return valid_until is not None and on > valid_until
