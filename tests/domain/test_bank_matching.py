from datetime import date

import pytest

from webapp.domain.bank_lines import BankEntry
from webapp.domain.bank_matching import Candidate, guess, words_of
from webapp.domain.references import reference_of

AUBRY = Candidate(7, "Menuiserie Aubry", 1_500_000, frozenset({83_333}))
COLIN = Candidate(8, "SARL Atelier Colin & Fils", 900_000, frozenset({50_000}))


def line(cents=100, name="", words=""):
    return BankEntry(date(2026, 11, 20), cents, name, words)


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        (line(words=f"Echeance {reference_of(8)}"), [(8, 100, ("reference",))]),
        (line(name="MENUISERIE AUBRY SARL"), [(7, 40, ("name",))]),
        (line(83_333, words="VIR INST AUBRY"), [(7, 50, ("part_of_name", "amount"))]),
        (line(50_000), [(8, 30, ("amount",))]),
        (line(900_000, name="Colin"), [(8, 45, ("part_of_name", "whole_debt"))]),
        (line(12_345, name="Inconnu"), []),
        (line(words="AUBRY"), []),
    ],
)
def test_reference_name_and_amount_add_up(entry, found):
    assert [(each.advance_id, each.points, each.reasons) for each in guess(entry, [AUBRY, COLIN])] == found


def test_the_likeliest_comes_first():
    entry = line(50_000, name="Menuiserie Aubry")

    assert [each.advance_id for each in guess(entry, [COLIN, AUBRY])] == [7, 8]


def test_words_that_many_names_have_tell_nothing():
    assert words_of("SARL Atelier des Métiers & Fils") == {"metiers", "fils"}
