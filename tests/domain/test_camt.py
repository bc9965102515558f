from datetime import date

import pytest
from factories.bank import camt, entry, transaction

from webapp.domain.bank_lines import UnreadableFile
from webapp.domain.camt import read_camt

VERSIONS = ["02", "04", "06", "08", "10", "13"]
DAY = date(2026, 11, 20)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_says_the_same(version):
    lines = [
        entry(
            version, 108_333, name="SARL Métallerie Łódź & Fils", words="Échéance 3 RF12 ALZ0 0000 7", reference="A1"
        ),
        entry(version, -450, words="Frais", reference="A2"),
    ]

    found = read_camt(camt(version, lines, opening=1_000, closing=108_883))

    first, second = found.entries
    assert (first.cents, first.name, first.booked_on) == (108_333, "SARL Métallerie Łódź & Fils", DAY)
    assert first.words == "Échéance 3 RF12 ALZ0 0000 7"
    assert (second.cents, second.words, second.reference) == (-450, "Frais", "A2")
    assert (found.iban, found.closing_cents, found.closing_on) == ("FR7630006000011234567890189", 108_883, DAY)


@pytest.mark.parametrize("version", VERSIONS)
def test_an_entry_of_several_payments_is_one_line_each(version):
    parts = [transaction(version, 1_000, "Un", reference="B1"), transaction(version, 2_500, "Deux", reference="B2")]

    found = read_camt(camt(version, [entry(version, 3_500, parts=parts, reference="A")]))

    assert [(line.cents, line.name, line.reference) for line in found.entries] == [
        (1000, "Un", "B1"),
        (2500, "Deux", "B2"),
    ]


def test_parts_that_do_not_sum_stay_one_line():
    parts = [transaction("08", 1_000, "Un"), transaction("08", 2_500, "Deux")]

    (line,) = read_camt(camt("08", [entry("08", 9_900, parts=parts)])).entries

    assert line.cents == 9_900


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("status", ["PDNG", "INFO", "FUTR"])
def test_what_is_not_booked_yet_is_left_out(version, status):
    lines = [entry(version, 100, status=status), entry(version, 200)]

    assert [line.cents for line in read_camt(camt(version, lines, opening=0, closing=200)).entries] == [200]


def test_without_a_last_balance_the_lines_are_read():
    found = read_camt(camt("08", [entry("08", 100)], opening=5_000))

    assert [line.cents for line in found.entries] == [100]
    assert (found.closing_cents, found.closing_on) == (None, None)


def test_a_reversal_is_marked():
    (line,) = read_camt(camt("04", [entry("04", -5_000, reversal=True)])).entries

    assert (line.cents, line.is_reversal) == (-5_000, True)


def test_the_same_line_twice_has_two_keys_and_the_same_file_the_same():
    lines = [entry("08", 100, name="Un"), entry("08", 100, name="Un")]

    first, again = read_camt(camt("08", lines)), read_camt(camt("08", lines))

    assert len({line.key for line in first.entries}) == 2
    assert [line.key for line in first.entries] == [line.key for line in again.entries]


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]><Document>&lol3;</Document>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><Document>&x;</Document>"""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (LAUGHS, "forbidden_xml"),
        (OUTSIDE, "forbidden_xml"),
        (b"<!DOCTYPE d><d/>", "forbidden_xml"),
        (b"", "broken_xml"),
        (b"<Document", "broken_xml"),
        (b"\x00\x01<a/>", "broken_xml"),
        (b"<a/>", "not_camt"),
        (camt("08").replace(b"camt.053", b"camt.052"), "not_camt"),
        (camt("08").replace(b"001.08", b"001.99"), "not_camt"),
        (camt("08").replace(b"Stmt>", b"Stat>"), "no_statement"),
        (camt("08", [entry("08", 100)]).replace(b'"EUR"', b'"CHF"'), "not_euros"),
        (camt("08", [entry("08", 100)]).replace(b">CRDT<", b">MAYBE<"), "no_side"),
        (camt("08", [entry("08", 100)]).replace(b">1.00<", b">1.001<"), "amount"),
        (camt("08", [entry("08", 100)]).replace(b">1.00<", b">-1.00<"), "amount"),
        (camt("08", [entry("08", 100)]).replace(b">1.00<", b">1e2<"), "amount"),
        (
            camt("08", [entry("08", 100)]).replace(b"<Dt>2026-11-20</Dt></BookgDt>", b"<Dt>2026-13-20</Dt></BookgDt>"),
            "day",
        ),
        (camt("08", [entry("08", 100)], opening=0, closing=101), "does_not_add_up"),
        (b" " * 5_000_001, "too_big"),
    ],
)
def test_a_file_that_is_not_right_is_refused_whole(content, code):
    with pytest.raises(UnreadableFile, match=code):
        read_camt(content)


def test_two_accounts_in_one_file_are_refused():
    one = camt("08", [entry("08", 100)])
    statement = one[one.index(b"<Stmt>") : one.index(b"</BkToCstmrStmt>")]
    both = one.replace(b"</BkToCstmrStmt>", statement.replace(b"0189<", b"0200<") + b"</BkToCstmrStmt>")

    with pytest.raises(UnreadableFile, match="several_accounts"):
        read_camt(both)
