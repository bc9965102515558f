from benchmarks.quality.texts import Collection
from benchmarks.quality.village import NEEDS, OFFERS, VILLAGES, draw_villages, measure_village
from matching import Offer


def collection_of(size):
    offers = [Offer(f"d{number}", f"word{number}", "") for number in range(size)]
    needs = {f"q{number}": f"word{number}" for number in range(size)}
    grades = {f"q{number}": {f"d{number}": 1} for number in range(size)}
    return Collection("words", offers, {"clean": needs, "noisy": needs}, grades)


class Exact:
    """Finds the offer whose title is the need."""

    def __init__(self, offers):
        self.ids = {offer.title: offer.id for offer in offers}

    def search(self, need, limit):
        return [(self.ids[need], 1.0)] if need in self.ids else []


class Blind:
    """Finds the first offer for everything."""

    def __init__(self, offers):
        self.first = offers[0].id

    def search(self, need, limit):
        return [(self.first, 0.5)]


def test_villages_are_the_same_at_each_draw():
    assert draw_villages(collection_of(100), "clean") == draw_villages(collection_of(100), "clean")


def test_a_village_knows_which_needs_it_answers():
    villages = draw_villages(collection_of(100), "clean")

    assert len(villages) == VILLAGES
    for village in villages:
        here = {offer.id.replace("d", "q") for offer in village.offers}
        assert len(here) == OFFERS
        assert len(village.answered) == len(village.unanswered) == NEEDS
        assert set(village.answered) <= here
        assert not set(village.unanswered) & here


def test_an_engine_that_knows_everything_has_the_best_figures():
    figures = measure_village(Exact, collection_of(100), "clean")

    assert (figures.first, figures.auroc, figures.through) == (1.0, 1.0, 0.0)


def test_an_engine_that_knows_nothing_tells_no_need_from_another():
    figures = measure_village(Blind, collection_of(100), "clean")

    assert (figures.auroc, figures.through) == (0.5, 1.0)
    assert figures.first < 0.2
