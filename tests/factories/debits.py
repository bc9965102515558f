"""A fund that may collect, and advances whose firms have signed for it."""

from factories.money import tell_money
from factories.people import ContactFactory

from webapp.services import debits
from webapp.services.debit_receipts import receive_debits
from webapp.services.mandates import BankAccount, note_mandate, set_creditor
from webapp.transaction import transaction

IBAN = "FR7630006000011234567890189"


def tell_collecting(now):
    return collecting(tell_money(now))


def collecting(money):
    """The money of a fund whose own account is known."""
    with transaction():
        account = BankAccount("Maison de l’emploi", IBAN)
        set_creditor(money.fund, account, "AGRIFRPP", "FR72ZZZ123456", by=money.by, now=money.now)
    return money


def collected(money, advance):
    """The advance, once its firm has signed a mandate."""
    ContactFactory(company=advance.decision.dossier.company)
    with transaction():
        account = BankAccount("Menuiserie Aubry", IBAN)
        note_mandate(advance, account, signed_on=money.today, by=money.by, now=money.now)
    return advance


def make_file(money, day):
    """The file of what is due by a day."""
    with transaction():
        return debits.make_debits(money.fund, day, by=money.by, now=money.now)


def receive(money, file, day):
    """What the bank has collected of a file, noted at once."""
    with transaction():
        return receive_debits(file, received_on=day, by=money.by, now=money.now)
