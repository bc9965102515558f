"""The figures of a fund and of the money of a convention: one definition each (docs/figures.md). Reads only.

Cents, and hundredths where a ratio is shown; nothing is rounded before the edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from webapp.clock import local_date
from webapp.domain.advances import AGE_BOUNDS, add_months, age_class, arrears_of
from webapp.domain.cash import CashAccount
from webapp.domain.funds import Move, Point, lendable_cents, lowest_point, split_cents, turnover_hundredths
from webapp.domain.states import COMMITTED, PAID_OUT
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.advances import Advance
from webapp.models.cash import CashEntry
from webapp.models.conventions import Convention
from webapp.models.dossiers import Decision, Dossier
from webapp.models.funds import Contribution, Fund
from webapp.models.groups import Group
from webapp.services.fund_forecast import expected_instalments, path_of
from webapp.services.fund_jobs import jobs_of_fund
from webapp.services.schedules import list_plans

#: how far ahead a fund is looked at
MONTHS_AHEAD = 24


@dataclass(frozen=True)
class Month:
    """One month ahead: what is expected back in it, and what can be lent from its first day on."""

    starts_on: date
    expected_cents: int
    lendable_cents: int


@dataclass(frozen=True)
class Funder:
    """What one group brought, what it promised besides, and its share of what was lost and of the jobs."""

    group: Group
    contributed_cents: int
    promised_cents: int
    lost_cents: int
    #: hundredths of full-time jobs, of what the firms found to which the fund lent
    jobs_created: int
    jobs_preserved: int


@dataclass(frozen=True)
class FundTally:
    """A fund today, and what is ahead of it."""

    fund: Fund
    today: date
    #: paid out to firms since the beginning, payments that came back left out
    lent_in_all_cents: int
    advances: int
    defaults: int
    committed_cents: int
    queued_cents: int
    path: tuple[Point, ...]
    months: tuple[Month, ...]
    #: late cents by age: up to 30, 60, 90 days, and beyond
    arrears: tuple[int, ...]
    funders: tuple[Funder, ...]

    @property
    def lendable_cents(self) -> int:
        return lendable_cents(self.path, self.today)

    @property
    def lowest(self) -> Point:
        return lowest_point(self.path, self.today)

    @property
    def turnover_hundredths(self) -> int | None:
        return turnover_hundredths(self.lent_in_all_cents, self.fund.contributed_cents)

    @property
    def net_lost_cents(self) -> int:
        """Written off, less what came back all the same."""
        return self.fund.lost_cents - self.fund.recovered_cents

    @property
    def loss_permyriad(self) -> int | None:
        """What was lost out of what was lent, in hundredths of a percent; None before anything was lent."""
        lent = self.lent_in_all_cents
        return None if not lent else (20_000 * self.net_lost_cents + lent) // (2 * lent)


def tally_fund(fund: Fund, *, now: datetime) -> FundTally:
    """The figures of a fund today."""
    today = local_date(now)
    path = tuple(path_of(fund, today))
    advances = list(db.session.scalars(select(Advance).where(Advance.fund_id == fund.id)))
    paid = [advance for advance in advances if advance.is_paid_out]
    return FundTally(
        fund=fund,
        today=today,
        lent_in_all_cents=sum(advance.amount_cents for advance in paid),
        advances=len(paid),
        defaults=sum(advance.defaulted_on is not None for advance in paid),
        committed_cents=sum(advance.amount_cents for advance in advances if advance.state in COMMITTED),
        queued_cents=sum(advance.amount_cents for advance in advances if advance.state == "queued"),
        path=path,
        months=_months(path, expected_instalments(fund, today), today),
        arrears=_arrears([advance for advance in paid if advance.state == "running"], today),
        funders=_funders(fund, today),
    )


def _months(path: tuple[Point, ...], moves: list[Move], today: date) -> tuple[Month, ...]:
    first = add_months(today.replace(day=1), 1)
    starts = [add_months(first, number) for number in range(MONTHS_AHEAD)]
    return tuple(
        Month(
            start,
            sum(move.cents for move in moves if start <= move.on < add_months(start, 1)),
            lendable_cents(path, start),
        )
        for start in starts
    )


def _arrears(running: list[Advance], today: date) -> tuple[int, ...]:
    by_age = [0] * (len(AGE_BOUNDS) + 1)
    plans = list_plans(advance.id for advance in running)
    for advance in running:
        before, plan = plans[advance.id]
        late = arrears_of(plan, advance.repaid_cents - before, today)
        if late.cents:
            by_age[age_class(late.days_late)] += late.cents
    return tuple(by_age)


def _funders(fund: Fund, today: date) -> tuple[Funder, ...]:
    rows = db.session.execute(
        select(Group, func.sum(Contribution.received_cents), func.sum(Contribution.amount_cents))
        .join(Contribution, Contribution.group_id == Group.id)
        .where(Contribution.fund_id == fund.id, Contribution.state != "withdrawn")
        .group_by(Group.id)
        .order_by(func.sum(Contribution.received_cents).desc(), without_accents(Group.name))
    ).all()
    jobs = jobs_of_fund(fund, today)
    shared = (fund.lost_cents - fund.recovered_cents, jobs.created, jobs.preserved)
    parts = [split_cents(whole, [received for _, received, _ in rows]) for whole in shared]
    return tuple(
        Funder(group, received, amount - received, *shares)
        for (group, received, amount), *shares in zip(rows, *parts, strict=True)
    )


def money_of(convention: Convention, *, now: datetime) -> dict[str, Any]:
    """The money of a convention by name: what the committee granted on its days, and what became of it until now.

    What the funders brought counts to the end of the convention, since the same money is lent again and again.
    """
    until = min(convention.ends_on, local_date(now))
    advances = list(
        db.session.scalars(
            select(Advance)
            .join(Advance.decision)
            .join(Decision.dossier)
            .where(
                Dossier.territory_id == convention.territory_id,
                Decision.decided_on.between(convention.starts_on, convention.ends_on),
                Advance.state.in_(PAID_OUT),
            )
        )
    )
    advanced = sum(advance.amount_cents for advance in advances)
    contributed = _contributed(convention.territory_id, until)
    turns = turnover_hundredths(advanced, contributed)
    return {
        "projects": count_projects(convention),
        "advances": len(advances),
        "advanced_cents": advanced,
        "repaid_cents": sum(advance.repaid_cents for advance in advances),
        "defaults": sum(advance.defaulted_on is not None for advance in advances),
        "lost_cents": sum(advance.lost_cents - advance.recovered_cents for advance in advances),
        "contributed_cents": contributed,
        "turnover": None if turns is None else turns / 100,
    }


def count_projects(convention: Convention) -> int:
    """Dossiers that the committee approved on the days of a convention."""
    rows = (
        select(func.count(Decision.dossier_id.distinct()))
        .join(Decision.dossier)
        .where(
            Dossier.territory_id == convention.territory_id,
            Decision.outcome == "approved",
            Decision.decided_on.between(convention.starts_on, convention.ends_on),
        )
    )
    return db.session.scalar(rows) or 0


def _contributed(territory_id: int, until: date) -> int:
    came = (
        select(CashEntry.from_account, func.coalesce(func.sum(CashEntry.amount_cents), 0))
        .join(CashEntry.fund)
        .where(
            Fund.territory_id == territory_id,
            CashEntry.booked_on <= until,
            (CashEntry.from_account == CashAccount.CONTRIBUTED) | (CashEntry.to_account == CashAccount.CONTRIBUTED),
        )
        .group_by(CashEntry.from_account)
    )
    sums: dict[str, int] = {row[0]: row[1] for row in db.session.execute(came)}
    return sums.pop(CashAccount.CONTRIBUTED, 0) - sum(sums.values())
