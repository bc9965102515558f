from datetime import date

import pytest
from factories.debits import collected, make_file, receive, tell_collecting
from sqlalchemy import select

from webapp.domain.errors import WrongState
from webapp.extensions import db
from webapp.models.cash import CashEntry
from webapp.services import debits
from webapp.services.reversals import reverse_movement
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def money(now):
    return tell_collecting(now)


@pytest.fixture
def advance(money):
    """20,000 EUR in four months, the first instalment on the 24th of December."""
    return collected(money, money.running(count=4))


def take_back(money, *entries, reason="bounced"):
    """Undo movements, where the return of a debit is not asked for by itself."""
    with transaction():
        for entry in entries:
            reverse_movement(entry, reason=reason, by=money.by, now=money.now)


def movements(kind="repayment"):
    return db.session.scalars(select(CashEntry).where(CashEntry.kind == kind).order_by(CashEntry.id)).all()


def test_a_debit_whose_money_is_taken_back_is_returned_and_the_next_one_is_the_first(money, advance):
    first = make_file(money, date(2026, 12, 24))
    money.later(days=31)
    receive(money, first, date(2026, 12, 24))

    take_back(money, *movements())

    assert (first.debits[0].state, advance.repaid_cents) == ("returned", 0)
    with pytest.raises(WrongState), transaction():
        debits.return_debit(first.debits[0], by=money.by, now=money.now)
    assert [(row.instalment.number, row.sequence) for row in make_file(money, date(2027, 1, 25)).debits] == [
        (1, "FRST"),
        (2, "RCUR"),
    ]


def test_a_receipt_noted_by_mistake_waits_in_its_file_again(money, advance):
    file = make_file(money, date(2026, 12, 24))
    money.later(days=31)
    receive(money, file, date(2026, 12, 25))

    take_back(money, *movements(), reason="mistake")

    assert (file.debits[0].state, debits.list_due(money.fund, date(2026, 12, 24))) == ("sent", [])
    money.later(minutes=1)
    assert receive(money, file, date(2026, 12, 24)) == 1
    assert (file.debits[0].state, advance.repaid_cents) == ("received", 500_000)


def test_a_receipt_noted_by_mistake_waits_no_more_where_another_file_collects_its_instalment(money, advance):
    money.repay(advance, 100_000)
    before = movements()
    money.later(minutes=1)
    file = make_file(money, date(2026, 12, 24))
    money.later(days=31)
    receive(money, file, date(2026, 12, 24))
    noted = [entry for entry in movements() if entry not in before]
    take_back(money, *before, reason="mistake")
    make_file(money, date(2027, 1, 25))

    take_back(money, *noted, reason="mistake")

    assert file.debits[0].state == "returned"


def test_one_of_two_debits_received_at_once_is_taken_back_alone(money, advance):
    money.later(days=20)
    file = make_file(money, date(2027, 1, 25))
    money.later(days=50)
    receive(money, file, date(2027, 1, 25))
    assert [row.amount_cents for row in file.debits] == [500_000, 500_000]

    take_back(money, movements()[0])
    assert sorted(row.state for row in file.debits) == ["received", "returned"]
    take_back(money, movements()[1])

    assert [row.state for row in file.debits] == ["returned", "returned"]


def test_a_debit_of_two_movements_is_returned_with_the_second(money, advance):
    file = make_file(money, date(2026, 12, 24))
    money.later(days=31)
    money.repay(advance, 1_700_000)
    money.later(minutes=1)
    receive(money, file, date(2026, 12, 24))
    (over,) = movements("overpayment")

    take_back(money, over)
    assert file.debits[0].state == "received"
    take_back(money, movements()[-1])

    assert (file.debits[0].state, advance.repaid_cents) == ("returned", 1_700_000)


def test_money_that_no_debit_brought_leaves_the_debits_alone(money, advance):
    file = make_file(money, date(2026, 12, 24))
    money.later(days=31)
    receive(money, file, date(2026, 12, 24))
    money.later(minutes=1)
    money.repay(advance, 500_000)

    take_back(money, movements()[-1])

    assert file.debits[0].state == "received"
