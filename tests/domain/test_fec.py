from datetime import date

import pytest
from factories.fec_rules import PUBLISHED, breaches_of, rows_of

from webapp.domain.cash import CashAccount
from webapp.domain.fec import (
    CHART,
    COLUMNS,
    ENCODING,
    AccountingYear,
    JournalEntry,
    Opening,
    clean_cell,
    describe_fec,
    file_name,
    write_fec,
)


def entry(number, source, target, cents=108_333, words="Remboursement"):
    day = date(2026, 11, 20)
    party = ("E00007", "Menuiserie Aubry")
    return JournalEntry(number, day, CashAccount(source), CashAccount(target), cents, "RF1", day, words, party, day)


ENTRIES = [entry(1, "contributed", "cash", 44_100_000), entry(2, "lent", "cash"), entry(3, "doubtful", "lost", 5)]
NAME = "732829320FEC20261231.txt"


@pytest.fixture
def good():
    return write_fec(ENTRIES)


def test_the_file_keeps_every_rule(good):
    assert list(COLUMNS) == PUBLISHED
    assert file_name("732829320", date(2026, 12, 31)) == NAME
    assert list(breaches_of(good, NAME, 2026)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"\r\n", b"\n", "not separated"),
        (b"\r\n", b"\r\n\r\n", "one is empty"),
        (b"Debit\tCredit", b"Credit\tDebit", "not those of the law"),
        (b"\t0,05\t", b"\t0.05\t", "an amount"),
        (b"\t441000,00\t0,00", b"\t441000,00\t1,00", "one only"),
        (b"\t1083,33\t0,00", b"\t1083,34\t0,00", "does not balance"),
        (b"\t2\t20261120", b"\t2\t20-11-26", "a day"),
        (b"\t2\t20261120", b"\t2\t20251120", "another year"),
        (b"OD\tOp", b"\tOp", "nothing in"),
        (b"\t3\t2026", b"\t4\t2026", "without a gap"),
        (b"E00007\t", b"\t", "half an auxiliary"),
        (b"\t512000\t", b"\t912000\t", "outside of the plan"),
        (b"512000\tBanque\t\t\tRF1\t20261120\tRemboursement\t1083", b"512000\tCaisse\t\t\tRF1\t20261120\tRemboursement\t1083",
         "several names"),
        (b"\t20261120\t\t\r\nBQ\tBanque\t2", b"\t20261220\t\t\r\nBQ\tBanque\t2", "several ValidDate"),
    ],
)  # fmt: skip
def test_each_rule_is_looked_at(good, old, new, said):
    assert old in good

    assert said in "; ".join(breaches_of(good.replace(old, new), NAME, 2026))


def test_a_repayment_debits_the_bank_and_credits_the_advances():
    debit, credit = rows_of(write_fec([ENTRIES[1]]))

    assert (debit["CompteNum"], debit["Debit"], debit["CompAuxNum"]) == ("512000", "1083,33", "")
    assert (credit["CompteNum"], credit["Credit"], credit["CompAuxLib"]) == ("274800", "1083,33", "Menuiserie Aubry")
    assert debit["JournalCode"] == "BQ"


def test_what_leaves_no_bank_is_another_journal():
    assert {row["JournalCode"] for row in rows_of(write_fec([ENTRIES[2]]))} == {"OD"}


def test_words_never_break_a_line():
    assert rows_of(write_fec([entry(1, "lent", "cash", words="a\tb\r\nc")]))[0]["EcritureLib"] == "a b c"


def test_every_account_has_its_number():
    assert set(CHART) == set(CashAccount)


def opening(**balances):
    return Opening(date(2027, 1, 1), {account: balances.get(account.value, 0) for account in CashAccount})


def test_a_year_opens_with_balances_that_balance_a_loss_carried_on():
    first = rows_of(write_fec([], opening(cash=700, lent=200, contributed=1_000, fees=60, lost=40)))

    assert {(row["JournalCode"], row["EcritureNum"]) for row in first} == {("AN", "1")}
    assert [(row["CompteNum"], row["Debit"], row["Credit"]) for row in first] == [
        ("512000", "7,00", "0,00"),
        ("274800", "2,00", "0,00"),
        ("103000", "0,00", "10,00"),
        ("119000", "1,00", "0,00"),
    ]


