import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import grams
from matching.grams import RUNS, Alike, run_weights, runs

WORDS = ["communication", "radiocommunication", "transmission", "contrat", "c++"]


@pytest.fixture
def alike():
    found = Alike(run_weights(WORDS))
    for word in WORDS:
        found.append(word)
    return found


def names(pairs):
    return {WORDS[number]: likeness for number, likeness in pairs}


def test_a_word_has_a_run_for_each_of_its_letters():
    assert len(runs("contrat")) == 7
    assert all(0 <= run < RUNS for run in runs("été c++"))


def test_a_run_weighs_less_the_more_words_hold_it():
    weights = run_weights(WORDS)
    common, rare = runs("communication") & runs("transmission"), runs("contrat") - runs("communication")

    assert max(weights[sorted(common)]) < max(weights[sorted(rare)])
    assert weights.shape == (RUNS,)


def test_a_word_inside_a_longer_one_is_like_it(alike):
    found = names(alike.near("communication", 0.3))

    assert found["communication"] == pytest.approx(1.0)
    assert 0.5 < found["radiocommunication"] < 1
    assert "contrat" not in found


def test_nothing_is_like_a_word_without_a_run_in_common(alike):
    assert alike.near("xyz", 0.1) == []
    assert Alike(run_weights(WORDS)).near("contrat", 0.1) == []


def test_saved_words_are_found_as_before(alike):
    again = Alike(run_weights(WORDS))
    again.restore({name: np.array(values) for name, values in alike.arrays().items()})
    alike.append(None)
    for each in (alike, again):
        each.append("contrats")

    assert [pair[1] for pair in again.near("contrat", 0.3)] == [pair[1] for pair in alike.near("contrat", 0.3)]


@given(
    st.lists(st.text("abc", min_size=1, max_size=6), min_size=1, max_size=40), st.text("abc", min_size=4, max_size=8)
)
def test_many_words_are_counted_as_few_to_the_bit(words, word):
    alike = Alike(run_weights(words))
    for each in words:
        alike.append(each)

    found = []
    for few in (0, 10_000):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(grams, "FEW", few)
            found.append(alike.near(word, 0.3))
    assert found[0] == found[1]
