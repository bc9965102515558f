import numpy as np
import pytest

from benchmarks.quality.vectors import Characters, Words, best_of
from matching import Offer

OFFERS = [Offer("a", "Soudage inox", ""), Offer("b", "Contrats de travail", ""), Offer("c", "Trésorerie", "soudage")]


@pytest.mark.parametrize(
    ("scores", "limit", "expected"),
    [
        ([0.1, 0.3, 0.2], 2, ["b", "c"]),
        ([0.2, 0.2, 0.2], 2, ["a", "b"]),
        ([0.0, 0.2, 0.0], 2, ["b"]),
        ([0.0, 0.0, 0.0], 3, []),
        ([0.1, 0.2, 0.3], 5, ["c", "b", "a"]),
    ],
)
def test_the_best_come_first_and_equal_ones_in_order(scores, limit, expected):
    assert [key for key, _score in best_of("abc", np.array(scores, dtype=np.float32), limit)] == expected


@pytest.mark.parametrize("factory", [Characters, Words])
def test_words_are_found_without_their_accents(factory):
    assert factory(OFFERS).search("TRESORERIE", 1)[0][0] == "c"


def test_characters_find_a_word_that_is_spelt_otherwise():
    assert Characters(OFFERS).search("contra de travaille", 1)[0][0] == "b"
    assert Words(OFFERS).search("contra travaille", 1) == []
