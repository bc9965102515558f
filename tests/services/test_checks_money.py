from datetime import timedelta

import pytest
from factories.money import AMOUNT
from factories.shortfalls import short, tell_promise
from sqlalchemy import insert, select, update

from webapp.domain.advances import Terms
from webapp.extensions import db
from webapp.models.advances import Advance, PaymentOrder, Schedule
from webapp.models.cash import CashEntry
from webapp.models.events import Event
from webapp.models.funds import Contribution, Fund
from webapp.models.shortfalls import JobShortfall
from webapp.services import advances, checks_money, funds
from webapp.services.reversals import reverse_movement
from webapp.services.schedules import find_schedule
from webapp.services.steps import take_step
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def write(statement):
    with transaction():
        db.session.execute(statement.execution_options(synchronize_session=False))


def forge(money, **changes):
    line = {
        "fund_id": money.fund.id,
        "kind": "fee",
        "from_account": "cash",
        "to_account": "fees",
        "amount_cents": 100,
        "posting_key": "forged",
        "happened_on": money.today,
        "booked_on": money.today,
        "written_at": money.now,
        "actor_kind": "account",
        "reason": "",
    }
    write(insert(CashEntry).values(**(line | changes)))


def breaches(name):
    return list(getattr(checks_money, name)())


def test_a_true_story_has_no_breach(money):
    advance = money.running()
    (entry,) = money.repay(advance, 300_000)
    with transaction():
        reverse_movement(entry, by=money.by, now=money.now, reason="bounced")
    money.repay(advance, 100_000)
    start = money.today + timedelta(days=30)
    with transaction():
        advances.reschedule_advance(advance, Terms(start, 7), words="x", by=money.by, now=money.now)
        advances.default_advance(advance, words="x", by=money.by, now=money.now)
        advances.write_off_advance(advance, words="x", by=money.by, now=money.now)
    money.repay(advance, 5_000_000)

    assert [line for check in checks_money.CHECKS for line in check()] == []


def test_a_line_without_its_balance_is_seen(money):
    forge(money)

    assert breaches("compare_fund_balances") == [
        f"fund {money.fund.id}: cash is 10000000, its lines sum to 9999900",
        f"fund {money.fund.id}: fees is 0, its lines sum to 100",
    ]


def test_an_advance_that_forgets_its_debt_is_seen(money):
    advance = money.running()
    write(update(Advance).where(Advance.id == advance.id).values(lent_cents=5))

    assert breaches("compare_advance_balances") == [
        f"advance {advance.id}: lent is 5, its lines sum to {AMOUNT}",
        f"advance {advance.id}: {AMOUNT} cents are out, it owes 5",
    ]


def test_a_day_below_zero_is_seen(money):
    day = money.today - timedelta(days=1)
    forge(money, booked_on=day, happened_on=day)

    assert breaches("compare_days") == [f"fund {money.fund.id}: -100 cents at the end of {day}"]


def test_a_reversal_of_another_advance_is_seen(money):
    advance = money.running()
    (entry,) = money.repay(advance, 100)
    back = {"kind": "reverse", "from_account": "cash", "to_account": "lent", "reverses_id": entry.id}
    forge(money, **back)

    assert len(breaches("compare_reversals")) == 1


def test_a_payment_by_one_person_is_seen(money):
    advance = money.running()
    write(update(PaymentOrder).values(amount_cents=1))

    (breach,) = breaches("compare_payments")
    assert advance.lent_cents == AMOUNT
    assert breach.endswith("paid without the order of one person and the word of another")


def test_a_schedule_that_does_not_sum_is_seen(money, now):
    advance = money.running()
    schedule = {"advance_id": advance.id, "version": 9, "amount_cents": 100, "repaid_before_cents": 0, "count": 1}
    terms = {"starts_on": money.today, "every_months": 1, "grace_months": 0, "reason": "approval", "written_at": now}
    write(insert(Schedule).values(**schedule, **terms))

    assert len(breaches("compare_schedules")) == 2


def test_an_advance_that_ended_owing_is_seen(money):
    advance = money.running()
    money.repay(advance, AMOUNT)
    write(update(Advance).where(Advance.id == advance.id).values(state="running"))

    assert breaches("compare_advance_states") == [f"advance {advance.id}: running, and owes nothing"]


def test_a_contribution_that_counts_wrong_is_seen(money):
    write(update(Contribution).values(amount_cents=20_000_000, state="promised"))
    write(update(Contribution).values(received_cents=5))

    assert len(breaches("compare_contributions")) == 1


def test_a_line_in_a_closed_month_is_seen(money):
    money.later(days=10)
    with transaction():
        while funds.next_month_to_close(money.fund) < money.today:
            funds.close_fund_month(money.fund, by=money.by, now=money.now)
    write(update(Fund).values(closed_through=None))
    forge(money, booked_on=money.today - timedelta(days=10), written_at=money.now + timedelta(minutes=1))

    (breach,) = breaches("compare_closed_months")
    assert breach.endswith("booked in 2026-11 or before, closed earlier")
    assert db.session.scalar(select(Event.reason).where(Event.step == "close_month").limit(1)) == "2025-04"


def test_one_that_was_promised_out_of_turn_is_seen(money):
    money.running(9_000_000)
    waiting, second = money.waiting(2_500_000), money.waiting(900_000)
    with transaction():
        take_step(second, "approve", by=money.by, now=money.now)

    assert breaches("compare_turns") == [
        f"advance {second.id}: promised on 2026-11-24 while advance {waiting.id} waited"
    ]


def test_a_case_without_an_answer_or_with_another_plan_is_seen(now):
    money, survey = tell_promise(now)
    _money, other = short(now)
    assert breaches("compare_shortfalls") == []
    wrong = {"survey_id": survey.id, "advance_id": other.advance_id, "state": "called", "missing_hundredths": 100}
    plan = find_schedule(money.running())
    write(insert(JobShortfall).values(**wrong, schedule_id=plan.id, created_at=now))

    (case_id,) = db.session.scalars(select(JobShortfall.id).where(JobShortfall.survey_id == survey.id))
    assert breaches("compare_shortfalls") == [
        f"job_shortfall {case_id}: nobody answered",
        f"job_shortfall {case_id}: schedule {plan.id} calls nothing of its advance",
    ]
