import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.teams import choose

SHARES = st.integers(1, 5).flatmap(
    lambda words: st.lists(
        st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=words, max_size=words), min_size=1, max_size=6
    )
)


def test_the_first_adds_the_most_and_the_next_what_is_missing():
    shares = np.array([[1.0, 0.9, 0.0], [1.0, 0.9, 0.0], [0.0, 0.0, 1.0]])
    chosen = choose(shares, np.array([5.0, 5.0, 4.0]), 3)

    assert chosen.places == (0, 2)
    assert chosen.cover == pytest.approx(1.0)


def test_nobody_joins_who_adds_next_to_nothing():
    assert choose(np.array([[0.9, 0.95]]), np.array([4.0]), 2).places == (1,)
    assert choose(np.array([[0.05]]), np.array([4.0]), 1).places == ()
    assert choose(np.zeros((1, 2)), np.array([5.0]), 2).places == ()
    assert choose(np.zeros((0, 0)), np.zeros(0), 2).cover == 0.0
    assert choose(np.zeros((0, 2)), np.zeros(0), 2).places == ()


@given(SHARES, st.integers(1, 3))
def test_the_cover_is_at_least_what_the_theorem_promises(rows, size):
    shares = np.array(rows).T
    weights = np.arange(1.0, len(shares) + 1)

    best = max(
        float(shares[:, list(team)].max(axis=1) @ weights)
        for team in itertools.combinations(range(shares.shape[1]), min(size, shares.shape[1]))
    )
    assert choose(shares, weights, size).cover * weights.sum() >= (1 - 1 / np.e) * best - 0.08 * weights.sum() * size
