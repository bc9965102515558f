from datetime import date

import pytest
from factories.money import FundFactory, tell_money

from webapp.domain.cash import CashKind
from webapp.services.journals import export_fec, find_opening, list_journal, list_years, party_of

pytestmark = pytest.mark.usefixtures("engine_app", "session")

WORDS = {kind: kind.value for kind in CashKind}


@pytest.fixture
def money(now):
    return tell_money(now)


def test_the_journal_has_a_year_s_movements_in_order(money):
    advance = money.running()
    money.repay(advance, 100_000)

    found = list_journal(money.fund, date(2026, 1, 1), date(2026, 12, 31))

    assert [entry.kind for entry in found] == ["contribution", "payment", "repayment"]
    assert party_of(found[1])[1] == advance.decision.dossier.company.name
    assert list_journal(money.fund, date(2025, 1, 1), date(2025, 12, 31)) == []


def test_the_file_has_two_lines_a_movement(money):
    money.running()

    lines = export_fec(money.fund, 2026, WORDS).decode("iso-8859-15").split("\r\n")

    assert len(lines) == 1 + 2 * 2 + 1
    assert "\tRF" in lines[3]


def test_years_go_from_the_last_to_the_first(money):
    assert list_years(money.fund) == [2026]
    assert list_years(FundFactory()) == []


def test_a_year_begins_with_the_balances_of_the_one_before(money):
    advance = money.running()
    assert find_opening(money.fund, date(2026, 1, 1)) is None
    money.later(days=60)
    money.repay(advance, 100_000)

    lines = [line.split("\t") for line in export_fec(money.fund, 2027, WORDS).decode("iso-8859-15").split("\r\n")[1:-1]]

    assert [(line[0], line[2], line[4], line[11], line[12]) for line in lines] == [
        ("AN", "1", "512000", "80000,00", "0,00"),
        ("AN", "1", "274800", "20000,00", "0,00"),
        ("AN", "1", "103000", "0,00", "100000,00"),
        ("BQ", "2", "512000", "1000,00", "0,00"),
        ("BQ", "2", "274800", "0,00", "1000,00"),
    ]
    assert {line[3] for line in lines[:3]} == {"20270101"}
