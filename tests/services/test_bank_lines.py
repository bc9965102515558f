from datetime import date

import pytest
from factories.bank import camt, entry
from factories.debits import collected, collecting, make_file
from factories.money import AMOUNT, ContributionFactory
from sqlalchemy import select

from webapp.domain.errors import Refusal, WrongState
from webapp.domain.references import reference_of
from webapp.extensions import db
from webapp.models.bank import BankLine, BankMatch
from webapp.services import bank_lines, checks_money, repayments
from webapp.services.bank_files import keep_file, read_statement
from webapp.services.reconciliations import reconcile
from webapp.services.reversals import reverse_movement
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def line_of(money, cents, closing=None, **values):
    content = camt("08", [entry("08", cents, on=money.today, **values)], closing=closing, on=money.today)
    found = read_statement(content)
    with transaction():
        file = keep_file(money.fund, "releve.xml", content, found, by=money.by, now=money.now)
    return db.session.scalars(select(BankLine).where(BankLine.bank_file_id == file.id)).one()


def choices(line, money):
    return bank_lines.choices_for(line, today=money.today)


def match(money, line, choice):
    with transaction():
        return bank_lines.match_line(line, choice, by=money.by, now=money.now)


def act(money, function, *args, **values):
    with transaction():
        return function(*args, by=money.by, now=money.now, **values)


def test_a_reference_finds_its_advance(money):
    money.running()
    advance = money.running()

    found = choices(line_of(money, 100_000, words=f"ECH {reference_of(advance.id)}"), money)

    assert found.guesses[0][1].id == advance.id
    assert found.guesses[0][0].reasons == ("reference", "amount")


def test_a_line_becomes_a_repayment_once(money):
    advance = money.running()
    line = line_of(money, 100_000, name=advance.decision.dossier.company.name)

    (entry_made,) = match(money, line, f"advance:{advance.id}")

    assert (entry_made.kind, advance.lent_cents, line.state) == ("repayment", AMOUNT - 100_000, "matched")
    with pytest.raises(WrongState):
        match(money, line, f"advance:{advance.id}")
    assert [each for check in checks_money.CHECKS for each in check()] == []


def test_too_much_becomes_two_movements_of_one_line(money):
    advance = money.running()
    line = line_of(money, AMOUNT + 700)

    assert [each.kind for each in match(money, line, f"advance:{advance.id}")] == ["repayment", "overpayment"]
    assert len(db.session.scalars(select(BankMatch)).all()) == 2


def test_what_was_noted_before_is_not_noted_again(money):
    advance = money.running()
    (noted,) = money.repay(advance, 100_000)
    line = line_of(money, 100_000)

    assert choices(line, money).entries == [(noted,)]
    match(money, line, f"entry:{noted.id}")

    assert advance.lent_cents == AMOUNT - 100_000
    assert choices(line_of(money, 100_000, words="autre"), money).entries == []


def test_a_repayment_that_the_bank_takes_back_is_undone(money):
    advance = money.running()
    (noted,) = money.repay(advance, 100_000)
    line = line_of(money, -100_000, reversal=True)
    assert choices(line, money).reversible == [(noted,)]

    (undone,) = match(money, line, f"undo:{noted.id}")

    assert advance.lent_cents == AMOUNT
    assert undone.happened_on == line.booked_on


@pytest.mark.parametrize("way", ["from its line", "noted by hand"])
def test_what_a_firm_paid_too_much_at_once_is_one_line_that_the_bank_takes_back(money, way):
    advance = money.running()
    if way == "noted by hand":
        owed, over = money.repay(advance, AMOUNT + 700)
    else:
        owed, over = match(money, line_of(money, AMOUNT + 700), f"advance:{advance.id}")
    line = line_of(money, -(AMOUNT + 700), reversal=True)
    assert choices(line, money).reversible == [(owed, over)]
    assert choices(line_of(money, -(AMOUNT + 699), words="autre"), money).reversible == []

    undone = match(money, line, f"undo:{owed.id}")

    assert (advance.state, advance.lent_cents, advance.held_cents) == ("running", AMOUNT, 0)
    assert {row.cash_entry_id for row in db.session.scalars(select(BankMatch).filter_by(bank_line_id=line.id))} == {
        each.id for each in undone
    }
    assert [each for check in checks_money.CHECKS for each in check()] == []
    assert choices(line_of(money, -(AMOUNT + 700), words="autre", reversal=True), money).reversible == []


