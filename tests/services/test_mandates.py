from datetime import date, timedelta

import pytest
from sqlalchemy import select

from webapp.domain.debits import UnusableAccount
from webapp.domain.errors import NotAllowed, Refusal, WrongState
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.debits import MandateAccount
from webapp.services import mandates
from webapp.services.fund_accounts import find_account
from webapp.services.mandates import BankAccount
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

ACCOUNT = BankAccount("Menuiserie Aubry", "FR76 3000 6000 0112 3456 7890 189")


def note(money, advance, account=ACCOUNT, **values):
    with transaction():
        by, signed_on = values.get("by", money.by), values.get("signed_on", money.today)
        return mandates.note_mandate(advance, account, signed_on=signed_on, by=by, now=money.now)


def test_a_mandate_has_its_reference_and_its_account_apart(money):
    advance = money.running()
    mandate = note(money, advance)

    assert mandates.find_mandate(advance) == mandate
    assert mandate.reference.endswith("-1")
    assert len(mandate.reference) <= 35
    assert (mandate.account.iban, mandate.account.holder) == ("FR7630006000011234567890189", "Menuiserie Aubry")


def test_an_advance_has_one_mandate_at_a_time(money):
    advance = money.running()
    first = note(money, advance)
    with pytest.raises(WrongState):
        note(money, advance)
    with transaction():
        mandates.revoke_mandate(advance, by=money.by, now=money.now)

    second = note(money, advance)

    assert second.reference != first.reference
    assert db.session.scalars(select(MandateAccount.mandate_id)).all() == [second.id]


def test_a_wrong_account_a_day_to_come_and_a_job_note_nothing(money):
    advance = money.running()
    with pytest.raises(UnusableAccount):
        note(money, advance, BankAccount("X", "FR7630006000011234567890188"))
    with pytest.raises(Refusal, match="in_the_future"):
        note(money, advance, signed_on=money.today + timedelta(days=1))
    with pytest.raises(NotAllowed):
        note(money, advance, by=JOB)

    assert mandates.find_mandate(advance) is None


def test_what_is_over_takes_no_mandate(money):
    advance = money.running()
    money.repay(advance, advance.amount_cents)

    with pytest.raises(WrongState):
        note(money, advance)
    with pytest.raises(WrongState), transaction():
        mandates.revoke_mandate(advance, by=money.by, now=money.now)


def test_who_collects_is_said_and_said_again(money):
    assert mandates.find_creditor(money.fund) is None
    for name in ("Maison de l’emploi", "Maison de l’emploi de Toul"):
        with transaction():
            mandates.set_creditor(
                money.fund, BankAccount(name, ACCOUNT.iban), "AGRIFRPP", "FR72ZZZ123456", by=money.by, now=money.now
            )
    assert mandates.find_creditor(money.fund).identifier == "FR72ZZZ123456"
    assert find_account(money.fund).holder == "Maison de l’emploi de Toul"
    with pytest.raises(UnusableAccount, match="creditor"), transaction():
        mandates.set_creditor(money.fund, ACCOUNT, "AGRIFRPP", "FR99ZZZ123456", by=money.by, now=money.now)
    assert date(2026, 11, 24) == money.today
