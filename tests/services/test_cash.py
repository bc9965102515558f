from datetime import date, timedelta

import pytest

from webapp.domain.cash import CashKind
from webapp.domain.errors import FundExhausted, NotAllowed, Refusal, WrongState
from webapp.domain.states import JOB
from webapp.services import cash, funds
from webapp.services.reversals import reverse_movement
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def post(money, **changes):
    values = {"on": money.today, "by": money.by, "now": money.now} | changes
    cents = values.pop("cents", 1_500)
    with transaction():
        return cash.post(money.fund, CashKind.FEE, cents, **values)


def test_a_line_moves_the_balances_it_names(money):
    entry = post(money)

    fund = money.fund
    assert (fund.cash_cents, fund.fees_cents, fund.contributed_cents) == (9_998_500, 1_500, 10_000_000)
    assert (entry.from_account, entry.to_account, entry.booked_on) == ("cash", "fees", money.today)


@pytest.mark.parametrize("cents", [0, -1])
def test_nothing_and_less_is_no_movement(money, cents):
    with pytest.raises(Refusal, match="amount_not_positive"):
        post(money, cents=cents)


def test_a_job_moves_no_money(money):
    with pytest.raises(NotAllowed):
        post(money, by=JOB)


def test_what_is_to_come_is_not_booked(money):
    with pytest.raises(Refusal, match="in_the_future"):
        post(money, on=money.today + timedelta(days=1))


def test_nothing_is_booked_before_the_fund(money):
    with pytest.raises(Refusal, match="before_the_fund"):
        post(money, on=date(2025, 3, 31))


def test_a_fund_never_pays_more_than_it_has(money):
    with pytest.raises(FundExhausted) as refused:
        post(money, cents=10_000_001)

    assert refused.value.details["left_cents"] == 10_000_000
    assert money.fund.cash_cents == 10_000_000


def test_a_day_in_the_past_cannot_be_emptied_afterwards(money):
    # the money came in today: yesterday there was none
    with pytest.raises(FundExhausted):
        post(money, on=money.today - timedelta(days=1))


def test_money_paid_too_much_is_never_lent(money):
    advance = money.running(9_000_000)
    money.repay(advance, 9_500_000)

    with pytest.raises(FundExhausted) as refused:
        post(money, cents=10_000_001)

    assert money.fund.held_cents == 500_000
    assert refused.value.details["left_cents"] == 10_000_000


def test_the_cash_of_a_day_is_what_had_moved_by_then(money):
    money.later(days=3)
    post(money)

    assert cash.cash_on(money.fund, money.today) == 9_998_500
    assert cash.cash_on(money.fund, money.today - timedelta(days=1)) == 10_000_000
    assert cash.cash_on(money.fund, money.today - timedelta(days=4)) == 0
    assert cash.lowest_cash_since(money.fund, money.today - timedelta(days=1)) == 9_998_500


def test_a_closed_month_books_on_the_next_open_day(money):
    money.later(days=15)
    while funds.next_month_to_close(money.fund) < money.today:
        with transaction():
            funds.close_fund_month(money.fund, by=money.by, now=money.now)

    entry = post(money, on=date(2026, 11, 26))

    assert (entry.happened_on, entry.booked_on) == (date(2026, 11, 26), date(2026, 12, 1))
    # the bank knows of no closed month
    assert cash.cash_on(money.fund, date(2026, 11, 30)) == 9_998_500


def test_a_reversal_restores_and_happens_once(money):
    entry = post(money)
    with transaction():
        undo = reverse_movement(entry, by=money.by, now=money.now, reason="mistake")

    assert money.fund.cash_cents == 10_000_000
    assert (undo.from_account, undo.to_account, undo.reverses_id) == ("fees", "cash", entry.id)
    with pytest.raises(WrongState), transaction():
        reverse_movement(entry, by=money.by, now=money.now, reason="mistake")
    with pytest.raises(Refusal, match="reversal_stays"), transaction():
        reverse_movement(undo, by=money.by, now=money.now, reason="mistake")


def test_what_a_later_movement_rests_on_stays(money):
    advance = money.running()
    (paid,) = money.repay(advance, 100_000)
    later = cash.find_later(cash_entry_of(advance, CashKind.PAYMENT))

    assert later.id == paid.id
    assert cash.find_later(paid) is None


def cash_entry_of(advance, kind):
    return cash.db.session.scalars(
        cash.select(cash.CashEntry).where(cash.CashEntry.advance_id == advance.id, cash.CashEntry.kind == kind)
    ).one()
