import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import grams
from matching.grams import RUNS, Alike, run_weights, runs

WORDS = ["communication", "radiocommunication", "transmission", "contrat", "c++"]


@pytest.fixture
def alike():
    return settled(WORDS)


def settled(words, weights=None):
    found = Alike(run_weights(words) if weights is None else weights)
    found.settle(words)
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


def test_the_weight_of_a_run_is_the_logarithm_of_how_rare_it_is():
    weights = run_weights(["contrat", "contrats", "été"])

    assert weights[sorted(runs("contrat") & runs("contrats"))] == pytest.approx(np.log1p(4 / 3))
    assert weights[sorted(runs("contrat") - runs("contrats"))] == pytest.approx(np.log1p(4 / 2))
    assert weights[sorted(runs("plan") | runs("ééé"))] == pytest.approx(np.log1p(4 / 1))
    assert weights[sorted(runs("été"))] == pytest.approx(np.log1p(4 / 2))


def test_a_word_inside_a_longer_one_is_like_it(alike):
    (found,) = map(names, alike.near(["communication"], 0.3))

    assert found["communication"] == pytest.approx(1.0)
    assert 0.5 < found["radiocommunication"] < 1
    assert "contrat" not in found


def test_nothing_is_like_a_word_without_a_run_in_common(alike):
    assert alike.near(["xyz"], 0.1) == [[]]
    assert alike.near([], 0.1) == []
    assert Alike(run_weights(WORDS)).near(["contrat"], 0.1) == [[]]


def test_a_phrase_is_like_nothing():
    assert settled(["contrat", "contrat travail"]).near(["contrat"], 0.3) == [[(0, pytest.approx(1.0))]]


def test_saved_words_are_found_as_before(alike):
    again = Alike(run_weights(WORDS))
    again.restore({name: np.array(values) for name, values in alike.arrays(WORDS).items()})
    for each in (alike, again):
        each.settle([*WORDS, "contrats"])

    assert again.near(WORDS, 0.3) == alike.near(WORDS, 0.3)
    assert {number for number, _likeness in again.near(["contrat"], 0.3)[0]} == {WORDS.index("contrat"), len(WORDS)}


def likeness(word, other, weights):
    one, two = runs(word), runs(other)
    both, mine, its = (sum(weights[run] for run in each) for each in (one & two, one, two))
    return 1.25 * both / (min(mine, its) + max(mine, its) / 4)


LETTERS = st.text("abc", min_size=1, max_size=6)


@given(
    st.lists(LETTERS, min_size=1, max_size=40), st.lists(st.text("abc", min_size=4, max_size=8), max_size=5), st.data()
)
def test_all_words_that_are_like_enough_are_found_whenever_they_came(words, asked, data):
    weights = run_weights(words)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(grams, "UNREAD", data.draw(st.integers(0, 40)))
        patched.setattr(grams, "CELLS", data.draw(st.sampled_from((1, 100, 10_000))))
        alike = settled(words[: data.draw(st.integers(0, len(words)))], weights)
        alike.settle(words)
        found = alike.near(asked, 0.3)

    assert found == settled(words, weights).near(asked, 0.3)
    for word, pairs in zip(asked, found, strict=True):
        all_of_them = [(number, likeness(word, other, weights)) for number, other in enumerate(words)]
        near = [(number, pytest.approx(like)) for number, like in all_of_them if like >= 0.3 + 1e-9]
        assert [pair for pair in pairs if pair[1] >= 0.3 + 1e-9] == near


def test_a_word_whose_runs_all_weigh_nothing_is_like_no_other():
    weights = run_weights(WORDS)
    weights[list(runs("contrat"))] = 0.0

    assert settled(WORDS, weights).near(["contrat", "communication"], 0.3)[0] == []
    assert settled(WORDS, weights).near(["contrat", "communication"], 0.3)[1]
