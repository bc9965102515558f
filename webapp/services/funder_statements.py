"""What a funder is told of its money: what it brought, what that lent, its share of what was lost. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.domain.funds import split_cents
from webapp.extensions import db
from webapp.models.cash import CashEntry
from webapp.models.funds import Contribution, Fund
from webapp.models.groups import Group
from webapp.services.fund_figures import Funder, FundTally, tally_fund


@dataclass(frozen=True)
class Statement:
    """One funder's money in one fund, today. `lent_cents` is its part of all that was lent, by what each brought."""

    fund: Fund
    tally: FundTally
    funder: Funder
    lent_cents: int
    outstanding_cents: int
    contributions: Sequence[Contribution]
    movements: Sequence[CashEntry]


def find_funder(fund: Fund, group_id: int) -> Group | None:
    """A group that brought or promised something to the fund."""
    rows = select(Group).join(Contribution, Contribution.group_id == Group.id).where(Contribution.fund_id == fund.id)
    return db.session.scalar(rows.where(Group.id == group_id).limit(1))


def state_funder(fund: Fund, group: Group, *, now: datetime) -> Statement | None:
    """The statement of a group; None when all it promised was withdrawn."""
    tally = tally_fund(fund, now=now)
    place = next((n for n, each in enumerate(tally.funders) if each.group.id == group.id), None)
    if place is None:
        return None
    weights = [each.contributed_cents for each in tally.funders]
    rows = select(Contribution).where(Contribution.fund_id == fund.id, Contribution.group_id == group.id)
    contributions = db.session.scalars(rows.order_by(Contribution.id)).all()
    movements = (
        select(CashEntry)
        .where(CashEntry.contribution_id.in_([row.id for row in contributions]))
        .options(joinedload(CashEntry.contribution))
        .order_by(CashEntry.booked_on, CashEntry.id)
    )
    return Statement(
        fund=fund,
        tally=tally,
        funder=tally.funders[place],
        lent_cents=split_cents(tally.lent_in_all_cents, weights)[place],
        outstanding_cents=split_cents(fund.lent_cents + fund.doubtful_cents, weights)[place],
        contributions=contributions,
        movements=db.session.scalars(movements).all(),
    )