@pytest.mark.parametrize(
    ("balances", "numbers"),
    [
        ({"contributed": 1, "fees": 1}, ["103000", "119000"]),
        ({"cash": 1, "recovered": 1}, ["512000", "110000"]),
        ({"cash": 1, "contributed": 1}, ["512000", "103000"]),
    ],
)
def test_a_single_cent_is_carried_on_and_nothing_where_there_is_none(balances, numbers):
    assert [row["CompteNum"] for row in rows_of(write_fec([], opening(**balances)))] == numbers


def test_a_year_that_opens_with_balances_keeps_every_rule_and_leaves_empty_what_it_does_not_use():
    file = write_fec([entry(2, "lent", "cash")], Opening(date(2026, 1, 1), opening(cash=700, contributed=700).balances))

    assert list(breaches_of(file, NAME, 2026)) == []
    assert {
        row[column] for row in rows_of(file) for column in ("EcritureLet", "DateLet", "Montantdevise", "Idevise")
    } == {""}
    assert [(row["EcritureLib"], row["CompAuxNum"]) for row in rows_of(file)[:2]] == [("Soldes à nouveau", "")] * 2


def test_a_gain_is_carried_on_the_other_side():
    rows = rows_of(write_fec([], opening(cash=1_100, contributed=1_000, recovered=100)))

    assert [(row["CompteNum"], row["Credit"]) for row in rows[1:]] == [("103000", "10,00"), ("110000", "1,00")]


def test_letters_are_those_that_the_administration_takes():
    assert clean_cell("Métallerie Łódź, poseł & Søn\tœuvre") == "Métallerie Lódz, posel & Søn œuvre"
    assert clean_cell("Versement de l’avance – “suite”…") == 'Versement de l\'avance - "suite"...'
    assert clean_cell("Ψωμί") == "????"
    assert clean_cell("ﬁnances, lot №\u00a03 ½ \ue000") == "finances, lot No 3 ? ?"
    row, _ = rows_of(write_fec([entry(1, "lent", "cash", words="Repaiement 東京")]))
    assert row["EcritureLib"] == "Repaiement ??"


def test_the_description_has_a_section_for_each_thing_that_the_law_asks_about():
    title, *sections = describe_fec().decode(ENCODING).split("\r\n\r\n")

    assert title == "Description du fichier des écritures comptables"
    assert [section.partition("\r\n")[0] for section in sections] == [
        "Colonnes, dans cet ordre",
        "Journaux",
        "Comptes",
        "Comptes auxiliaires",
        "Écriture du fichier",
    ]
    for word in ("ISO 8859-15", "tabulation", "retour chariot", "AAAAMMJJ", "virgule"):
        assert word in sections[-1]


def test_the_description_names_each_column_journal_and_account():
    lines = describe_fec().decode(ENCODING).split("\r\n")

    assert lines[3:21] == [line for line in lines if line.partition(" : ")[0] in COLUMNS]
    assert {"AN : À nouveaux", "BQ : Banque", "512000 : Banque", "119000 : Report à nouveau (solde débiteur)"} <= set(
        lines
    )
    assert "?" not in "".join(lines)


@pytest.mark.parametrize(
    ("day", "month", "first", "last", "name"),
    [
        (date(2026, 6, 30), 1, date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (date(2026, 6, 30), 7, date(2025, 7, 1), date(2026, 6, 30), "2025-2026"),
        (date(2026, 7, 1), 7, date(2026, 7, 1), date(2027, 6, 30), "2026-2027"),
    ],
)
def test_a_year_of_accounts_begins_in_the_month_that_a_territory_says(day, month, first, last, name):
    year = AccountingYear.of(day, month)

    assert (year.starts_on, year.ends_on, year.name) == (first, last, name)
    assert year.starts_on <= day <= year.ends_on
