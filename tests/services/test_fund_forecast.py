from datetime import timedelta

import pytest
from factories.money import ContributionFactory

from webapp.domain.funds import Point
from webapp.services import advances, funds
from webapp.services.fund_forecast import path_of
from webapp.services.schedules import find_schedule
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def test_a_quiet_fund_stays_where_it_is(money):
    assert path_of(money.fund, money.today) == [Point(money.today, 10_000_000)]


def test_instalments_come_in_on_their_days(money):
    advance = money.running(count=2)
    first, last = (part.due_on for part in find_schedule(advance).plan)

    assert path_of(money.fund, money.today) == [
        Point(money.today, 8_000_000),
        Point(first, 9_000_000),
        Point(last, 10_000_000),
    ]


def test_what_is_late_is_not_counted(money):
    advance = money.running(count=2)
    first, last = (part.due_on for part in find_schedule(advance).plan)
    money.repay(advance, 400_000)

    assert path_of(money.fund, first)[-1] == Point(last, 9_400_000)
    assert path_of(money.fund, last) == [Point(last, 8_400_000)]


def test_a_promise_leaves_on_its_day_and_comes_back(money):
    day = money.today + timedelta(days=40)
    money.approved(count=1, starts_on=day)

    assert [point.cents for point in path_of(money.fund, money.today)] == [10_000_000, 8_000_000, 10_000_000]
    assert path_of(money.fund, day + timedelta(days=3))[0].cents == 8_000_000


def test_a_default_is_no_longer_expected(money):
    advance = money.running()
    with transaction():
        advances.default_advance(advance, words="Liquidation", by=money.by, now=money.now)

    assert path_of(money.fund, money.today) == [Point(money.today, 8_000_000)]


def test_only_a_called_contribution_is_expected(money):
    ContributionFactory(fund=money.fund)
    called = ContributionFactory(fund=money.fund, amount_cents=3_000_000)
    due = money.today + timedelta(days=30)
    with transaction():
        funds.call_contribution(called, due_on=due, by=money.by, now=money.now)
        funds.receive_contribution(called, 1_000_000, received_on=money.today, by=money.by, now=money.now)

    assert path_of(money.fund, money.today)[-1] == Point(due, 13_000_000)
    assert path_of(money.fund, due)[-1] == Point(due, 11_000_000)


def test_what_firms_paid_too_much_is_not_the_fund_s(money):
    advance = money.running()
    money.repay(advance, 2_070_000)

    assert path_of(money.fund, money.today) == [Point(money.today, 10_000_000)]
