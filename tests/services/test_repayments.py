from datetime import timedelta

import pytest
from factories.money import AMOUNT

from webapp.domain.errors import Refusal, WrongState
from webapp.services import advances, repayments
from webapp.services.reversals import reverse_movement
from webapp.services.schedules import find_schedule, lines_of
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def advance(money):
    return money.running()


def act(function, *args, money, **values):
    with transaction():
        return function(*args, by=values.pop("by", money.by), now=money.now, **values)


def kinds(entries):
    return [(entry.kind, entry.amount_cents) for entry in entries]


def test_a_part_pays_the_oldest_instalments(money, advance):
    assert kinds(money.repay(advance, 250_000)) == [("repayment", 250_000)]

    lines = lines_of(advance, find_schedule(advance))
    assert [line.paid_cents for line in lines[:4]] == [100_000, 100_000, 50_000, 0]


def test_the_last_cent_ends_the_advance(money, advance):
    money.repay(advance, AMOUNT - 1)
    assert advance.state == "running"

    money.repay(advance, 1)

    assert (advance.state, advance.repaid_cents, money.fund.cash_cents) == ("repaid", AMOUNT, 10_000_000)


def test_what_is_too_much_is_held_and_given_back(money, advance):
    entries = money.repay(advance, AMOUNT + 5_000)
    assert kinds(entries) == [("repayment", AMOUNT), ("overpayment", 5_000)]

    act(repayments.refund_held, advance, 5_000, on=money.today, money=money)

    assert (advance.held_cents, money.fund.held_cents, money.fund.cash_cents) == (0, 0, 10_000_000)
    with pytest.raises(Refusal, match="more_than_there_is"):
        act(repayments.refund_held, advance, 1, on=money.today, money=money)


def test_money_after_the_end_is_held(money, advance):
    money.repay(advance, AMOUNT)

    assert kinds(money.repay(advance, 100)) == [("overpayment", 100)]


@pytest.mark.parametrize("cents", [0, -100])
def test_a_repayment_is_more_than_nothing(money, advance, cents):
    with pytest.raises(Refusal, match="amount_not_positive"):
        money.repay(advance, cents)


def test_nothing_comes_back_before_it_was_paid(money, advance):
    day = money.today - timedelta(days=1)
    with pytest.raises(Refusal, match="before_payment"):
        act(repayments.record_repayment, advance, 1, received_on=day, money=money)
    with pytest.raises(WrongState):
        money.repay(money.approved(), 1)


def test_what_comes_after_a_default_is_a_recovery(money, advance):
    money.repay(advance, 500_000)
    act(advances.default_advance, advance, words="Redressement", money=money)

    assert kinds(money.repay(advance, 400_000)) == [("recovery", 400_000)]
    assert kinds(money.repay(advance, 1_200_000)) == [("recovery", 1_100_000), ("overpayment", 100_000)]

    assert (advance.state, advance.repaid_cents) == ("recovered", AMOUNT)


def test_what_comes_after_a_loss_is_counted_apart(money, advance):
    act(advances.default_advance, advance, words="Liquidation", money=money)
    act(advances.write_off_advance, advance, words="Clôture", money=money)

    assert kinds(money.repay(advance, AMOUNT + 1)) == [("late_recovery", AMOUNT), ("overpayment", 1)]

    assert (advance.state, advance.lost_cents, advance.recovered_cents) == ("written_off", AMOUNT, AMOUNT)
    assert money.fund.recovered_cents == AMOUNT


def test_what_is_held_pays_what_is_owed_again(money, advance):
    repaid, _ = money.repay(advance, AMOUNT + 30_000)
    act(reverse_movement, repaid, reason="bounced", money=money)
    assert (advance.state, advance.lent_cents) == ("running", AMOUNT)

    act(repayments.use_held, advance, money=money)

    assert (advance.lent_cents, advance.held_cents) == (AMOUNT - 30_000, 0)
    with pytest.raises(Refusal, match="nothing_to_use"):
        act(repayments.use_held, advance, money=money)
