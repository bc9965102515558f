from datetime import date

import pytest
from factories.fec_rules import breaches_of
from factories.money import FundFactory
from factories.territories import LocalRuleFactory
from flask_babel import force_locale

from webapp.domain.cash import CashKind
from webapp.domain.fec import YEAR_RULE, AccountingYear, file_name
from webapp.services.advances import default_advance, write_off_advance
from webapp.services.funds import record_fee
from webapp.services.journals import export_fec, find_opening, list_journal, list_years, party_of
from webapp.services.reversals import reverse_movement
from webapp.transaction import transaction
from webapp.views.advance_words import MOVEMENTS

pytestmark = pytest.mark.usefixtures("engine_app", "session")

WORDS = {kind: kind.value for kind in CashKind}


def test_the_journal_has_a_year_s_movements_in_order(money):
    advance = money.running()
    money.repay(advance, 100_000)

    found = list_journal(money.fund, date(2026, 1, 1), date(2026, 12, 31))

    assert [entry.kind for entry in found] == ["contribution", "payment", "repayment"]
    assert party_of(found[1])[1] == advance.decision.dossier.company.name
    assert list_journal(money.fund, date(2025, 1, 1), date(2025, 12, 31)) == []


def test_the_file_has_two_lines_a_movement(money):
    money.running()

    lines = export_fec(money.fund, AccountingYear(2026), WORDS).decode("iso-8859-15").split("\r\n")

    assert len(lines) == 1 + 2 * 2 + 1
    assert "\tRF" in lines[3]


def test_every_movement_of_two_years_keeps_the_rules_of_the_file(money):
    advance = money.running()
    money.later(days=30)
    (entry,) = money.repay(advance, 100_000)
    with transaction():
        reverse_movement(entry, reason="mistake", by=money.by, now=money.now)
    money.later(days=30)
    money.repay(advance, 2_000_000)
    money.repay(advance, 5_000)
    lost = money.running()
    with transaction():
        default_advance(lost, words="Liquidation", by=money.by, now=money.now)
        write_off_advance(lost, words="Liquidation", by=money.by, now=money.now)
        record_fee(money.fund, 450, taken_on=money.today, by=money.by, now=money.now)
    with force_locale("fr"):
        words = {kind: str(label) for kind, label in MOVEMENTS.items()}

    for year in list_years(money.fund):
        content, name = export_fec(money.fund, year, words), file_name("732829320", year.ends_on)
        assert list(breaches_of(content, name, year.year)) == []
    assert list_years(money.fund) == [AccountingYear(2027), AccountingYear(2026)]


def test_years_go_from_the_last_to_the_first(money):
    assert list_years(money.fund) == [AccountingYear(2026)]
    assert list_years(FundFactory()) == []


def test_an_accounting_year_begins_where_the_territory_says(money):
    advance = money.running()
    money.later(days=300)
    money.repay(advance, 100_000)
    LocalRuleFactory(territory=money.fund.territory, code=YEAR_RULE, value=9)

    later, earlier = list_years(money.fund)
    assert [(each.name, each.starts_on, each.ends_on) for each in (later, earlier)] == [
        ("2027-2028", date(2027, 9, 1), date(2028, 8, 31)),
        ("2026-2027", date(2026, 9, 1), date(2027, 8, 31)),
    ]
    files = [export_fec(money.fund, year, WORDS).decode("iso-8859-15") for year in (later, earlier)]
    assert [content.count("repayment") for content in files] == [2, 0]
    assert "\t20270901\t" in files[0]


def test_a_year_begins_with_the_balances_of_the_one_before(money):
    advance = money.running()
    assert find_opening(money.fund, date(2026, 1, 1)) is None
    money.later(days=60)
    money.repay(advance, 100_000)

    lines = [
        line.split("\t")
        for line in export_fec(money.fund, AccountingYear(2027), WORDS).decode("iso-8859-15").split("\r\n")[1:-1]
    ]

    assert [(line[0], line[2], line[4], line[11], line[12]) for line in lines] == [
        ("AN", "1", "512000", "80000,00", "0,00"),
        ("AN", "1", "274800", "20000,00", "0,00"),
        ("AN", "1", "103000", "0,00", "100000,00"),
        ("BQ", "2", "512000", "1000,00", "0,00"),
        ("BQ", "2", "274800", "0,00", "1000,00"),
    ]
    assert {line[3] for line in lines[:3]} == {"20270101"}
