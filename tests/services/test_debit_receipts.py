from datetime import date

import pytest
from factories.debits import collected, make_file, receive, tell_collecting
from sqlalchemy import select

from webapp.domain.errors import Refusal, WrongState
from webapp.extensions import db
from webapp.models.cash import CashEntry
from webapp.services import checks_money, debits
from webapp.services.debit_receipts import record_shown
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def money(now):
    return tell_collecting(now)


@pytest.fixture
def advance(money):
    """20,000 EUR in four months, the first instalment on the 24th of December."""
    return collected(money, money.running(count=4))


def give_back(money, debit):
    with transaction():
        debits.return_debit(debit, by=money.by, now=money.now)


def test_all_that_was_not_returned_is_received_at_once_and_only_once(money, advance):
    others = [collected(money, money.running(1_000_000, count=4)) for _ in range(2)]
    file = make_file(money, date(2026, 12, 24))
    with transaction():
        debits.return_debit(file.debits[1], by=money.by, now=money.now)
    money.later(days=31)

    assert receive(money, file, date(2026, 12, 25)) == 2
    with pytest.raises(WrongState):
        receive(money, file, date(2026, 12, 25))

    assert [row.state for row in file.debits] == ["received", "returned", "received"]
    assert [each.repaid_cents for each in (advance, *others)] == [500_000, 0, 250_000]
    booked = select(CashEntry.advance_id, CashEntry.booked_on).where(CashEntry.kind == "repayment")
    assert db.session.execute(booked).all() == [(advance.id, date(2026, 12, 25)), (others[1].id, date(2026, 12, 25))]
    assert [line for check in checks_money.CHECKS for line in check()] == []


def test_nothing_is_received_before_its_day(money, advance):
    file = make_file(money, date(2026, 12, 24))
    money.later(days=31)

    with pytest.raises(Refusal, match="before_collection"):
        receive(money, file, date(2026, 12, 23))
    assert file.debits[0].state == "sent"


def test_what_comes_after_one_that_was_received_is_no_first_collection(money, advance):
    file = make_file(money, date(2026, 12, 24))
    money.later(days=31)
    receive(money, file, date(2026, 12, 24))

    assert [row.sequence for row in make_file(money, date(2027, 1, 25)).debits] == ["RCUR"]


def test_what_was_received_and_taken_back_is_owed_again_and_can_be_collected(money, advance):
    file = make_file(money, date(2026, 12, 24))
    money.later(days=62)
    receive(money, file, date(2026, 12, 24))
    money.repay(advance, 500_000)
    give_back(money, file.debits[0])

    assert (file.debits[0].state, advance.repaid_cents) == ("returned", 500_000)
    (due,) = debits.list_due(money.fund, date(2027, 1, 25))
    assert (due.instalment.number, due.cents) == (2, 500_000)
    assert [line for check in checks_money.CHECKS for line in check()] == []


def test_what_was_paid_too_much_by_a_debit_is_taken_back_whole(money, advance):
    file = make_file(money, date(2026, 12, 24))
    money.later(days=31)
    money.repay(advance, 1_700_000)
    money.later(minutes=1)
    receive(money, file, date(2026, 12, 24))
    assert (advance.state, advance.held_cents) == ("repaid", 200_000)

    give_back(money, file.debits[0])

    assert (advance.state, advance.repaid_cents, advance.held_cents) == ("running", 1_700_000, 0)


def test_what_the_bank_showed_line_by_line_is_not_noted_again_with_the_file(money, advance):
    other = collected(money, money.running(1_000_000, count=4))
    file = make_file(money, date(2026, 12, 24))
    money.later(days=31)
    with transaction():
        record_shown(advance, 500_000, received_on=date(2026, 12, 24), by=money.by, now=money.now)

    assert [row.state for row in file.debits] == ["received", "sent"]
    assert receive(money, file, date(2026, 12, 24)) == 1
    assert (advance.repaid_cents, other.repaid_cents) == (500_000, 250_000)


@pytest.mark.parametrize(("cents", "day"), [(499_999, 24), (500_000, 23)])
def test_money_that_is_not_what_a_file_collects_leaves_it_waiting(money, advance, cents, day):
    file = make_file(money, date(2026, 12, 24))
    money.later(days=31)
    with transaction():
        record_shown(advance, cents, received_on=date(2026, 12, day), by=money.by, now=money.now)

    assert file.debits[0].state == "sent"
