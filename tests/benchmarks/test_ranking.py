import math

import pytest

from benchmarks.quality.own import measure_own
from benchmarks.quality.ranking import measure_ranking
from benchmarks.quality.texts import Collection
from matching import Offer

OFFERS = [Offer(key, key, "") for key in ("a", "b", "c")]


def engine_that_finds(answers):
    class Scripted:
        def __init__(self, offers):
            assert offers == OFFERS

        def search(self, need, limit):
            return answers.get(need, [])[:limit]

    return Scripted


def test_ranking_is_the_mean_over_the_needs():
    needs = {"q1": "one", "q2": "two"}
    collection = Collection("x", OFFERS, {"clean": needs, "noisy": needs}, {"q1": {"a": 1}, "q2": {"b": 1}})
    engine = engine_that_finds({"one": [("a", 2.0)], "two": [("a", 2.0), ("b", 1.0)]})

    expected = (1 + 1 / math.log2(3)) / 2
    assert measure_ranking(engine, collection) == pytest.approx({"clean": expected, "noisy": expected})


def test_a_sample_asks_that_many_needs():
    needs = {f"q{number}": f"need {number}" for number in range(20)}
    asked = []

    class Counting:
        def __init__(self, offers):
            pass

        def search(self, need, limit):
            asked.append(need)
            return []

    measure_ranking(Counting, Collection("x", OFFERS, {"clean": needs}, {}), sample=5)

    assert len(set(asked)) == 5


def test_own_figures_tell_who_came_first_and_who_passed():
    needs = {"q1": "right", "q2": "second best", "q3": "nobody", "q4": "nobody at all"}
    grades = {"q1": {"a": 3}, "q2": {"a": 3, "b": 2}, "q3": {"c": 1}}
    engine = engine_that_finds({"right": [("a", 0.9)], "second best": [("b", 0.4), ("a", 0.3)], "nobody": [("c", 0.5)]})

    figures = measure_own(engine, Collection("own", OFFERS, {"typed": needs}, grades), floor=0.5)

    assert (figures.first, figures.auroc, figures.kept, figures.passed) == (0.5, 0.75, 0.5, 0.5)
    assert figures.ndcg == pytest.approx((1 + (3 + 7 / math.log2(3)) / (7 + 3 / math.log2(3))) / 2)


def test_an_engine_without_a_floor_keeps_no_count():
    figures = measure_own(engine_that_finds({}), Collection("own", OFFERS, {"typed": {"q1": "x"}}, {"q1": {"a": 3}}))

    assert math.isnan(figures.kept)
    assert figures.first == 0.0
