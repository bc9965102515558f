import numpy as np
import pytest

from matching import postings as module
from matching.postings import Postings, Wanted, Weighed, invert, largest_of

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


@pytest.mark.parametrize("dense", [0, 100])
def test_offers_met_by_many_terms_are_counted_once(monkeypatch, dense):
    monkeypatch.setattr(module, "DENSE", dense)
    random = np.random.default_rng(2)
    impacts = random.permuted(np.arange(40 * 6, dtype=np.uint8).reshape(6, 40), axis=1).T
    weighed = Weighed(impacts.ravel(), impacts.ravel() / 255, impacts.ravel() > 0)
    common = invert(6 * np.arange(1, 41), np.tile(np.arange(6, dtype=np.int32), 40), weighed, 6)
    worth = {term: 1 + term / 7 for term in range(6)}
    order = np.argsort(-(impacts * list(worth.values())).sum(axis=1)).tolist()

    for count in range(1, 50):
        assert best(common, worth, count) == sorted(order[:count])


def test_offers_without_a_place_for_each_are_summed_alike(monkeypatch):
    random = np.random.default_rng(11)
    slots = np.concatenate([np.sort(random.choice(300_000, 4_000, replace=False)) for _term in range(40)])
    impacts = random.integers(1, 256, len(slots)).astype(np.uint8)
    many = Postings(4_000 * np.arange(1, 41), slots.astype(np.int32), impacts, np.zeros(0), np.zeros(0, bool), 300_000)
    worth = dict(enumerate(random.random(40)))
    found = []
    for dense in (300_000, 299_999):
        monkeypatch.setattr(module, "DENSE", dense)
        found.append([best(many, worth, count) for count in (1, 100, 1_200, 200_000)])

    assert found[0] == found[1]
    assert [len(each) for each in found[0][:3]] == [1, 100, 1_200]
    assert found[0][3] == sorted(set(slots.tolist()))


@pytest.mark.parametrize("exact", [0, 14])
def test_of_a_common_term_the_weightiest_offers_are_looked_at(monkeypatch, exact):
    monkeypatch.setattr(module, "DEPTH", 3)
    impacts = np.array([5, 9, 90, 8, 20, 7, 80, 6, 10, 5, 70, 4, 60, 3], dtype=np.uint8)
    weighed = Weighed(impacts, impacts[:exact] / 255, impacts[:exact] > 50)
    terms = np.array([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 2, 1, 2], dtype=np.int32)
    common = invert(np.array([2, 4, 6, 8, 10, 12, 14]), terms, weighed, 3)

    assert best(common, {0: 1.0}, 9) == [1, 3, 5]
    assert best(common, {1: 1.0}, 9) == [0, 1, 6]
    assert common.is_exact == (exact > 0)
    assert common.slots.tolist() == [1, 3, 5, 2, 4, 0, 6, 0, 1, 2, 3, 4, 5, 6]
    assert common.impacts.tolist() == [90, 80, 70, 20, 10, 5, 60, 9, 8, 7, 6, 5, 4, 3]
    assert common.presences.tolist() == (common.impacts / 255)[:exact].tolist()


def test_a_term_that_came_later_is_held_by_nobody(postings):
    begins, counts = postings.spans(np.array([0, 1, 3, 9]))

    assert counts.tolist() == [2, 3, 0, 0]
    assert begins[:2].tolist() == [0, 2]


@pytest.mark.parametrize(("size", "count"), [(3, 1), (40, 39), (500, 25), (4000, 2), (4000, 200), (4000, 3999)])
def test_the_largest_sums_are_those_of_a_whole_order(size, count):
    random = np.random.default_rng(5)
    for totals in (random.random(size), random.random(size).round(1), np.arange(size) % 16.0, np.zeros(size)):
        found = largest_of(totals, count).tolist()

        assert found == sorted(set(found))
        assert sorted(totals[found]) == sorted(totals)[-count:]
