import re
from datetime import date

from webapp.domain.cash import CashAccount
from webapp.domain.fec import CHART, COLUMNS, ENCODING, JournalEntry, Opening, amount, clean_cell, file_name, write_fec

#: the eighteen names, in the order of article A47 A-1, VII, 1° of the Livre des procédures fiscales
PUBLISHED = [
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
]


def entry(number, source, target, cents=108_333, words="Remboursement"):
    day = date(2026, 11, 20)
    party = ("E00007", "Menuiserie Aubry")
    return JournalEntry(number, day, CashAccount(source), CashAccount(target), cents, "RF1", day, words, party, day)


ENTRIES = [entry(1, "contributed", "cash", 44_100_000), entry(2, "lent", "cash"), entry(3, "doubtful", "lost", 5)]


def rows_of(entries, opening=None):
    head, *lines = write_fec(entries, opening).decode(ENCODING).split("\r\n")[:-1]
    return head.split("\t"), [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]


def test_the_head_is_the_one_of_the_law():
    head, _ = rows_of([])

    assert head == list(COLUMNS) == list(PUBLISHED)
    assert len(head) == 18


def test_every_entry_balances_and_numbers_follow():
    _, rows = rows_of(ENTRIES)

    assert [int(row["EcritureNum"]) for row in rows] == [1, 1, 2, 2, 3, 3]
    for number in ("1", "2", "3"):
        lines = [row for row in rows if row["EcritureNum"] == number]
        cents = [(int(row["Debit"].replace(",", "")), int(row["Credit"].replace(",", ""))) for row in lines]
        assert sum(debit for debit, _ in cents) == sum(credit for _, credit in cents) > 0


def test_dates_amounts_and_accounts_have_their_form():
    _, rows = rows_of(ENTRIES)

    for row in rows:
        assert all(re.fullmatch(r"\d{8}", row[name]) for name in ("EcritureDate", "PieceDate", "ValidDate"))
        assert all(re.fullmatch(r"\d+,\d\d", row[name]) for name in ("Debit", "Credit"))
        assert re.fullmatch(r"\d{6}", row["CompteNum"])
        required = ("JournalCode", "JournalLib", "CompteLib", "PieceRef", "EcritureLib")
        assert all(row[name] for name in required)


def test_a_repayment_debits_the_bank_and_credits_the_advances():
    _, (debit, credit) = rows_of([ENTRIES[1]])

    assert (debit["CompteNum"], debit["Debit"], debit["CompAuxNum"]) == ("512000", "1083,33", "")
    assert (credit["CompteNum"], credit["Credit"], credit["CompAuxLib"]) == ("274800", "1083,33", "Menuiserie Aubry")
    assert debit["JournalCode"] == "BQ"


def test_what_leaves_no_bank_is_another_journal():
    _, rows = rows_of([ENTRIES[2]])

    assert {row["JournalCode"] for row in rows} == {"OD"}


def test_words_never_break_a_line():
    _, rows = rows_of([entry(1, "lent", "cash", words="a\tb\r\nc")])

    assert rows[0]["EcritureLib"] == "a b c"


def test_every_account_has_its_number():
    assert set(CHART) == set(CashAccount)
    assert amount(5) == "0,05"


def opening(**balances):
    return Opening(date(2027, 1, 1), {account: balances.get(account.value, 0) for account in CashAccount})


def sums(rows):
    return [sum(int(row[side].replace(",", "")) for row in rows) for side in ("Debit", "Credit")]


def test_a_year_opens_with_balances_that_balance_a_loss_carried_on():
    _, rows = rows_of([entry(2, "lent", "cash")], opening(cash=700, lent=200, contributed=1_000, fees=60, lost=40))

    first = [row for row in rows if row["EcritureNum"] == "1"]
    assert {row["JournalCode"] for row in first} == {"AN"}
    assert [(row["CompteNum"], row["Debit"], row["Credit"]) for row in first] == [
        ("512000", "7,00", "0,00"),
        ("274800", "2,00", "0,00"),
        ("103000", "0,00", "10,00"),
        ("119000", "1,00", "0,00"),
    ]
    assert sums(first)[0] == sums(first)[1]
    assert [int(row["EcritureNum"]) for row in rows[4:]] == [2, 2]


def test_a_gain_is_carried_on_the_other_side():
    _, rows = rows_of([], opening(cash=1_100, contributed=1_000, recovered=100))

    assert [(row["CompteNum"], row["Credit"]) for row in rows[1:]] == [("103000", "10,00"), ("110000", "1,00")]


def test_letters_are_those_that_the_administration_takes():
    assert clean_cell("Métallerie Łódź, poseł & Søn\tœuvre") == "Métallerie Lódz, posel & Søn œuvre"
    assert clean_cell("Ψωμί") == "????"
    _, (row, _) = rows_of([entry(1, "lent", "cash", words="Repaiement 東京")])
    assert row["EcritureLib"] == "Repaiement ??"


def test_the_name_is_the_one_that_is_asked_for():
    assert file_name("732829320", date(2026, 12, 31)) == "732829320FEC20261231.txt"
