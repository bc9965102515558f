"""The money told again: contributions, decisions, advances and what came back, through the services, each on its day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import select

from seed_data import money_rows
from seed_data.agenda import Agenda, at
from seed_data.cast import Cast
from seed_data.load_firms import Firms
from seed_data.readers import Programme
from webapp.clock import PARIS, local_date
from webapp.domain.advances import Terms
from webapp.domain.debits import BankAccount
from webapp.domain.ledger import month_end
from webapp.domain.states import JOB, Actor, ActorKind
from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.companies import Company
from webapp.models.dossiers import Decision, Dossier
from webapp.models.funds import Contribution, Fund
from webapp.models.needs import Need
from webapp.services import advances, funds, payments
from webapp.services.advance_links import say_trouble
from webapp.services.advance_mails import list_advances_with_rules, remind_firm
from webapp.services.fund_accounts import set_account
from webapp.services.repayments import record_repayment

#: how long after its end a coordinator closes a month of a fund
CLOSED_AFTER = timedelta(days=20)


@dataclass
class Till:
    """What the story of the money is about: rows of the database by their code in the files."""

    programme: Programme
    cast: Cast
    firms: Firms
    funds: dict[str, Fund] = field(default_factory=dict)
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    advances: dict[str, Advance] = field(default_factory=dict)

    def by(self, fund: Fund) -> Actor:
        """The coordinator who keeps a fund."""
        return self.cast.coordinators[fund.territory.code]


def tell_money(programme: Programme, cast: Cast, firms: Firms, agenda: Agenda, *, until: datetime) -> Till:
    """Note every movement of money, and what led to it, in the agenda; what comes after is told by what is returned."""
    till = Till(programme, cast, firms)
    for row in programme.funds:
        agenda.add(at(row.opened_on, 9, 30), partial(_open, till, row))
        _tell_closings(row, till, agenda, until)
    for promise in programme.contributions:
        agenda.add(at(promise.promised_on, 9, 40), partial(_promise, till, promise, agenda))
    for dossier in programme.dossiers:
        agenda.add(at(dossier.opened_on, 14), partial(_file, till, dossier))
    for decision in programme.decisions:
        agenda.add(at(decision.decided_on, 18), partial(_decide, till, decision))
    for step in programme.advance_steps:
        agenda.add(step.at.replace(tzinfo=PARIS), partial(STEPS[step.step], till, step))
    for repayment in programme.repayments:
        agenda.add(at(repayment.received_on, 11), partial(_repay, till, repayment))
    return till


def tell_reminders(agenda: Agenda, until: datetime) -> None:
    """The firms whose rule says so were written to on the last morning: about what is coming, or what is late."""
    agenda.add(at(local_date(until), 8), _remind)


def _remind(now: datetime) -> None:
    for advance_id in list_advances_with_rules():
        remind_firm(db.session.get_one(Advance, advance_id), by=JOB, now=now)


def _open(till: Till, row: money_rows.FundRow, now: datetime) -> None:
    place, by = till.cast.territories[row.territory], till.cast.coordinators[row.territory]
    fund = till.funds[row.code] = funds.open_fund(place, row.code, row.name, opened_on=row.opened_on, by=by, now=now)
    if row.iban:
        set_account(fund, BankAccount(row.holder, row.iban), "", by=by, now=now)


def _tell_closings(row: money_rows.FundRow, till: Till, agenda: Agenda, until: datetime) -> None:
    last = month_end(row.opened_on)
    while at(last + CLOSED_AFTER, 18) <= until:
        agenda.add(at(last + CLOSED_AFTER, 18), partial(_close, till, row.code))
        last = month_end(last + timedelta(days=1))


def _close(till: Till, code: str, now: datetime) -> None:
    funds.close_fund_month(till.funds[code], by=till.by(till.funds[code]), now=now)


def _promise(till: Till, row: money_rows.ContributionRow, agenda: Agenda, now: datetime) -> None:
    fund, group = till.funds[row.fund], till.cast.groups[row.group]
    by = till.by(fund)
    promise = funds.promise_contribution(fund, group, row.euros * 100, promised_on=row.promised_on, by=by, now=now)
    if row.called_on is not None and row.due_on is not None:
        agenda.add(at(row.called_on, 10), partial(_call, promise, row.due_on, by))
    if row.received_on is not None:
        agenda.add(at(row.received_on, 10, 30), partial(_receive, promise, row.received_on, by))


def _call(promise: Contribution, due_on: date, by: Actor, now: datetime) -> None:
    funds.call_contribution(promise, due_on=due_on, by=by, now=now)


def _receive(promise: Contribution, received_on: date, by: Actor, now: datetime) -> None:
    funds.receive_contribution(promise, promise.amount_cents, received_on=received_on, by=by, now=now)


def _file(till: Till, row: money_rows.DossierRow, now: datetime) -> None:
    contact = till.firms.contact_of(row.company, now)
    company = contact.company
    assert company is not None, "a contact on file has its firm"
    dossier = Dossier(
        territory=till.cast.territories[row.territory],
        company=company,
        contact=contact,
        need=_need_of(till, row.need, company) if row.need else None,
        title=row.title,
        purpose=row.purpose,
        asked_cents=row.asked_euros * 100 if row.asked_euros is not None else None,
        jobs_created=row.jobs_created,
        jobs_preserved=row.jobs_preserved,
        jobs_by=row.jobs_by,
        opened_on=row.opened_on,
    )
    db.session.add(dossier)
    db.session.flush()
    till.dossiers[row.code] = dossier


def _need_of(till: Till, mission: str, company: Company) -> Need:
    """The request behind a past mission, told before."""
    opened_on = next(row.opened_on for row in till.programme.past_missions if row.code == mission)
    needs = db.session.scalars(select(Need).where(Need.company_id == company.id).order_by(Need.id))
    return next(need for need in needs if local_date(need.created_at) == opened_on)


def _decide(till: Till, row: money_rows.DecisionRow, now: datetime) -> None:
    dossier = till.dossiers[row.dossier]
    dossier.state = row.outcome
    decision = Decision(
        dossier=dossier,
        outcome=row.outcome,
        amount_cents=row.euros * 100 if row.euros is not None else None,
        decided_on=row.decided_on,
        valid_until=row.valid_until,
        created_at=now,
    )
    db.session.add(decision)
    db.session.flush()
    till.decisions[row.dossier] = decision


def _approve(till: Till, step: money_rows.AdvanceStepRow, now: datetime) -> None:
    row = next(row for row in till.programme.advances if row.dossier == step.dossier)
    asked = [condition.words for condition in till.programme.advance_conditions if condition.dossier == step.dossier]
    fund = till.funds[row.fund]
    terms = Terms(row.pay_on, row.count, row.every_months, row.grace_months)
    till.advances[step.dossier] = advances.approve_advance(
        till.decisions[step.dossier],
        fund,
        terms,
        conditions=asked,
        may_wait=step.step == "wait",
        by=till.by(fund),
        now=now,
    )


def _say_trouble(till: Till, step: money_rows.AdvanceStepRow, now: datetime) -> None:
    advance = till.advances[step.dossier]
    firm = Actor(ActorKind.CONTACT, advance.decision.dossier.contact_id)
    say_trouble(advance, step.words, by=firm, now=now)


def _lift(till: Till, step: money_rows.AdvanceStepRow, now: datetime) -> None:
    advance = till.advances[step.dossier]
    condition = next(row for row in advance.conditions if row.lifted_at is None)
    advances.lift_condition(condition, words=step.words, by=till.by(advance.fund), now=now)


def _order(till: Till, step: money_rows.AdvanceStepRow, now: datetime) -> None:
    advance = till.advances[step.dossier]
    payments.order_payment(advance, by=till.by(advance.fund), now=now)


def _confirm(till: Till, step: money_rows.AdvanceStepRow, now: datetime) -> None:
    order = payments.find_open_order(till.advances[step.dossier])
    assert order is not None, "what is confirmed was ordered"
    payments.confirm_payment(order, by=till.cast.network, now=now)


def _default(till: Till, step: money_rows.AdvanceStepRow, now: datetime) -> None:
    advance = till.advances[step.dossier]
    advances.default_advance(advance, words=step.words, by=till.by(advance.fund), now=now)


def _write_off(till: Till, step: money_rows.AdvanceStepRow, now: datetime) -> None:
    advance = till.advances[step.dossier]
    advances.write_off_advance(advance, words=step.words, by=till.by(advance.fund), now=now)


def _reschedule(till: Till, step: money_rows.AdvanceStepRow, now: datetime) -> None:
    advance = till.advances[step.dossier]
    terms = Terms(local_date(now), step.count or 0, step.every_months or 0, step.grace_months or 0)
    advances.reschedule_advance(advance, terms, words=step.words, by=till.by(advance.fund), now=now)


def _repay(till: Till, row: money_rows.RepaymentRow, now: datetime) -> None:
    advance = till.advances[row.dossier]
    by = till.by(advance.fund)
    record_repayment(advance, int(row.euros * 100), received_on=row.received_on, by=by, now=now)


STEPS: dict[str, Callable[[Till, money_rows.AdvanceStepRow, datetime], None]] = {
    "approve": _approve,
    "wait": _approve,
    "say_trouble": _say_trouble,
    "lift": _lift,
    "order": _order,
    "confirm": _confirm,
    "default": _default,
    "write_off": _write_off,
    "reschedule": _reschedule,
}
