import numpy as np
import pytest

from matching import postings as module
from matching.postings import Wanted, invert

#: Terms of each offer with what they weigh.
OFFERS = [{0: 200, 1: 10}, {1: 250}, {}, {0: 100, 1: 100, 2: 50}]


@pytest.fixture
def postings():
    ends = np.cumsum([len(offer) for offer in OFFERS])
    terms = np.array([term for offer in OFFERS for term in sorted(offer)], dtype=np.int32)
    impacts = np.array([offer[term] for offer in OFFERS for term in sorted(offer)], dtype=np.uint8)
    return invert(ends, terms, impacts, 4)


def best(postings, worth, count):
    wanted = Wanted(np.array(sorted(worth)), np.array([worth[term] for term in sorted(worth)]))
    return postings.best(wanted, count).tolist()


def test_the_offers_with_the_largest_sums_are_found(postings):
    assert best(postings, {0: 1.0, 1: 1.0}, 2) == [1, 0] or best(postings, {0: 1.0, 1: 1.0}, 2) == [0, 1]
    assert best(postings, {0: 1.0, 1: 0.1}, 2) == [0, 3]
    assert best(postings, {1: 1.0}, 10) == [0, 1, 3]


def test_terms_that_nobody_holds_find_nobody(postings):
    assert best(postings, {3: 1.0}, 5) == []
    assert best(postings, {7: 1.0}, 5) == []


def test_a_large_catalogue_is_summed_for_the_offers_that_are_met(postings, monkeypatch):
    dense = [best(postings, {0: 1.0, 1: 0.7, 2: 0.1}, count) for count in (1, 2, 3, 9)]
    monkeypatch.setattr(module, "DENSE", 0)

    assert [best(postings, {0: 1.0, 1: 0.7, 2: 0.1}, count) for count in (1, 2, 3, 9)] == dense


def test_of_a_common_term_the_weightiest_offers_are_looked_at(monkeypatch):
    monkeypatch.setattr(module, "DEPTH", 3)
    impacts = np.array([5, 90, 20, 80, 10, 70], dtype=np.uint8)
    common = invert(np.arange(1, 7), np.zeros(6, dtype=np.int32), impacts, 1)

    assert sorted(best(common, {0: 1.0}, 9)) == [1, 3, 5]
