"""Advances, funds and movements as a desk lists and finds them, within its territories. Reads only."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webapp.domain.advances import Arrears, Line, next_line, spread
from webapp.domain.advances import arrears_of as late_of
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.advances import Advance, AdvanceCondition, PaymentOrder, Schedule
from webapp.models.bank import BankLine
from webapp.models.cash import CashEntry
from webapp.models.companies import Company
from webapp.models.conventions import Convention, Pledge
from webapp.models.dossiers import Decision, Dossier
from webapp.models.funds import Contribution, Fund
from webapp.models.groups import Group
from webapp.services.paging import Page, contains, paginate
from webapp.services.schedules import list_plans

FILTERS = {
    "todo": ("queued", "approved", "ordered"),
    "running": ("running",),
    "over": ("repaid", "defaulted", "recovered", "written_off", "cancelled"),
}


def list_advances(territory_ids: frozenset[int], state: str, words: str, *, today: date, page: int) -> Page[Advance]:
    """The advances of some territories, the last decided first; `late`: those with an instalment past its date."""
    rows = advances_of(territory_ids).order_by(Decision.decided_on.desc(), Advance.id.desc())
    if state in FILTERS:
        rows = rows.where(Advance.state.in_(FILTERS[state]))
    elif state == "late":
        rows = rows.where(Advance.id.in_(find_late(territory_ids, today)))
    if words:
        rows = rows.where(contains(Company.name, words) | contains(Dossier.title, words))
    return paginate(rows, page)


def advances_of(territory_ids: frozenset[int]) -> Select[tuple[Advance]]:
    """The query of the advances of some territories, joined with their funds, decisions, dossiers and firms."""
    firm = contains_eager(Advance.decision).contains_eager(Decision.dossier).contains_eager(Dossier.company)
    return (
        select(Advance)
        .join(Advance.fund)
        .join(Advance.decision)
        .join(Decision.dossier)
        .join(Dossier.company)
        .where(Fund.territory_id.in_(territory_ids))
        .options(firm, contains_eager(Advance.fund))
    )


def find_late(territory_ids: frozenset[int], on: date) -> list[int]:
    """The running advances with an instalment past its date."""
    rows = select(Advance).join(Advance.fund).where(Fund.territory_id.in_(territory_ids), Advance.state == "running")
    running = list(db.session.scalars(rows))
    late = list_arrears(running, on)
    return [advance_id for advance_id, arrears in late.items() if arrears.cents]


def list_arrears(advances: list[Advance], on: date) -> dict[int, Arrears]:
    """What each running advance is late with at the end of a day."""
    running = [advance for advance in advances if advance.state == "running"]
    plans = list_plans(advance.id for advance in running)
    return {
        advance.id: late_of(plans[advance.id][1], advance.repaid_cents - plans[advance.id][0], on)
        for advance in running
    }


def list_next_lines(advances: list[Advance]) -> dict[int, Line | None]:
    """The first instalment that each running advance has not paid."""
    running = [advance for advance in advances if advance.state == "running"]
    plans = list_plans(advance.id for advance in running)
    return {
        advance.id: next_line(spread(plans[advance.id][1], advance.repaid_cents - plans[advance.id][0]))
        for advance in running
    }


def find_scoped_advance(territory_ids: frozenset[int], advance_id: int) -> Advance | None:
    """An advance of one of these territories, with its firm, conditions, schedules and orders."""
    return db.session.scalar(
        select(Advance)
        .join(Advance.fund)
        .where(Advance.id == advance_id, Fund.territory_id.in_(territory_ids))
        .options(
            contains_eager(Advance.fund).joinedload(Fund.territory),
            joinedload(Advance.decision).joinedload(Decision.dossier).joinedload(Dossier.company),
            selectinload(Advance.conditions),
            selectinload(Advance.schedules).selectinload(Schedule.instalments),
            selectinload(Advance.orders).joinedload(PaymentOrder.orderer),
            selectinload(Advance.orders).joinedload(PaymentOrder.confirmer),
        )
    )


def find_scoped_condition(territory_ids: frozenset[int], condition_id: int) -> AdvanceCondition | None:
    """A condition of an advance of one of these territories."""
    rows = select(AdvanceCondition).join(AdvanceCondition.advance).join(Advance.fund)
    return db.session.scalar(rows.where(AdvanceCondition.id == condition_id, Fund.territory_id.in_(territory_ids)))


def find_scoped_entry(territory_ids: frozenset[int], entry_id: int) -> CashEntry | None:
    """A movement of a fund of one of these territories."""
    rows = select(CashEntry).join(CashEntry.fund)
    return db.session.scalar(rows.where(CashEntry.id == entry_id, Fund.territory_id.in_(territory_ids)))


def find_scoped_fund(territory_ids: frozenset[int], fund_id: int) -> Fund | None:
    """A fund of one of these territories."""
    rows = select(Fund).where(Fund.id == fund_id, Fund.territory_id.in_(territory_ids))
    return db.session.scalar(rows.options(joinedload(Fund.territory)))


def find_scoped_contribution(territory_ids: frozenset[int], contribution_id: int) -> Contribution | None:
    """A contribution to a fund of one of these territories."""
    rows = select(Contribution).join(Contribution.fund)
    return db.session.scalar(
        rows.where(Contribution.id == contribution_id, Fund.territory_id.in_(territory_ids)).options(
            joinedload(Contribution.group)
        )
    )


def find_scoped_line(territory_ids: frozenset[int], line_id: int) -> BankLine | None:
    """A line of the bank of a fund of one of these territories."""
    rows = select(BankLine).join(BankLine.fund).options(contains_eager(BankLine.fund))
    return db.session.scalar(rows.where(BankLine.id == line_id, Fund.territory_id.in_(territory_ids)))


def list_scoped_funds(territory_ids: frozenset[int]) -> list[Fund]:
    """The funds of some territories, by name."""
    rows = select(Fund).where(Fund.territory_id.in_(territory_ids)).options(joinedload(Fund.territory))
    return list(db.session.scalars(rows.order_by(without_accents(Fund.name))))


def list_contributions(fund: Fund) -> list[Contribution]:
    """What the groups bring to a fund, the last promised first."""
    rows = select(Contribution).where(Contribution.fund_id == fund.id).options(joinedload(Contribution.group))
    return list(db.session.scalars(rows.order_by(Contribution.promised_on.desc(), Contribution.id.desc())))


def list_possible_funders(fund: Fund) -> list[Group]:
    """The groups that signed a convention of the fund's territory with days, by name."""
    here = Convention.territory_id == fund.territory_id, Convention.state == "signed"
    signed = select(Pledge.group_id).join(Pledge.convention).where(*here)
    return list(db.session.scalars(select(Group).where(Group.id.in_(signed)).order_by(without_accents(Group.name))))


def list_entries(advance: Advance) -> list[CashEntry]:
    """Every movement of an advance's money, the last first."""
    rows = select(CashEntry).where(CashEntry.advance_id == advance.id).order_by(CashEntry.id.desc())
    return list(db.session.scalars(rows))


def movements_of(fund: Fund) -> Select[tuple[CashEntry]]:
    """Every movement of a fund with what it is about, in the order of the days they count on."""
    firm = joinedload(CashEntry.advance).joinedload(Advance.decision).joinedload(Decision.dossier)
    return (
        select(CashEntry)
        .where(CashEntry.fund_id == fund.id)
        .options(firm.joinedload(Dossier.company), joinedload(CashEntry.contribution).joinedload(Contribution.group))
        .order_by(CashEntry.booked_on.desc(), CashEntry.id.desc())
    )


def list_fund_entries(fund: Fund, *, page: int) -> Page[CashEntry]:
    """The movements of a fund, the last first."""
    return paginate(movements_of(fund), page)
