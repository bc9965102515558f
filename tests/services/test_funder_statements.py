from datetime import date

import pytest
from factories.money import ContributionFactory, tell_money
from factories.people import GroupFactory

from webapp.services import advances, funds
from webapp.services.advance_lists import list_contributions
from webapp.services.funder_statements import find_funder, state_funder
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def money(now):
    """A fund of which one group has brought three quarters, another one the rest; 20,000 EUR are lent."""
    money = tell_money(now, contributed=9_000_000)
    second = ContributionFactory(fund=money.fund, amount_cents=3_000_000)
    with transaction():
        funds.receive_contribution(second, 3_000_000, received_on=money.today, by=money.by, now=now)
    money.running()
    return money


def statements(money):
    groups = [find_funder(money.fund, each.group_id) for each in funders_of(money)]
    return [state_funder(money.fund, group, now=money.now) for group in groups]


def funders_of(money):
    return sorted(list_contributions(money.fund), key=lambda row: -row.amount_cents)


def test_each_funder_has_its_part_of_what_was_lent(money):
    first, second = statements(money)

    assert (first.lent_cents, second.lent_cents) == (1_500_000, 500_000)
    assert (first.outstanding_cents, second.outstanding_cents) == (1_500_000, 500_000)
    assert (first.funder.contributed_cents, second.funder.contributed_cents) == (9_000_000, 3_000_000)


def test_the_parts_add_up_to_the_whole_to_the_cent(money):
    advance = money.running(1_000_001)
    money.repay(advance, 33)

    parts = statements(money)

    assert sum(part.lent_cents for part in parts) == parts[0].tally.lent_in_all_cents
    assert sum(part.outstanding_cents for part in parts) == money.fund.lent_cents


def test_a_statement_shows_the_movements_of_its_funder_only(money):
    first, second = statements(money)

    assert [entry.amount_cents for entry in first.movements] == [9_000_000]
    assert [entry.amount_cents for entry in second.movements] == [3_000_000]
    assert [row.promised_on for row in first.contributions] == [date(2025, 4, 1)]


def test_who_brought_nothing_is_no_funder(money):
    stranger = GroupFactory()

    assert find_funder(money.fund, stranger.id) is None
    assert state_funder(money.fund, stranger, now=money.now) is None


def test_what_was_lost_is_shared_by_what_each_brought(money):
    advance = money.running(1_000_000)
    money.repay(advance, 600_000)
    with transaction():
        advances.default_advance(advance, words="Liquidation", by=money.by, now=money.now)
        advances.write_off_advance(advance, words="Décision du comité", by=money.by, now=money.now)

    assert [part.funder.lost_cents for part in statements(money)] == [300_000, 100_000]
