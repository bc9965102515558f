"""Whole files as banks give them, written here from the standard and from the guides of French banks."""

from pathlib import Path

import pytest

from webapp.domain.bank_lines import UnreadableFile
from webapp.domain.camt import read_camt

FILES = Path(__file__).with_name("bank_files")

#: by file: cents, name, words, reference, whether the bank takes it back
SAID = {
    "batch_02": [
        (108_333, "Métallerie Łódź & Søn", "RF12ALZ000007", "A0001-1", False),
        (108_333, "Εργοστάσιο Ψωμιού", "ECH-11 échéance de novembre merci", "A0001-2", False),
        (28_333, "Menuiserie Aubry", "", "A0001-3", False),
    ],
    "reversal_04": [
        (-75_000, "Scierie du Saintois", "VIR-8812 ANNULATION VIREMENT RECU", "2026324B0001", True),
    ],
    "returned_debit_08": [
        (
            -108_333,
            "Boulangerie Čapek",
            "ALZ-7-3 AM04 PROVISION INSUFFISANTE REJET DE PRELEVEMENT",
            "2026324C0001",
            True,
        ),
        (-1_500, "", "REJET DE PRELEVEMENT", "2026324C0001 frais", False),
    ],
    "other_currency_04": [(91_820, "Smith & Co", "INV 12", "2026324D0001", False)],
    "charges_02": [
        (50_000, "Façonnage Noël", "", "2026324E0001", False),
        (-500, "", "Frais", "2026324E0001 frais", False),
    ],
    "several_statements_08": [
        (5_000, "Un", "", "F-0", False),
        (10_000, "Deux", "", "F-1", False),
        (100, "Trois", "", "F-2", False),
    ],
}


def content(name):
    return (FILES / f"{name}.xml").read_bytes()


@pytest.mark.parametrize("name", SAID)
def test_a_file_says_what_the_bank_says(name):
    found = read_camt(content(name))

    lines = [(line.cents, line.name, line.words, line.reference, line.is_reversal) for line in found.entries]
    assert lines == SAID[name]


def test_every_file_is_told():
    assert {path.stem for path in FILES.glob("*.xml")} == set(SAID)


def test_of_several_statements_the_last_day_closes():
    found = read_camt(content("several_statements_08"))

    assert (found.closing_cents, str(found.closing_on)) == (15_100, "2026-11-20")


def test_a_statement_that_is_missing_between_two_is_seen():
    text = content("several_statements_08").decode()
    start, end = text.index("<Stmt>"), text.index("</Stmt>") + len("</Stmt>")

    with pytest.raises(UnreadableFile, match="does_not_add_up"):
        read_camt((text[:start] + text[end:]).encode())


def test_two_accounts_in_one_file_are_refused():
    text = content("several_statements_08").decode().replace("0189<", "0200<", 1)

    with pytest.raises(UnreadableFile, match="several_accounts"):
        read_camt(text.encode())


@pytest.mark.parametrize("name", SAID)
def test_a_balance_that_is_a_cent_off_refuses_the_whole(name):
    text = content(name).decode()
    place = text.rindex("<Cd>CLBD</Cd>")
    amount = text[place:].split('Ccy="EUR">', 1)[1].split("<", 1)[0]
    wrong = text[:place] + text[place:].replace(f">{amount}<", f">{float(amount) + 0.01:.2f}<", 1)

    with pytest.raises(UnreadableFile, match="does_not_add_up"):
        read_camt(wrong.encode())


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_file_that_was_cut_is_refused(name, share):
    whole = content(name)

    with pytest.raises(UnreadableFile, match="broken_xml"):
        read_camt(whole[: int(len(whole) * share)])


@pytest.mark.parametrize("encoding", ["iso-8859-15", "utf-16"])
def test_another_encoding_is_read_when_it_is_the_one_it_says(encoding):
    text = content("charges_02").decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')

    assert read_camt(text.encode(encoding)).entries == read_camt(content("charges_02")).entries


def test_another_encoding_than_the_file_says_is_refused():
    with pytest.raises(UnreadableFile, match="broken_xml"):
        read_camt(content("charges_02").decode().encode("iso-8859-15"))


def test_a_document_type_is_refused_wherever_it_hides():
    for name in SAID:
        bad = content(name).replace(
            b"<Document", b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><Document', 1
        )
        with pytest.raises(UnreadableFile, match="forbidden_xml"):
            read_camt(bad)
