"""A fund may hold more than thirty-two bits of cents, 21.4 million euros, although nobody types so much at once."""

from datetime import timedelta

import pytest
from factories.bank import camt, entry
from factories.money import ContributionFactory, tell_money
from factories.people import GroupFactory

from webapp.domain.money import LARGEST_CENTS
from webapp.services import checks_money
from webapp.services.bank_files import keep_file, read_statement
from webapp.services.cash import cash_on
from webapp.services.fund_figures import tally_fund
from webapp.services.funds import receive_contribution
from webapp.services.reconciliations import reconcile
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

SIXTY_MILLION = 3 * LARGEST_CENTS


@pytest.fixture
def rich(now):
    """A fund to which three groups brought the most that can be typed."""
    money = tell_money(now, contributed=LARGEST_CENTS)
    for name in ("Un", "Deux"):
        brought = ContributionFactory(fund=money.fund, group=GroupFactory(name=name), amount_cents=LARGEST_CENTS)
        with transaction():
            receive_contribution(brought, LARGEST_CENTS, received_on=money.today, by=money.by, now=now)
    return money


def test_a_fund_holds_what_several_groups_bring(rich):
    assert (rich.fund.cash_cents, rich.fund.contributed_cents) == (SIXTY_MILLION, SIXTY_MILLION)
    assert cash_on(rich.fund, rich.today) == SIXTY_MILLION
    assert [line for check in checks_money.CHECKS for line in check()] == []


def test_its_money_is_lent_and_counted(rich, now):
    for _ in range(2):
        rich.running(LARGEST_CENTS)

    tally = tally_fund(rich.fund, now=now)

    assert (tally.lent_in_all_cents, rich.fund.lent_cents) == (2 * LARGEST_CENTS, 2 * LARGEST_CENTS)


def test_the_balance_that_the_bank_tells_of_it_is_read(rich, now):
    content = camt("08", [entry("08", 100)], opening=SIXTY_MILLION - 100, closing=SIXTY_MILLION, on=rich.today)

    with transaction():
        keep_file(rich.fund, "releve.xml", content, read_statement(content), by=rich.by, now=now + timedelta(hours=1))

    assert reconcile(rich.fund).closing_cents == SIXTY_MILLION
