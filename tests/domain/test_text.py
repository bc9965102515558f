import csv
import io
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webapp.domain.text import UnusableText, clean_email, clean_line, clean_phone, clean_text, csv_cell

#: what has broken other services, mixed into any text
NASTY = st.sampled_from([
    *("\r\n", "\r", "\n", "\x00", "\x0b", "\x85", "\u2028", "\u202e", "\u200d", "\u200c", "\ufeff", "\u00a0", "\u202f"),
    *("\t", "  ", "e\u0301", "\u212a", "\u0301", "\ud800", "\ufffe", "é", "ﬁ", "=?utf-8?q?=0A?="),
    *("न\u094d\u200dष", "👩\u200d🏭"),
])  # fmt: skip
TEXTS = st.lists(NASTY | st.text(max_size=6), max_size=12).map("".join)


def code_of(function, *arguments):
    with pytest.raises(UnusableText) as caught:
        function(*arguments)
    return caught.value.code


@given(TEXTS)
@example("\u212a\u200d")
@example(" \u00a0\n\u00a0 ")
@example("a\u200b\u0301")
def test_cleaning_twice_changes_nothing_more(value):
    for clean in (clean_line, clean_text):
        try:
            once = clean(value, 100)
        except UnusableText:
            continue
        assert clean(once, 100) == once


@given(TEXTS)
def test_what_is_kept_can_be_stored_and_shown(value):
    try:
        kept = clean_text(value, 100)
    except UnusableText:
        return
    assert kept == unicodedata.normalize("NFC", kept)
    assert len(kept) <= 100
    assert kept.encode("utf-8").decode() == kept
    assert not {unicodedata.category(c) for c in kept.replace("\n", "")} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(kept) & set("\u200b\u200e\u200f\u202a\u202d\u202e\u2066\u2069\ufeff\u00ad")
    assert "\n\n\n" not in kept
    assert kept == kept.strip()


@given(TEXTS)
def test_a_line_stays_one_line(value):
    try:
        kept = clean_line(value, 100)
    except UnusableText:
        return
    assert len(kept.splitlines()) <= 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Menuiserie   Aubry \t ", "Menuiserie Aubry"),
        ("Cafe\u0301", "Café"),
        ("\u202efdp.exe", "fdp.exe"),
        ("besoin\u00a0: une presse", "besoin\u00a0: une presse"),
        ("deux \u00a0 espaces", "deux espaces"),
        ("main\u00adtenance", "maintenance"),
        ("fin\r\n", "fin"),
        ("a\u200db", "ab"),
        ("👩\u200d🏭", "👩\u200d🏭"),
        ("نمی\u200cخواهم", "نمی\u200cخواهم"),
        ("", ""),
        ("\u200b \ufeff", ""),
    ],
)
def test_a_line_is_composed_and_squeezed(typed, kept):
    assert clean_line(typed, 60) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Bonjour,\r\n\r\nune question \r\n", "Bonjour,\n\nune question"),
        ("un\n\n\n\n\ndeux", "un\n\ndeux"),
        ("un\n \t \n\u00a0\ndeux", "un\n\ndeux"),
        ("un\x0bdeux\u2028trois\x85quatre\rcinq", "un\ndeux\ntrois\nquatre\ncinq"),
        ("- un\n\t- deux", "- un\n- deux"),
    ],
)
def test_paragraphs_stay_apart(typed, kept):
    assert clean_text(typed, 60) == kept


@pytest.mark.parametrize(
    "bad", ["\x00", "\x1b", "\x7f", "\x9f", "\ud800", "\ufffe", "\U0001ffff", "\ufdd0", "e" + "\u0301" * 31]
)
def test_characters_that_no_text_needs_are_refused(bad):
    assert code_of(clean_line, f"a{bad}b", 60) == "forbidden_character"
    assert code_of(clean_text, f"a{bad}b", 60) == "forbidden_character"


def test_length_is_measured_on_what_is_kept():
    assert clean_line("  " + "é" * 10 + "  ", 10) == "é" * 10
    assert clean_line("e\u0301" * 10, 10) == "é" * 10

    with pytest.raises(UnusableText) as caught:
        clean_line("é" * 11, 10)

    assert caught.value.code == "too_long"
    assert caught.value.details == {"max_length": 10, "length": 11}