def test_two_movements_noted_before_are_one_line_of_the_bank_there_and_back(money):
    advance = money.running()
    owed, over = money.repay(advance, AMOUNT + 700)
    came = line_of(money, AMOUNT + 700)
    assert choices(came, money).entries == [(owed, over)]
    match(money, came, f"entry:{owed.id}")
    assert choices(line_of(money, AMOUNT + 700, words="autre"), money).entries == []
    back = [act(money, reverse_movement, each, reason="bounced") for each in (over, owed)]
    left = line_of(money, -(AMOUNT + 700), reversal=True)

    assert choices(left, money).entries == [(back[1], back[0])]
    match(money, left, f"entry:{back[1].id}")

    assert {entry.kind for entry in reconcile(money.fund).entries} == {"contribution", "payment"}
    assert advance.lent_cents == AMOUNT


def test_what_was_given_back_of_a_payment_is_not_taken_back_twice(money):
    advance = money.running()
    owed, _ = money.repay(advance, AMOUNT + 700)
    act(money, repayments.refund_held, advance, 700, on=money.today)
    line = line_of(money, -(AMOUNT + 700), reversal=True)

    with pytest.raises(Refusal, match="more_than_there_is"):
        match(money, line, f"undo:{owed.id}")
    db.session.expire_all()
    assert (line.state, advance.lent_cents) == ("open", 0)


def test_what_the_bank_takes_back_counts_on_its_day_and_leaves_no_gap(money):
    (noted,) = money.repay(money.running(), 100_000)
    line = line_of(money, -100_000, closing=8_000_000)
    money.later(days=10)

    (undone,) = match(money, line, f"undo:{noted.id}")

    assert (undone.happened_on, undone.booked_on) == (line.booked_on, line.booked_on)
    assert reconcile(money.fund).gap_cents == 0


def test_a_line_of_a_debit_receives_it(money):
    collecting(money)
    advance = collected(money, money.running(count=4))
    file = make_file(money, date(2026, 12, 24))
    money.later(days=30)

    match(money, line_of(money, 500_000), f"advance:{advance.id}")

    assert (file.debits[0].state, advance.repaid_cents) == ("received", 500_000)


def test_a_line_that_takes_the_money_of_a_debit_back_returns_it(money):
    collecting(money)
    advance = collected(money, money.running(count=4))
    file = make_file(money, date(2026, 12, 24))
    money.later(days=30)
    (received,) = match(money, line_of(money, 500_000), f"advance:{advance.id}")
    money.later(days=1)

    match(money, line_of(money, -500_000), f"undo:{received.id}")

    assert (file.debits[0].state, advance.repaid_cents) == ("returned", 0)


def test_a_fee_and_a_contribution_are_lines_too(money):
    promise = ContributionFactory(fund=money.fund, amount_cents=5_000)
    match(money, line_of(money, -450), "fee")
    match(money, line_of(money, 5_000), f"contribution:{promise.id}")

    assert (money.fund.fees_cents, promise.state) == (450, "received")


@pytest.mark.parametrize("choice", ["", "fee", "advance:0", "advance:x", "entry:999999", "undo:1", "nonsense:1"])
def test_what_a_line_is_not_is_refused(money, choice):
    line = line_of(money, 100)

    with pytest.raises(Refusal, match="not_a_choice"):
        match(money, line, choice)
    assert line.state == "open"


def test_a_line_of_somebody_else_is_set_aside(money):
    line = line_of(money, 100)
    with transaction():
        bank_lines.set_line_aside(line, by=money.by, now=money.now, reason="not_ours")

    assert line.state == "set_aside"
    assert bank_lines.list_open_lines(money.fund) == []
