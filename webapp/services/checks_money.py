"""What must hold in the ledger of money, recomputed from its raw lines. Each check yields a line for each breach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from webapp.clock import local_date
from webapp.domain.cash import BY_ADVANCE, CashAccount, CashKind, deltas
from webapp.domain.ledger import month_end
from webapp.extensions import db
from webapp.models.advances import Advance, PaymentOrder, Schedule
from webapp.models.cash import CashEntry
from webapp.models.dossiers import Decision
from webapp.models.events import Event
from webapp.models.funds import Contribution, Fund
from webapp.models.outcomes import JobCount
from webapp.models.shortfalls import JobShortfall
from webapp.services.cash import CASH_DELTA
from webapp.services.schedules import expected_plan

Sums = dict[int, dict[CashAccount, int]]


def compare_fund_balances() -> Iterator[str]:
    """The balances of a fund are the sums of its lines."""
    sums = _sums(CashEntry.fund_id)
    for fund in db.session.scalars(select(Fund).order_by(Fund.id)):
        yield from _differences(fund, sums[fund.id], CashAccount)


def compare_advance_balances() -> Iterator[str]:
    """The balances of an advance are the sums of its lines."""
    sums = _sums(CashEntry.advance_id)
    for advance in db.session.scalars(select(Advance).order_by(Advance.id)):
        yield from _differences(advance, sums[advance.id], BY_ADVANCE)
        paid = -sums[advance.id][CashAccount.CASH] + sums[advance.id][CashAccount.HELD]
        paid += sums[advance.id][CashAccount.RECOVERED]
        owed = advance.lent_cents + advance.doubtful_cents + advance.lost_cents
        if paid != owed:
            yield f"advance {advance.id}: {paid} cents are out, it owes {owed}"


def _sums(column: Any) -> Sums:
    sums: Sums = defaultdict(lambda: dict.fromkeys(CashAccount, 0))
    lines = select(column, CashEntry.from_account, CashEntry.to_account, func.sum(CashEntry.amount_cents))
    for row_id, source, target, cents in db.session.execute(
        lines.group_by(column, CashEntry.from_account, CashEntry.to_account)
    ):
        for account, change in deltas(CashAccount(source), CashAccount(target), cents).items():
            sums[row_id][account] += change
    return sums


def _differences(row: Fund | Advance, sums: dict[CashAccount, int], accounts: Iterable[CashAccount]) -> Iterator[str]:
    for account in accounts:
        balance = getattr(row, f"{account}_cents")
        if balance != sums[account]:
            yield f"{row.__tablename__} {row.id}: {account} is {balance}, its lines sum to {sums[account]}"


def compare_days() -> Iterator[str]:
    """On no day has a fund less than nothing at the bank."""
    days = (
        select(CashEntry.fund_id, CashEntry.booked_on, func.sum(CASH_DELTA))
        .group_by(CashEntry.fund_id, CashEntry.booked_on)
        .order_by(CashEntry.fund_id, CashEntry.booked_on)
    )
    cash: dict[int, int] = defaultdict(int)
    for fund_id, day, change in db.session.execute(days):
        cash[fund_id] += change
        if cash[fund_id] < 0:
            yield f"fund {fund_id}: {cash[fund_id]} cents at the end of {day}"


def compare_reversals() -> Iterator[str]:
    """A reversal is its movement the other way round, and nothing undoes a reversal."""
    undone = aliased(CashEntry)
    pairs = select(CashEntry, undone).join(undone, CashEntry.reverses_id == undone.id)
    for entry, before in db.session.execute(pairs):
        back = (before.to_account, before.from_account, before.amount_cents, before.advance_id, before.contribution_id)
        way = (entry.from_account, entry.to_account, entry.amount_cents, entry.advance_id, entry.contribution_id)
        if way != back or before.kind == CashKind.REVERSE:
            yield f"cash_entry {entry.id}: does not undo cash_entry {before.id}"


def compare_payments() -> Iterator[str]:
    """Money leaves on an order of the same amount, given by one person and confirmed by another."""
    payments = (
        select(CashEntry, PaymentOrder)
        .outerjoin(PaymentOrder, CashEntry.payment_order_id == PaymentOrder.id)
        .where(CashEntry.kind == CashKind.PAYMENT)
    )
    for entry, order in db.session.execute(payments):
        is_right = (
            order is not None
            and order.confirmed_by is not None
            and order.confirmed_by != order.ordered_by
            and (order.advance_id, order.amount_cents) == (entry.advance_id, entry.amount_cents)
        )
        if not is_right:
            yield f"cash_entry {entry.id}: paid without the order of one person and the word of another"


def compare_schedules() -> Iterator[str]:
    """A schedule sums to what it spreads, by its own terms; with what was repaid before, to the advance."""
    rows = select(Schedule).options(selectinload(Schedule.instalments), joinedload(Schedule.advance))
    before: Schedule | None = None
    for schedule in db.session.scalars(rows.order_by(Schedule.advance_id, Schedule.version)):
        is_next = before is not None and before.advance_id == schedule.advance_id
        plan, before = expected_plan(schedule, before if is_next else None), schedule
        if schedule.plan != plan or sum(part.amount_cents for part in plan) != schedule.amount_cents:
            yield f"schedule {schedule.id}: its instalments are not those of its terms"
        if schedule.amount_cents + schedule.repaid_before_cents != schedule.advance.amount_cents:
            yield f"schedule {schedule.id}: with what was repaid before it is not the advance"


def compare_advance_states() -> Iterator[str]:
    """An advance owes in the states that owe, and has ended when it owes nothing."""
    for advance in db.session.scalars(select(Advance).order_by(Advance.id)):
        owes = {"running": advance.lent_cents, "defaulted": advance.doubtful_cents}
        if advance.state in owes and owes[advance.state] == 0:
            yield f"advance {advance.id}: {advance.state}, and owes nothing"
        if advance.lent_cents and advance.state != "running":
            yield f"advance {advance.id}: {advance.state}, and {advance.lent_cents} cents are lent"
        if advance.doubtful_cents and advance.state != "defaulted":
            yield f"advance {advance.id}: {advance.state}, and {advance.doubtful_cents} cents are doubtful"


def compare_contributions() -> Iterator[str]:
    """What a contribution has received is the sum of its lines."""
    sums = _sums(CashEntry.contribution_id)
    for row in db.session.scalars(select(Contribution).order_by(Contribution.id)):
        received = sums[row.id][CashAccount.CASH]
        if row.received_cents != received:
            yield f"contribution {row.id}: {row.received_cents} cents received, its lines sum to {received}"


def compare_closed_months() -> Iterator[str]:
    """Nothing is booked in a month after it was closed."""
    closings = select(Event).where(Event.object_kind == "fund", Event.step == "close_month").order_by(Event.id)
    for event in db.session.scalars(closings):
        late = select(CashEntry.id).where(
            CashEntry.fund_id == event.object_id,
            CashEntry.written_at > event.at,
            CashEntry.booked_on <= month_end(date.fromisoformat(f"{event.reason}-01")),
        )
        for entry_id in db.session.scalars(late):
            yield f"cash_entry {entry_id}: booked in {event.reason} or before, closed earlier"


def compare_turns() -> Iterator[str]:
    """Nobody was promised money before one that was granted earlier and waited, but by a rule or for a written reason."""
    rows = (
        select(Event, Advance, Decision)
        .join(Advance, Advance.id == Event.object_id)
        .join(Decision, Decision.id == Advance.decision_id)
        .where(Event.object_kind == "advance", Event.step.in_(("queue", "approve", "cancel")))
        .order_by(Event.id)
    )
    waiting: dict[int, tuple[Advance, Decision]] = {}
    for event, advance, decision in db.session.execute(rows):
        waiting.pop(advance.id, None)
        if event.step == "queue":
            waiting[advance.id] = advance, decision
        if event.step != "approve" or event.reason:
            continue
        for other, before in waiting.values():
            is_first = (before.decided_on, other.id) < (decision.decided_on, advance.id)
            is_valid = before.valid_until is None or before.valid_until >= local_date(event.at)
            if other.fund_id == advance.fund_id and is_first and is_valid:
                yield f"advance {advance.id}: promised on {local_date(event.at)} while advance {other.id} waited"


def compare_shortfalls() -> Iterator[str]:
    """Jobs are missing by a firm's own answer only, and a plan drawn up because of it is the advance's."""
    answered = select(JobCount.id).where(JobCount.survey_id == JobShortfall.survey_id)
    rows = select(JobShortfall, Schedule, answered.exists()).outerjoin(JobShortfall.schedule)
    for case, schedule, has_answer in db.session.execute(rows.order_by(JobShortfall.id)):
        if not has_answer:
            yield f"job_shortfall {case.id}: nobody answered"
        if schedule is not None and (schedule.advance_id != case.advance_id or schedule.call is None):
            yield f"job_shortfall {case.id}: schedule {schedule.id} calls nothing of its advance"


CHECKS = (
    compare_fund_balances,
    compare_advance_balances,
    compare_days,
    compare_reversals,
    compare_payments,
    compare_schedules,
    compare_advance_states,
    compare_contributions,
    compare_closed_months,
    compare_turns,
    compare_shortfalls,
)
