import math

import numpy as np
import pytest

from matching import background as module
from matching.background import RARE, Background, background, chance
from matching.grams import runs


def test_common_words_are_met_more_often_than_rare_ones():
    table = background()

    assert table.chance("travail") > table.chance("prevoyance") > table.chance("zzzzz") == chance(RARE)


def test_a_chance_is_that_of_at_least_one_occurrence():
    assert chance(0.01) == pytest.approx(1 - math.exp(-0.6))


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("contart", "contrat"),
        ("entretieen", "entretien"),
        ("recruteemnt", "recrutement"),
        ("formqtion", "formation"),
        ("achta", "achat"),
        ("recrtuemetn", "recrutement"),
        ("embouch", "embauche"),
        ("buraut", "bureau"),
        ("tyroar", "tyroar"),
        ("contrat", "contrat"),
        ("xqzwvk", "xqzwvk"),
        ("cse", "cse"),
        ("20241", "20241"),
    ],
)
def test_a_wrong_word_is_read_as_the_one_it_was_meant_to_be(typed, word):
    assert background().meant([typed])[typed][0] == (word, 1.0)


def test_the_table_is_read_once():
    assert background() is background()
    assert len(background().frequency) > 60_000


def test_a_run_that_half_the_language_has_ties_no_two_words():
    weights = background().runs
    common = runs("formation") & runs("animation") & runs("vocation")

    assert common
    assert not weights[list(common)].any()
    assert weights[list(runs("kaizen"))].min() > 4
    assert 20 < np.count_nonzero(weights == 0.0) < 40


@pytest.fixture
def table():
    """The table, with nothing kept of what was asked before."""
    return Background(background().frequency, background().lexicon, background().runs)


def test_what_was_read_once_is_kept_and_read_alike(table):
    typed = ["contart", "relire", "formtion", "xyzzy", "42"]
    first = table.meant(typed)

    assert set(table.meanings) == {"contart", "formtion", "xyzzy"}
    assert table.meant(reversed(typed)) == first
    assert list(table.meant(typed)) == typed


def test_no_more_is_kept_than_said(table, monkeypatch):
    monkeypatch.setattr(module, "KEPT", 2)
    read = table.meant(["contart", "formtion"])
    assert len(table.meanings) == 2

    more = table.meant(["contart", "nettoyge"])

    assert more["contart"] == read["contart"]
    assert set(table.meanings) == {"nettoyge"}
    assert table.meant(["contart", "formtion", "nettoyge"]) == read | more
    assert len(table.meanings) == 2
