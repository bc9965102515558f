import copy
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from matching.sums import Sums


def sums_of(met, values, offers):
    return np.bincount(met, weights=values, minlength=offers)


@pytest.mark.parametrize("spread", [1, 7, 256])
@pytest.mark.parametrize("entries", [1, 60, 3000, 40_000])
def test_the_largest_are_those_of_a_whole_order(entries, spread):
    random = np.random.default_rng(5)
    sums, offers = Sums(), max(entries // 3, 2)
    for count in (1, 2, 25, 400, offers - 1, offers, offers + 1):
        met = random.integers(0, offers, entries)
        values = random.integers(1, spread + 1, entries).astype(np.float32)
        totals = sums_of(met, values, offers)
        there = min(count, np.count_nonzero(totals))

        found = sums.largest(met, values, offers, count)

        assert found.tolist() == sorted(set(found.tolist()))
        assert np.sort(totals[found]).tolist() == np.sort(totals)[-there:].tolist()


def test_an_offer_that_all_entries_meet_hides_no_other():
    met = np.concatenate([np.zeros(5000, dtype=np.int64), np.arange(1, 40)])
    values = np.ones(len(met), dtype=np.float32)

    found = Sums().largest(met, values, 60, 30).tolist()

    assert (found[0], len(found)) == (0, 30)


def test_nothing_stays_from_one_question_to_the_next():
    sums = Sums()
    ones = np.ones(3, dtype=np.float32)
    sums.largest(np.array([4, 4, 2]), ones * 9, 6, 1)

    assert sums.largest(np.array([1, 3, 3]), ones, 6, 1).tolist() == [3]
    assert sums.largest(np.array([1, 3, 3]), ones, 6, 9).tolist() == [1, 3]


@pytest.fixture
def restless():
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-7)
    yield
    sys.setswitchinterval(before)


def test_threads_that_ask_together_do_not_mix_their_sums(restless):
    sums, random = Sums(), np.random.default_rng(8)
    asked = [(random.integers(0, 90, 120), random.random(120, dtype=np.float32)) for _question in range(40)]
    alone = [Sums().largest(*each, 90, 20).tolist() for each in asked]

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda each: sums.largest(*each, 90, 20).tolist(), asked * 50))

    assert together == alone * 50


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda sums: pickle.loads(pickle.dumps(sums))])
def test_a_copy_has_no_place_of_its_own_yet(copied):
    sums = Sums()
    met, values = np.arange(100_000), np.ones(100_000, dtype=np.float32)
    sums.largest(met, values, 100_000, 10)

    assert len(pickle.dumps(sums)) < 1000
    assert copied(sums).largest(met[:5], values[:5], 5, 9).tolist() == [0, 1, 2, 3, 4]
