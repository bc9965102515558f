import csv
from collections import Counter
from dataclasses import replace

import pytest

from benchmarks.quality.engines import Own
from benchmarks.quality.own import is_answerable, measure_own
from benchmarks.quality.texts import OWN, SPOKEN, read_own
from matching import FLOOR

#: What the Matcher reaches, less a little: raise them when it gets better, never lower them.
AT_LEAST = {"first": 0.83, "ndcg": 0.87, "auroc": 0.93, "kept": 0.82}
#: Share of the needs that nobody answers and that yet find an offer above the floor.
AT_MOST = {"passed": 0.06}
#: Words from which a need tells a story.
LONG = 35


BOTH = pytest.mark.parametrize("folder", [OWN, SPOKEN], ids=["own", "spoken"])


def rows(name, folder=OWN):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def collection():
    return read_own()


@pytest.fixture(scope="module")
def figures(collection):
    return measure_own(Own, collection, FLOOR)


@pytest.mark.parametrize(("name", "floor"), AT_LEAST.items())
def test_the_matcher_stays_above_its_floor(figures, name, floor):
    assert getattr(figures, name) >= floor


@pytest.mark.parametrize(("name", "ceiling"), AT_MOST.items())
def test_the_matcher_stays_under_its_ceiling(figures, name, ceiling):
    assert getattr(figures, name) <= ceiling


def test_a_need_told_at_length_is_answered_like_a_short_one(collection):
    long = {need: words for need, words in collection.needs["typed"].items() if len(words.split()) > LONG}
    found = measure_own(Own, replace(collection, needs={"typed": long}), FLOOR)

    assert len(long) >= 40
    assert found.kept >= 0.80
    assert found.passed == 0
    assert found.first >= 0.72


def test_what_is_told_without_a_word_of_the_trade_is_rarely_found_and_nobody_is_sent_wrongly():
    found = measure_own(Own, read_own(SPOKEN), FLOOR)

    assert found.first >= 0.31
    assert found.auroc >= 0.67
    assert found.passed == 0


def test_there_are_needs_enough_in_both_languages():
    languages = Counter(row["language"] for row in rows("needs.csv"))

    assert languages.total() >= 150
    assert languages["en"] >= 20


def test_there_are_needs_enough_that_nobody_answers(collection):
    assert sum(not is_answerable(collection, need) for need in collection.needs["typed"]) >= 30


@BOTH
def test_each_need_is_written_once_with_its_trade(folder):
    needs = rows("needs.csv", folder)

    assert len({row["code"] for row in needs}) == len({row["text"] for row in needs}) == len(needs)
    assert all(row["trade"] and row["text"] == row["text"].strip() for row in needs)


@BOTH
def test_each_judgement_is_of_a_known_need_and_a_known_offer(folder, collection):
    offers, needs = {offer.id for offer in collection.offers}, {row["code"] for row in rows("needs.csv", folder)}

    assert {(row["need"] in needs, row["offer"] in offers) for row in rows("judgements.csv", folder)} == {(True, True)}


@BOTH
def test_each_judgement_has_a_grade_and_its_reason(folder):
    judgements = rows("judgements.csv", folder)

    assert {row["grade"] for row in judgements} == {"0", "1", "2", "3"}
    assert all(len(row["reason"]) > 3 for row in judgements)
    assert len({(row["need"], row["offer"]) for row in judgements}) == len(judgements)


@BOTH
def test_each_offer_is_the_expert_of_some_need(folder):
    collection = read_own(folder)
    experts = {offer for grades in collection.grades.values() for offer, grade in grades.items() if grade == 3}

    assert experts == {offer.id for offer in collection.offers}
