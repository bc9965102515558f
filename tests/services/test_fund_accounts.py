from datetime import timedelta

import pytest
from factories.bank import camt
from factories.debits import collected, collecting

from webapp.domain.debits import BankAccount, UnusableAccount
from webapp.domain.errors import Refusal
from webapp.services.bank_files import keep_file, read_statement
from webapp.services.fund_accounts import changed_on, find_account, list_paying, set_account
from webapp.services.mandates import find_creditor
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

IBAN = "FR76 3000 6000 0112 3456 7890 189"
OTHER = "FR1420041010050500013M02606"


def say(money, iban=IBAN, bic=""):
    with transaction():
        return set_account(money.fund, BankAccount("Maison de l’emploi", iban), bic, by=money.by, now=money.now)


def test_a_fund_has_an_account_without_collecting(money):
    assert find_account(money.fund) is None

    say(money)

    account = find_account(money.fund)
    assert (account.holder, account.iban, account.bic) == ("Maison de l’emploi", "FR7630006000011234567890189", "")
    assert find_creditor(money.fund) is None


def test_another_account_takes_its_place(money):
    say(money)
    say(money, OTHER, "PSSTFRPPNCY")

    assert (find_account(money.fund).iban, find_account(money.fund).bic) == (OTHER, "PSSTFRPPNCY")


def test_a_wrong_number_changes_nothing(money):
    say(money)
    with pytest.raises(UnusableAccount):
        say(money, "FR7630006000011234567890188")

    assert find_account(money.fund).iban == "FR7630006000011234567890189"


def test_whoever_collects_needs_the_code_of_the_bank(money):
    collecting(money)
    with pytest.raises(Refusal, match="bic_missing"):
        say(money, OTHER)

    say(money, OTHER, "PSSTFRPPNCY")

    assert find_creditor(money.fund).identifier == "FR72ZZZ123456"


def test_a_statement_of_another_account_is_refused_without_direct_debits(money):
    content = camt(iban=OTHER)
    say(money)

    with pytest.raises(Refusal, match="other_account"), transaction():
        keep_file(money.fund, "a.xml", content, read_statement(content), by=money.by, now=money.now)


def test_only_another_number_is_another_account(money):
    yesterday = money.now.date() - timedelta(days=1)
    say(money)
    say(money, bic="PSSTFRPPNCY")
    assert changed_on(money.fund, since=yesterday) is None

    say(money, OTHER)

    assert changed_on(money.fund, since=yesterday) == money.now.date()
    assert changed_on(money.fund, since=money.now.date()) is None


def test_whoever_pays_by_transfer_is_to_be_called_about_it(money):
    by_hand, by_mandate = money.running(), money.running()
    assert {each.id for each in list_paying(money.fund)} == {by_hand.id, by_mandate.id}

    collected(collecting(money), by_mandate)

    assert [each.id for each in list_paying(money.fund)] == [by_hand.id]
