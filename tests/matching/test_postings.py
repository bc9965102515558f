import numpy as np
import pytest

from matching import postings as module
from matching.postings import Wanted, Weighed, invert

#: Terms of each offer with what they weigh.
OFFERS = [{0: 200, 1: 10}, {1: 250}, {}, {0: 100, 1: 100, 2: 50}]


@pytest.fixture
def postings():
    ends = np.cumsum([len(offer) for offer in OFFERS])
    terms = np.array([term for offer in OFFERS for term in sorted(offer)], dtype=np.int32)
    impacts = np.array([offer[term] for offer in OFFERS for term in sorted(offer)], dtype=np.uint8)
    return invert(ends, terms, Weighed(impacts, impacts / 255, impacts > 150), 4)


def best(postings, worth, count):
    wanted = Wanted(np.array(sorted(worth)), np.array([worth[term] for term in sorted(worth)]))
    return postings.best(wanted, count).tolist()


def test_the_offers_with_the_largest_sums_are_found(postings):
    assert best(postings, {0: 1.0, 1: 1.0}, 2) == [1, 0] or best(postings, {0: 1.0, 1: 1.0}, 2) == [0, 1]
    assert best(postings, {0: 1.0, 1: 0.1}, 2) == [0, 3]
    assert best(postings, {1: 1.0}, 10) == [0, 1, 3]
    assert best(postings, {2: 0.01}, 10) == [3]


def test_terms_that_nobody_holds_find_nobody(postings):
    assert best(postings, {3: 1.0}, 5) == []
    assert best(postings, {7: 1.0}, 5) == []


@pytest.fixture
def common():
    """Seven offers; all but the last hold term 0, all but the first term 2 or 1."""
    impacts = np.array([5, 9, 90, 8, 20, 7, 80, 6, 10, 5, 70, 4, 60, 3], dtype=np.uint8)
    terms = np.array([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 2, 1, 2], dtype=np.int32)
    ends = np.array([2, 4, 6, 8, 10, 12, 14])
    return lambda exact=0: invert(ends, terms, Weighed(impacts, impacts[:exact] / 255, impacts[:exact] > 50), 3)


@pytest.mark.parametrize("exact", [0, 14])
def test_inside_a_common_term_the_weightiest_offers_come_first(monkeypatch, common, exact):
    monkeypatch.setattr(module, "LEAST", 3)
    assert common(exact).slots.tolist() == [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 6, 5, 6]
    monkeypatch.setattr(module, "LOOKED", 13)
    made = common(exact)

    assert made.is_exact == (exact > 0)
    assert made.slots.tolist() == [1, 3, 5, 2, 4, 0, 6, 0, 1, 2, 3, 4, 5, 6]
    assert made.impacts.tolist() == [90, 80, 70, 20, 10, 5, 60, 9, 8, 7, 6, 5, 4, 3]
    assert made.presences.tolist() == (made.impacts / 255)[:exact].tolist()


def test_of_many_entries_those_of_the_weightiest_terms_are_looked_at(monkeypatch, common):
    monkeypatch.setattr(module, "LEAST", 2)
    monkeypatch.setattr(module, "LOOKED", 1)
    made = common()
    for looked, worth, found in (
        (14, {0: 1.0, 1: 2.0, 2: 3.0}, [0, 1, 2, 3, 4, 5, 6]),
        (6, {0: 1.0}, [0, 1, 2, 3, 4, 5]),
        (5, {0: 1.0}, [1, 2, 3, 4, 5]),
        (1, {0: 1.0}, [1, 3]),
        (7, {0: 1.0, 1: 2.0}, [0, 1, 2, 3, 4, 6]),
        (6, {0: 2.0, 1: 1.0}, [0, 1, 2, 3, 4, 5, 6]),
        (6, {1: 1.0, 2: 2.0}, [0, 1, 2, 5, 6]),
    ):
        monkeypatch.setattr(module, "LOOKED", looked)
        assert best(made, worth, 9) == found, (looked, worth)


def test_a_term_that_came_later_is_held_by_nobody(postings):
    begins, counts = postings.spans(np.array([0, 1, 3, 9]))

    assert counts.tolist() == [2, 3, 0, 0]
    assert begins[:2].tolist() == [0, 2]
