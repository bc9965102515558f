"""The baskets of money: firms in trouble, instalments late, orders to confirm, conditions, payments, the bank, the queue.

Reads only. What waits for an act today is hot: a firm that said it is hard, an order that another person confirms.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from webapp.clock import PARIS, local_date
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.advances import Advance, PaymentOrder
from webapp.models.bank import BankLine
from webapp.models.dossiers import Decision
from webapp.models.events import Event
from webapp.models.funds import Fund
from webapp.services.advance_links import HEARD, TROUBLE
from webapp.services.advance_lists import advances_of, list_arrears
from webapp.services.basket_entries import Basket, Entry
from webapp.services.fund_queue import list_queue
from webapp.services.job_shortfalls import list_open_cases

#: what a coordinator does about a firm that said it is hard
ANSWERS = (HEARD, "reschedule", "cure", "default")


def list_money_baskets(territory_ids: frozenset[int], now: datetime) -> list[Basket]:
    """The baskets of money, in the order of the work."""
    today = local_date(now)
    return [
        Basket("in_trouble", _in_trouble(territory_ids), is_hot=True),
        Basket("to_confirm", _to_confirm(territory_ids), is_hot=True),
        Basket("instalments_late", _late(territory_ids, today)),
        Basket("jobs_missing", _jobs_missing(territory_ids)),
        Basket("conditions", _before_payment(territory_ids, with_conditions=True)),
        Basket("to_order", _before_payment(territory_ids, with_conditions=False)),
        Basket("bank_lines", _bank(territory_ids)),
        Basket("queued", _queue(territory_ids, today)),
    ]


def _in_trouble(territory_ids: frozenset[int]) -> list[Entry]:
    """Advances whose firm said that it is hard, and nobody has answered since."""
    about = Event.object_kind == "advance"
    said = select(Event.object_id, func.max(Event.id).label("last"), func.max(Event.at).label("at")).where(
        about, Event.step == TROUBLE
    )
    said_rows = said.group_by(Event.object_id).subquery()
    heard = select(Event.object_id, func.max(Event.id).label("last")).where(about, Event.step.in_(ANSWERS))
    heard_rows = heard.group_by(Event.object_id).subquery()
    rows = (
        advances_of(territory_ids)
        .add_columns(said_rows.c.at)
        .join(said_rows, said_rows.c.object_id == Advance.id)
        .outerjoin(heard_rows, heard_rows.c.object_id == Advance.id)
        .where(heard_rows.c.last.is_(None) | (heard_rows.c.last < said_rows.c.last))
        .order_by(said_rows.c.at, Advance.id)
    )
    return [Entry(advance, None, at) for advance, at in db.session.execute(rows)]


def _to_confirm(territory_ids: frozenset[int]) -> list[Entry]:
    """Orders of one person that another one confirms."""
    waiting = PaymentOrder.state == "ordered"
    rows = advances_of(territory_ids).add_columns(PaymentOrder.ordered_at)
    rows = rows.join(PaymentOrder, PaymentOrder.advance_id == Advance.id).where(waiting)
    return [
        Entry(advance, None, at)
        for advance, at in db.session.execute(rows.order_by(PaymentOrder.ordered_at, Advance.id))
    ]


def _late(territory_ids: frozenset[int], today: date) -> list[Entry]:
    """Running advances with an instalment past its date, the oldest first."""
    running = _found(advances_of(territory_ids).where(Advance.state == "running").order_by(Advance.id))
    arrears = {key: late for key, late in list_arrears(running, today).items() if late.cents}
    late = sorted((each for each in running if each.id in arrears), key=lambda each: -arrears[each.id].days_late)
    return [
        Entry(each, None, _morning(arrears[each.id].since or today), facts={"arrears": arrears[each.id]})
        for each in late
    ]


def _jobs_missing(territory_ids: frozenset[int]) -> list[Entry]:
    """Advances whose promised jobs did not come by the firm's answer, until somebody has decided."""
    cases = list_open_cases(territory_ids)
    return [Entry(case.advance, None, case.created_at, facts={"case": case}) for case in cases]


def _before_payment(territory_ids: frozenset[int], *, with_conditions: bool) -> list[Entry]:
    """Advances that were granted: those with conditions left, or those that can be ordered."""
    rows = advances_of(territory_ids).where(Advance.state == "approved").options(selectinload(Advance.conditions))
    entries = []
    for advance in _found(rows.order_by(Decision.decided_on, Advance.id)):
        left = [row for row in advance.conditions if row.lifted_at is None]
        if bool(left) == with_conditions:
            since = _morning(advance.decision.decided_on)
            entries.append(Entry(advance, None, since, facts={"conditions": left}))
    return entries


def _bank(territory_ids: frozenset[int]) -> list[Entry]:
    """Funds with lines of the bank that nobody has looked at."""
    rows = (
        select(Fund, func.count(BankLine.id), func.min(BankLine.booked_on))
        .join(BankLine, BankLine.fund_id == Fund.id)
        .where(Fund.territory_id.in_(territory_ids), BankLine.state == "open")
        .group_by(Fund.id)
        .order_by(func.min(BankLine.booked_on), Fund.id)
    )
    return [
        Entry(fund, None, _morning(first), facts={"lines": count}) for fund, count, first in db.session.execute(rows)
    ]


def _queue(territory_ids: frozenset[int], today: date) -> list[Entry]:
    """Advances that wait for money, fund by fund, each with its place."""
    waiting = select(Advance.fund_id).where(Advance.state == "queued")
    funds = select(Fund).where(Fund.territory_id.in_(territory_ids), Fund.id.in_(waiting))
    ordered = db.session.scalars(funds.order_by(without_accents(Fund.name))).all()
    places = [place for fund in ordered for place in list_queue(fund, today)]
    return [
        Entry(place.advance, None, _morning(place.advance.decision.decided_on), facts={"place": place})
        for place in places
    ]


def _found(rows: Select[Any]) -> list[Advance]:
    found: Iterable[Advance] = db.session.scalars(rows)
    return list(found)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS)
