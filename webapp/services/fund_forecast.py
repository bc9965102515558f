"""A fund ahead: what is expected to come in and to go out, and what can be lent on each day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from webapp.domain.advances import instalment_plan, spread
from webapp.domain.funds import Move, Point, cash_path
from webapp.domain.states import COMMITTED
from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.funds import Contribution, Fund
from webapp.services.schedules import find_schedule, list_plans, terms_of


def path_of(fund: Fund, today: date) -> list[Point]:
    """What the fund will have of its own at the end of today and of each day on which money is expected to move.

    What firms paid too much is not the fund's. An instalment or a contribution that is late is not counted; an advance that
    was promised leaves on its day, and one whose day has passed leaves today.
    """
    return cash_path(fund.cash_cents - fund.held_cents, today, moves_ahead(fund, today))


def moves_ahead(fund: Fund, today: date) -> list[Move]:
    """The money that is expected to move from today on."""
    return [*_contributions(fund, today), *_advances(fund, today)]


def repayments_from(advance: Advance, paid_on: date) -> list[Move]:
    """What an advance would bring back if it were paid on a day, by its own terms."""
    terms = replace(terms_of(find_schedule(advance)), starts_on=paid_on)
    return [Move(part.due_on, part.amount_cents) for part in instalment_plan(advance.amount_cents, terms)]


def _contributions(fund: Fund, today: date) -> list[Move]:
    rows = select(Contribution).where(
        Contribution.fund_id == fund.id, Contribution.state == "called", Contribution.due_on > today
    )
    return [Move(row.due_on, row.amount_cents - row.received_cents) for row in db.session.scalars(rows) if row.due_on]


def expected_instalments(fund: Fund, today: date) -> list[Move]:
    """What firms are expected to bring back after today; what is late or in default is not counted."""
    return [move for move in _advances(fund, today) if move.cents > 0]


def _advances(fund: Fund, today: date) -> list[Move]:
    rows = select(Advance).where(Advance.fund_id == fund.id, Advance.state.in_(("running", *COMMITTED)))
    advances = list(db.session.scalars(rows.order_by(Advance.id)))
    plans = list_plans(advance.id for advance in advances)
    moves = []
    for advance in advances:
        before, plan = plans[advance.id]
        if not advance.is_paid_out:
            moves.append(Move(max(advance.pay_on, today), -advance.amount_cents))
        moves += [
            Move(line.due_on, line.left_cents)
            for line in spread(plan, advance.repaid_cents - before)
            if line.due_on > today and line.left_cents
        ]
    return moves