@pytest.mark.parametrize("bomb", ["a" + "\u0301\u0316" * 100_000, "a" * 200_000, " " * 200_000, "\n" * 200_000])
def test_a_huge_text_is_refused_at_once(bomb):
    start = time.perf_counter()

    code = code_of(clean_text, bomb, 4000)

    assert code == "too_long"
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("claire.humbert@exemple.fr", "claire.humbert@exemple.fr"),
        (" Claire.Humbert@Exemple.FR ", "Claire.Humbert@exemple.fr"),
        ("mailto:claire@exemple.fr", "claire@exemple.fr"),
        ("atelier@forêt.fr", "atelier@xn--fort-ipa.fr"),
        ("o'brien+alize@exemple.fr", "o'brien+alize@exemple.fr"),
        ("claire.humbert @exemple.fr", "claire.humbert@exemple.fr"),
        ("claire@exemple\u3002fr", "claire@exemple.fr"),
    ],
)
def test_an_address_has_one_spelling(typed, kept):
    assert clean_email(typed) == kept
    assert clean_email(kept) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "not_an_email"),
        ("claire", "not_an_email"),
        ("claire@", "not_an_email"),
        ("claire@localhost", "not_an_email"),
        ("claire@exemple", "not_an_email"),
        ("claire@exemple.fr.", "not_an_email"),
        ("cla ire@exemple.fr", "spaced_email"),
        ("claire@exemple.fr merci", "spaced_email"),
        ("Claire <claire@exemple.fr>", "not_an_email"),
        ("claire@[127.0.0.1]", "not_an_email"),
        ('"claire humbert"@exemple.fr', "not_an_email"),
        ("=?utf-8?q?a=0ABcc?=@exemple.fr", "not_an_email"),
        ("a@exemple.fr, b@exemple.fr", "several_emails"),
        ("a@exemple.fr;b@exemple.fr", "several_emails"),
        ("a@b, evil@x", "several_emails"),
        ("a@exemple.fr\nBcc: b@exemple.fr", "several_lines"),
        ("hélène@exemple.fr", "email_not_ascii"),
        ("a@" + "x" * 260 + ".fr", "too_long"),
        ("a\x00@exemple.fr", "forbidden_character"),
    ],
)
def test_what_is_not_one_address_is_refused(typed, code):
    assert code_of(clean_email, typed) == code


@given(st.emails() | TEXTS.map(lambda text: f"{text}@exemple.fr"))
def test_a_kept_address_is_ascii_and_alone(value):
    try:
        kept = clean_email(value)
    except UnusableText:
        return
    assert kept.isascii()
    assert kept.count("@") == 1
    assert len(kept) <= 254
    assert not set(kept) & set(' ,;<>"()\r\n\t')
    assert clean_email(kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("03 53 01 24 18", "+33353012418"),
        ("03.53.01.24.18", "+33353012418"),
        ("0353012418", "+33353012418"),
        ("+33 (0)3 53 01 24 18", "+33353012418"),
        ("0033 3 53 01 24 18", "+33353012418"),
        ("+33353012418", "+33353012418"),
        ("06-39-98-14-07", "+33639981407"),
        ("tel:+33639981407", "+33639981407"),
        ("0262 12 34 56", "+262262123456"),
        ("+352 26 12 34", "+352261234"),
    ],
)
def test_a_telephone_number_has_one_spelling(typed, kept):
    assert clean_phone(typed) == kept
    assert clean_phone(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12",
        "3949",
        "abc",
        "00 53 01 24 18",
        "+33 3 53",
        "+330353012418",
        "03 53 01 24 18 poste 2",
        "+",
        "٠٣٥٣٠١٢٤١٨",
    ],
)
def test_what_cannot_be_called_is_refused(typed):
    assert code_of(clean_phone, typed) == "not_a_phone"


@pytest.mark.parametrize(
    "formula",
    ["=1+1", "+33353012418", "-2", "@SUM(A1)", " =1", "\u00a0=1", "\t=1", "\rx", "\nx", "＝1", "＋1", "－1", "＠a"],
)
def test_no_cell_runs(formula):
    assert csv_cell(formula) == "'" + formula
    assert csv_cell(csv_cell(formula)) == "'" + formula


@pytest.mark.parametrize("value", [-5, 0, 3.5, None, True, "", "Aubry", "a=b", "12", "« oui »", "'=1"])
def test_other_cells_stay_as_they_are(value):
    assert csv_cell(value) is value


@given(st.lists(TEXTS.filter(lambda text: text.isprintable()), min_size=1, max_size=5))
def test_no_exported_cell_begins_like_a_formula(values):
    page = io.StringIO()
    csv.writer(page, delimiter=";").writerow([csv_cell(value) for value in values])

    (row,) = csv.reader(io.StringIO(page.getvalue()), delimiter=";")

    assert not any(cell.strip()[:1] in set("=+-@＝＋－＠") and cell.strip() for cell in row)
