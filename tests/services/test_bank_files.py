from datetime import date, datetime

import pytest
from factories.bank import camt, entry
from factories.debits import collecting
from sqlalchemy import func, select

from webapp.domain.bank_lines import UnreadableFile
from webapp.domain.errors import NotAllowed, Refusal
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.bank import BankLine
from webapp.services.bank_files import keep_file, read_statement
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def keep(money, content, *, by=None):
    found = read_statement(content)
    with transaction():
        return keep_file(money.fund, "releve.xml", content, found, by=by or money.by, now=money.now)


def count_lines():
    return db.session.scalar(select(func.count(BankLine.id)))


def test_a_file_is_kept_and_nothing_is_booked(money):
    before = money.fund.cash_cents
    file = keep(money, camt("08", [entry("08", 100), entry("08", -50)], opening=0, closing=50))

    assert (file.lines, file.new_lines, file.closing_cents) == (2, 2, 50)
    assert money.fund.cash_cents == before


def test_the_same_file_twice_adds_nothing(money):
    content = camt("08", [entry("08", 100)])
    keep(money, content)

    with pytest.raises(Refusal, match="file_known"):
        keep(money, content)
    assert count_lines() == 1


def test_a_line_of_two_files_is_kept_once(money):
    first = [entry("08", 100, reference="A1"), entry("08", 200, reference="A2")]
    keep(money, camt("08", first))

    later = keep(money, camt("08", [*first[1:], entry("08", 300, reference="A3")]))

    assert (later.lines, later.new_lines) == (2, 1)
    assert count_lines() == 3


def test_two_lines_that_say_the_same_are_both_kept(money):
    keep(money, camt("08", [entry("08", 100, name="Un"), entry("08", 100, name="Un")]))

    assert count_lines() == 2


def test_a_csv_is_told_from_xml(money):
    assert keep(money, "Date;Libellé;Montant\n20/11/2026;VIR;10,00\n".encode()).format == "csv"
    for encoding in ("utf-8-sig", "utf-16"):
        with pytest.raises(UnreadableFile, match="not_camt"):
            read_statement("<a/>".encode(encoding))
        assert read_statement("Date;Libellé;Montant\n20/11/2026;VIR;10,00\n".encode(encoding))[0] == "csv"


def test_a_statement_of_another_account_is_refused_whole(money):
    other = "FR1420041010050500013M02606"
    keep(money, camt("08", [entry("08", 100)], iban=other))
    collecting(money)

    with pytest.raises(Refusal, match="other_account") as refused:
        keep(money, camt("08", [entry("08", 200)], iban=other))
    assert refused.value.details == {"given": "FR•• •••• 2606", "own": "FR•• •••• 0189"}
    assert count_lines() == 1
    assert keep(money, camt("08", [entry("08", 300)])).new_lines == 1
    assert keep(money, "Date;Libellé;Montant\n20/11/2026;VIR;10,00\n".encode()).new_lines == 1


def test_a_job_reads_no_file(money):
    with pytest.raises(NotAllowed):
        keep(money, camt("08"), by=JOB)


def test_a_file_of_after_midnight_was_read_on_the_new_day(money):
    content = camt("08", [entry("08", 100)])
    keep(money, content).created_at = datetime.fromisoformat("2026-11-24T23:30+00:00")
    db.session.commit()

    with pytest.raises(Refusal) as refused:
        keep(money, content)

    assert refused.value.details["read_on"] == date(2026, 11, 25)
