import pytest
from factories.money import AMOUNT
from sqlalchemy import select

from webapp.domain.advances import Terms
from webapp.domain.errors import Refusal
from webapp.extensions import db
from webapp.models.cash import CashEntry
from webapp.services import advances, checks_money, payments
from webapp.services.reversals import reverse_movement
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def advance(money):
    return money.running()


def act(function, *args, money, **values):
    with transaction():
        return function(*args, by=values.pop("by", money.by), now=money.now, **values)


def undo(money, advance, kind):
    rows = select(CashEntry).where(CashEntry.advance_id == advance.id, CashEntry.kind == kind)
    entry = db.session.scalars(rows.order_by(CashEntry.id.desc())).first()
    return act(reverse_movement, entry, reason="mistake", money=money)


def breaches():
    return [line for check in checks_money.CHECKS for line in check()]


def test_a_transfer_that_came_back_can_be_ordered_again(money, advance):
    undo(money, advance, "payment")
    assert (advance.state, advance.paid_on, money.fund.cash_cents) == ("approved", None, 10_000_000)

    act(payments.order_payment, advance, money=money)
    act(payments.confirm_payment, payments.find_open_order(advance), by=money.other, money=money)

    assert (advance.state, money.fund.lent_cents) == ("running", AMOUNT)
    assert breaches() == []


def test_a_payment_stays_while_something_was_repaid(money, advance):
    money.repay(advance, 1)

    with pytest.raises(Refusal, match="undo_later_first"):
        undo(money, advance, "payment")


def test_the_last_repayment_undone_opens_the_advance(money, advance):
    money.repay(advance, AMOUNT)
    undo(money, advance, "repayment")

    assert (advance.state, advance.lent_cents) == ("running", AMOUNT)
    assert breaches() == []


def test_a_default_undone_runs_again(money, advance):
    act(advances.default_advance, advance, words="Erreur", money=money)
    undo(money, advance, "default")

    assert (advance.state, advance.defaulted_on, advance.lent_cents) == ("running", None, AMOUNT)


def test_a_repayment_before_a_default_waits_for_it(money, advance):
    money.repay(advance, 1_000)
    act(advances.default_advance, advance, words="Redressement", money=money)

    with pytest.raises(Refusal, match="undo_later_first"):
        undo(money, advance, "repayment")
    undo(money, advance, "default")
    undo(money, advance, "repayment")

    assert (advance.state, advance.lent_cents) == ("running", AMOUNT)


def test_a_cure_undone_is_a_default_again(money, advance):
    act(advances.default_advance, advance, words="Redressement", money=money)
    act(advances.reschedule_advance, advance, Terms(money.today, 10), words="Plan", money=money)
    undo(money, advance, "cure")

    assert (advance.state, advance.defaulted_on, advance.doubtful_cents) == ("defaulted", money.today, AMOUNT)
    assert breaches() == []


def test_a_recovery_and_a_loss_can_be_undone(money, advance):
    act(advances.default_advance, advance, words="Redressement", money=money)
    money.repay(advance, AMOUNT)
    assert advance.state == "recovered"
    undo(money, advance, "recovery")
    assert advance.state == "defaulted"
    act(advances.write_off_advance, advance, words="Clôture", money=money)
    undo(money, advance, "write_off")

    assert (advance.state, advance.doubtful_cents, money.fund.lost_cents) == ("defaulted", AMOUNT, 0)
    assert breaches() == []


def test_undoing_says_why(money, advance):
    with pytest.raises(Refusal, match="reason_missing"):
        act(reverse_movement, db.session.scalars(select(CashEntry)).first(), reason="", money=money)
