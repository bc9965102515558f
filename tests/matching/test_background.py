import math

import pytest

from matching.background import RARE, background, chance


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
