import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from matching.normalize import fold
from matching.thesaurus import phrase, trade_entries

TABLE = Path(__file__).parents[2] / "matching/thesaurus.csv"

#: Worth of a tie, and what it is said for: an abbreviation, another name or a translation, a part of a larger question.
WEIGHTS = {0.95, 0.9, 0.7}

#: Words that people also write with another meaning; a tie from one of them alone would answer needs it should not.
DOUBLE_MEANINGS = """
    aides air api but ca cap car ce cet chat coin commande dossier due fin four fr handling intern label locaux loi main
    manager management mes metre mobile monter or part parts pay paye pays pic plan point poster presse pret projet raison
    report roi sage sale sales salon sea serveur service si standard standards stage start support tour train trait vie
"""

#: Sides whose other words are grammar: what is left still names one thing.
ONE_WORD_LEFT = {"EN 1090", "EN 9100", "marquage CE", "CE marking"}

#: What no coordinator should miss: each has a tie of its own.
EXPECTED = """
    RH GPEC GEPP DUERP QHSE CSE AFEST OPCO SMED 5S GMAO ERP BFR CPF URSSAF DSN RGPD AMDEC TRS TPM lean kaizen kanban DAF
    EBE RSE HACCP CRM SEO PPSPS ICPE CARSAT DREAL VAE CGV métrologie tolérancement incoterms prévisionnel
"""


def rows():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sides():
    return [side for entry in trade_entries() for side in (entry.term, entry.equivalent)]


def words_of(text):
    return re.findall(r"\w+", text)


def is_translation(entry):
    return entry.source.startswith("anglais, ")


def test_each_line_of_the_table_has_its_four_cells():
    assert all(set(row) == {"term", "equivalent", "weight", "source"} for row in rows())
    assert all(cell and cell == cell.strip() for row in rows() for cell in row.values())


def test_each_line_of_the_table_has_a_reason():
    assert not [entry for entry in trade_entries() if len(entry.source) < 4]


def test_the_table_holds_the_terms_of_the_trades():
    assert sum(not is_translation(entry) for entry in trade_entries()) >= 400


def test_the_table_holds_the_pairs_of_both_languages():
    assert sum(is_translation(entry) for entry in trade_entries()) >= 600


@pytest.mark.parametrize("term", EXPECTED.split())
def test_the_terms_everybody_uses_have_a_tie(term):
    assert fold(term) in {fold(side) for side in sides()}


def test_no_pair_stands_twice_in_either_direction():
    pairs = Counter(frozenset((fold(entry.term), fold(entry.equivalent))) for entry in trade_entries())

    assert not [set(pair) for pair, count in pairs.items() if count > 1 or len(pair) < 2]


def test_each_weight_is_one_of_the_three_that_are_explained():
    assert {entry.weight for entry in trade_entries()} == WEIGHTS


def test_each_side_keeps_words_that_carry_a_subject():
    assert not [side for side in sides() if not phrase(side)]


def test_no_side_of_several_words_shrinks_to_a_common_one():
    # "recherche de clients" would be read "clients" and answer everything that speaks of clients.
    shrunk = {side for side in sides() if len(words_of(side)) > 1 and len(phrase(side).split()) == 1}
    elided = {side for side in shrunk if re.match(r"^(?:[ldjmtnsc]|qu)’\w+$", side)}

    assert shrunk - elided <= ONE_WORD_LEFT


def test_no_side_is_a_word_of_many_meanings():
    assert not {side for side in sides() if fold(side) in set(DOUBLE_MEANINGS.split())}


def test_letters_and_accents_are_those_of_french_and_english():
    allowed = re.compile(r"[A-Za-zàâäçéèêëîïôöùûüÿœæÀÂÇÉÈÊÎÔŒ0-9 ’&/.,;:()«»-]+")

    assert not [row for row in rows() for cell in row.values() if not allowed.fullmatch(cell)]
