from datetime import date

import pytest
from factories.conventions import ConventionFactory
from factories.money import AMOUNT, ContributionFactory, tell_money

from webapp.domain.funds import Point
from webapp.services import advances
from webapp.services.fund_figures import money_of, tally_fund
from webapp.services.funds import receive_contribution
from webapp.services.schedules import find_schedule
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def tally(money):
    return tally_fund(money.fund, now=money.now)


def lose(money, advance):
    with transaction():
        advances.default_advance(advance, words="Liquidation", by=money.by, now=money.now)
        advances.write_off_advance(advance, words="Clôture", by=money.by, now=money.now)


def test_an_empty_fund_has_figures_of_nothing(money, now):
    found = tally_fund(tell_money(now, contributed=1).fund, now=now)

    assert (found.lent_in_all_cents, found.turnover_hundredths, found.loss_permyriad) == (0, 0, None)
    assert found.arrears == (0, 0, 0, 0)
    assert len(found.months) == 24


def test_a_fund_turns_over_and_loses_a_share(money):
    for _ in range(2):
        money.repay(money.running(9_000_000), 9_000_000)
    lost = money.running()
    money.repay(lost, 1_500_000)
    lose(money, lost)
    money.repay(lost, 100_000)

    found = tally(money)

    assert (found.lent_in_all_cents, found.turnover_hundredths) == (20_000_000, 200)
    assert (found.net_lost_cents, found.loss_permyriad, found.defaults) == (400_000, 200, 1)


def test_what_can_be_lent_grows_as_money_comes_back(money):
    advance = money.running(count=2)
    first = find_schedule(advance).plan[0].due_on

    found = tally(money)

    assert found.lendable_cents == 8_000_000
    assert found.lowest == Point(money.today, 8_000_000)
    assert [(month.starts_on, month.expected_cents, month.lendable_cents) for month in found.months[:3]] == [
        (date(2026, 12, 1), 1_000_000, 8_000_000),
        (date(2027, 1, 1), 1_000_000, 9_000_000),
        (date(2027, 2, 1), 0, 10_000_000),
    ]
    assert first == date(2026, 12, 24)


def test_what_is_promised_and_what_waits_stand_apart(money):
    money.approved()
    decision = money.decided(9_000_000)
    with transaction():
        terms = advances.Terms(money.today, 10)
        advances.approve_advance(decision, money.fund, terms, may_wait=True, by=money.by, now=money.now)

    assert (tally(money).committed_cents, tally(money).queued_cents) == (AMOUNT, 9_000_000)


def test_arrears_stand_in_the_class_of_their_age(money):
    money.running(count=2)
    money.later(days=70)

    assert tally(money).arrears == (0, 2_000_000, 0, 0)


def test_each_funder_bears_its_share_of_what_was_lost(money):
    other = ContributionFactory(fund=money.fund, amount_cents=5_000_000)
    promised = ContributionFactory(fund=money.fund, group=other.group, amount_cents=700)
    with transaction():
        receive_contribution(other, 5_000_000, received_on=money.today, by=money.by, now=money.now)
    lost = money.running(100)
    lose(money, lost)

    shares = [(row.contributed_cents, row.promised_cents, row.lost_cents) for row in tally(money).funders]

    assert shares == [(10_000_000, 0, 67), (5_000_000, promised.amount_cents, 33)]


def test_the_money_of_a_convention_goes_by_the_day_of_the_decision(money):
    convention = ConventionFactory(territory=money.fund.territory)
    before = ConventionFactory(territory=money.fund.territory, starts_on=date(2022, 4, 1), ends_on=date(2025, 3, 31))
    advance = money.running()
    money.repay(advance, 500_000)
    money.approved()
    money.later(days=1)

    assert money_of(convention, now=money.now) == {
        "projects": 2,
        "advances": 1,
        "advanced_cents": AMOUNT,
        "repaid_cents": 500_000,
        "defaults": 0,
        "lost_cents": 0,
        "contributed_cents": 10_000_000,
        "turnover": 0.2,
    }
    assert money_of(before, now=money.now)["contributed_cents"] == 0
    assert money_of(before, now=money.now)["turnover"] is None
