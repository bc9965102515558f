from datetime import date, timedelta

import pytest
from factories.money import ContributionFactory, FundFactory
from factories.people import GroupFactory
from factories.territories import TerritoryFactory

from webapp.domain.errors import FundExhausted, Refusal, WrongState
from webapp.services import funds
from webapp.services.reversals import reverse_movement
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def act(function, *args, money, **values):
    with transaction():
        return function(*args, by=money.by, now=money.now, **values)


def test_a_fund_opens_empty(money):
    place = TerritoryFactory()

    fund = act(funds.open_fund, place, "avances-2026", "Fonds", opened_on=date(2026, 1, 1), money=money)

    assert funds.list_funds_of(place) == [fund]
    assert fund.cash_cents == 0


def test_a_promise_is_called_and_comes_in_by_parts(money):
    promise = act(
        funds.promise_contribution, money.fund, GroupFactory(), 5_000_000, promised_on=money.today, money=money
    )
    act(funds.call_contribution, promise, due_on=money.today + timedelta(days=30), money=money)

    act(funds.receive_contribution, promise, 2_000_000, received_on=money.today, money=money)
    assert (promise.state, promise.received_cents) == ("called", 2_000_000)
    act(funds.receive_contribution, promise, 3_000_000, received_on=money.today, money=money)

    assert (promise.state, promise.received_cents) == ("received", 5_000_000)
    assert money.fund.cash_cents == money.fund.contributed_cents == 15_000_000


def test_more_than_was_promised_is_not_taken(money):
    promise = ContributionFactory(fund=money.fund, amount_cents=1_000)

    with pytest.raises(Refusal, match="more_than_promised"):
        act(funds.receive_contribution, promise, 1_001, received_on=money.today, money=money)


def test_what_came_in_is_not_received_again(money):
    with pytest.raises(WrongState):
        act(funds.receive_contribution, money.fund.contributions[0], 1, received_on=money.today, money=money)


def test_a_promise_is_withdrawn_while_nothing_has_come(money):
    promise = ContributionFactory(fund=money.fund)
    act(funds.withdraw_contribution, promise, reason="budget", money=money)

    assert promise.state == "withdrawn"


def test_a_promise_partly_kept_is_not_withdrawn(money):
    promise = ContributionFactory(fund=money.fund)
    act(funds.receive_contribution, promise, 1_000, received_on=money.today, money=money)

    with pytest.raises(WrongState):
        act(funds.withdraw_contribution, promise, reason="budget", money=money)


def test_a_contribution_undone_is_expected_again(money):
    contribution = money.fund.contributions[0]
    entry = funds.db.session.scalars(funds.select(funds.CashEntry)).one()

    act(reverse_movement, entry, reason="bounced", money=money)

    assert (contribution.state, contribution.received_cents, money.fund.cash_cents) == ("called", 0, 0)


def test_a_contribution_that_was_lent_cannot_be_undone(money):
    entry = funds.db.session.scalars(funds.select(funds.CashEntry)).one()
    money.running()

    with pytest.raises(FundExhausted):
        act(reverse_movement, entry, reason="bounced", money=money)


def test_a_fee_leaves_the_fund(money):
    act(funds.record_fee, money.fund, 450, taken_on=money.today, money=money)

    assert (money.fund.cash_cents, money.fund.fees_cents) == (9_999_550, 450)


def test_months_close_in_order_once_they_are_over(money):
    fund = FundFactory(opened_on=date(2026, 10, 12))

    assert act(funds.close_fund_month, fund, money=money) == date(2026, 10, 31)
    with pytest.raises(Refusal, match="month_not_over"):
        act(funds.close_fund_month, fund, money=money)
