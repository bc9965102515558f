from datetime import date

import pytest

from webapp.domain.bank_csv import read_csv
from webapp.domain.bank_lines import UnreadableFile

TWO = "Date;Libellé;Débit;Crédit\n20/11/2026;VIR SARL MÉTALLERIE;;1 083,33\n21/11/2026;FRAIS;-4,50;\n"
ONE = "\ufeffDate opération,Libellé opération,Montant (EUR),Référence\n2026-11-20,VIR,1083.33,A1\n2026-11-21,FRAIS,-4.5,A2\n"


@pytest.mark.parametrize("text", [TWO, ONE, "Compte;FR76\n\n" + TWO, TWO.replace(";", "\t")])
def test_banks_write_the_same_in_several_ways(text):
    lines = read_csv(text.encode()).entries

    assert [(line.booked_on, line.cents) for line in lines] == [
        (date(2026, 11, 20), 108_333),
        (date(2026, 11, 21), -450),
    ]


def test_an_older_code_page_is_read_too():
    (first, _) = read_csv(TWO.encode("cp1252")).entries

    assert first.words == "VIR SARL MÉTALLERIE"


#: heads of exports, as banks write them above one transfer of 1 083,33 EUR from a joinery
BANKS = {
    "two columns, zeros": "Date;Libellé;Débit euros;Crédit euros;\n20/11/2026;VIR AUBRY;0,00;1 083,33;\n",
    "words after the amounts": (
        "Date;Date de valeur;Débit;Crédit;Libellé;Solde\n20/11/2026;20/11/2026;;1083,33;VIR AUBRY;9,00\n"
    ),
    "one column in brackets": (
        "Numéro Compte;0\nType;CCP\nSolde (EUROS);9,00\n\nDate;Libellé;Montant(EUROS)\n20/11/2026;VIR AUBRY;1083,33\n"
    ),
    "a currency": (
        "Date de l'opération;Libellé;Détail de l'écriture;Montant de l'opération;Devise\n"
        "20/11/2026;VIREMENT;VIR AUBRY;1083,33;EUR\n"
    ),
    "two days, two words": (
        "Date de comptabilisation;Libelle simplifie;Libelle operation;Reference;Debit;Credit;Date operation\n"
        "20/11/2026;AUBRY;VIR AUBRY;7;;+1083,33;19/11/2026\n"
    ),
    "another reader's words": "dateOp;dateVal;label;category;amount\n2026-11-20;2026-11-20;VIR AUBRY;Autre;1083,33\n",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-15", "cp1252", "utf-16"])
@pytest.mark.parametrize("bank", BANKS)
def test_exports_of_banks_are_read(bank, encoding):
    (line,) = read_csv(BANKS[bank].encode(encoding)).entries

    assert (line.booked_on, line.cents, line.words) == (date(2026, 11, 20), 108_333, "VIR AUBRY")


def test_another_currency_is_refused_with_its_line():
    with pytest.raises(UnreadableFile, match="line") as refused:
        read_csv(BANKS["a currency"].replace("EUR\n", "CHF\n").encode())

    assert refused.value.details == {"number": 2, "column": "not_euros"}


def test_a_line_that_moves_nothing_does_not_refuse_the_file():
    zeros = BANKS["two columns, zeros"] + "21/11/2026;FRAIS OFFERTS;0,00;0,00;\n"

    assert [line.cents for line in read_csv(zeros.encode()).entries] == [108_333, 0]


def test_a_line_cannot_go_both_ways():
    with pytest.raises(UnreadableFile, match="line") as refused:
        read_csv(BANKS["two columns, zeros"].replace("0,00", "12,00").encode())

    assert refused.value.details == {"number": 2, "column": "amount"}


def test_empty_lines_are_nothing():
    assert len(read_csv((TWO + ";;;\n\n").encode()).entries) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no_head"),
        ("a;b;c\n1;2;3\n", "no_head"),
        (TWO.replace("20/11/2026", "32/11/2026"), "line"),
        (TWO.replace("1 083,33", "1 083,333"), "line"),
        (TWO.replace(";;1 083,33", ";;"), "line"),
        (TWO.replace(";;1 083,33", ";1;1"), "line"),
        (TWO.replace("1 083,33", "=1+1"), "line"),
        ('Date;Libellé;Montant\n"' + "x" * 200_000, "no_head"),
        ("x" * 5_000_001, "too_big"),
    ],
)
def test_a_file_that_is_not_right_is_refused_whole(text, code):
    with pytest.raises(UnreadableFile, match=code):
        read_csv(text.encode())


def test_bytes_that_are_no_letters_are_refused():
    with pytest.raises(UnreadableFile, match="encoding"):
        read_csv(b"Date;Libell\x81;Montant\n")
