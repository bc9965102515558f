import csv

import pytest

from benchmarks.quality.own import ANSWERS, is_answerable
from benchmarks.quality.texts import DEMONSTRATION, OWN, SPOKEN, read_own
from matching import FLOOR, Matcher
from webapp.domain.requests import THEMES, likely_themes


def rows(name):
    with (DEMONSTRATION / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def themes():
    """The themes of each offer of the demonstration."""
    family = {row["code"]: row["family"] for row in rows("skills.csv")}
    return {row["code"]: {family[code] for code in row["skills"].split()} for row in rows("offers.csv")}


def tried(folder, themes):
    """For each need that some offer answers and none reaches the floor, where themes are suggested: whether one is right."""
    collection = read_own(folder)
    matcher = Matcher().fit(collection.offers)
    for need, words in collection.needs["typed"].items():
        hits = matcher.rank(words, limit=len(collection.offers))
        if not is_answerable(collection, need) or (hits and hits[0].score >= FLOOR):
            continue
        grades = collection.grades[need]
        right = set().union(*(themes[offer] for offer, grade in grades.items() if grade >= ANSWERS))
        if likely := likely_themes((themes[hit.offer_id], hit.score) for hit in hits):
            yield not right.isdisjoint(likely)


@pytest.mark.parametrize(("folder", "needs", "at_least"), [(OWN, 28, 0.87), (SPOKEN, 45, 0.78)], ids=["own", "spoken"])
def test_where_no_word_finds_the_expert_the_suggested_theme_is_mostly_right(themes, folder, needs, at_least):
    found = list(tried(folder, themes))

    assert len(found) >= needs
    assert sum(found) / len(found) >= at_least


def test_the_nearest_offers_suggest_their_themes_by_their_scores_together():
    offers = [({"it"}, 0.3), ({"hr", "law"}, 0.2), ({"hr"}, 0.2), ({"sales"}, 0.0)]

    assert likely_themes(offers) == ("hr", "it")
    assert likely_themes([({"sales"}, 0.039)]) == likely_themes([]) == ()
    assert likely_themes([({"sales"}, 0.04)]) == ("sales",)
    assert likely_themes([({"it"}, 0.3)] * 10 + [({"hr"}, 0.2)] * 20) == ("it",)
    assert set(THEMES) >= set(likely_themes([({"a family of its own"}, 0.3), ({"it"}, 0.1)])) == {"it"}
