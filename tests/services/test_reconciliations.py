import pytest
from factories.bank import camt, entry
from sqlalchemy import select

from webapp.extensions import db
from webapp.models.bank import BankLine
from webapp.services.bank_files import keep_file, read_statement
from webapp.services.reconciliations import list_files, reconcile
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def line_of(money, cents, closing=None, **values):
    content = camt("08", [entry("08", cents, on=money.today, **values)], closing=closing, on=money.today)
    found = read_statement(content)
    with transaction():
        file = keep_file(money.fund, "releve.xml", content, found, by=money.by, now=money.now)
    return db.session.scalars(select(BankLine).where(BankLine.bank_file_id == file.id)).one()


def test_what_differs_is_listed_on_both_sides(money):
    advance = money.running()
    line = line_of(money, 100_000, closing=8_100_000)
    (noted,) = money.repay(advance, 25_000)

    found = reconcile(money.fund)

    assert found.lines == [line]
    assert noted in found.entries
    assert (found.closing_cents, found.gap_cents) == (8_100_000, 75_000)
    assert len(list_files(money.fund)) == 1


def test_without_a_file_nothing_differs(money):
    money.running()
    found = reconcile(money.fund)

    assert (found.lines, found.entries, found.gap_cents) == ([], [], None)
