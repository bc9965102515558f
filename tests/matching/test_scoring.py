import numpy as np
import pytest

from matching import Matcher, Offer, scoring
from matching.question import read
from matching.scoring import Scored, candidates, score, score_slots


def scored(matcher, need, count=10):
    return score(read(need, matcher.catalogue_), matcher.catalogue_, count)


def test_the_best_come_first_and_ties_in_the_order_of_ids():
    found = Scored(np.array([0, 1, 2, 3]), np.array([0.2, 0.5, 0.5, 0.0]), *np.zeros((2, 1, 4)), np.zeros(4))

    assert found.best(["d", "c", "b", "a"], 2) == [2, 1]
    assert found.best(["d", "c", "b", "a"], 9) == [2, 1, 0]
    assert found.best(["d", "c", "b", "a"], 0) == []


def test_the_best_of_many_are_found_wherever_they_stand():
    scores = np.random.default_rng(4).permutation(600) / 600
    found = Scored(np.arange(600), scores, *np.zeros((2, 1, 600)), np.zeros(600))

    for limit in (1, 7, 300, 599):
        assert found.best([str(slot) for slot in range(600)], limit) == np.argsort(-scores)[:limit].tolist()


def test_of_a_large_catalogue_those_that_hold_the_word_are_scored_rather_than_its_family():
    family = [Offer(f"f{number:03}", "Contractuel", "") for number in range(300)]
    matcher = Matcher().fit([*family, *(Offer(f"w{number:02}", "Contrat", "") for number in range(60))])
    catalogue = matcher.catalogue_
    question = read("contrat", catalogue)

    assert [catalogue.shelf.ids[slot][0] for slot in candidates(question, catalogue, 50)] == ["w"] * 50
    matcher.remove(f"w{number:02}" for number in range(40))
    found = [catalogue.shelf.ids[slot] for slot in candidates(question, catalogue, 50)]
    assert len(found) == 50
    assert {f"w{number:02}" for number in range(40, 60)} <= set(found)


def test_the_title_counts_more_than_the_text():
    matcher = Matcher().fit(
        [Offer("a", "Plan de nettoyage", "Contrats."), Offer("b", "Contrats", "Plan de nettoyage.")]
    )

    assert [hit.offer_id for hit in matcher.rank("contrats")] == ["b", "a"]


def test_several_terms_answer_a_word_better_than_the_best_of_them_and_never_beyond_it():
    one = Matcher().fit([Offer("a", "", "contrat")])
    two = Matcher().fit([Offer("a", "", "contrat contractuel")])
    answered = [
        scored(each, "contrats").answered[0, 0] / read("contrats", each.catalogue_).weights[0] for each in (one, two)
    ]

    assert 0 < answered[0] < answered[1] < 1


def test_the_share_of_a_title_is_that_of_its_words_as_far_as_they_are_asked_for():
    offer = Offer("a", "Contractuel, presses", "", ("hygiène",))
    catalogue = Matcher().fit([offer]).catalogue_
    words = catalogue.vocabulary.lexicon.words
    weight = dict(zip(words, catalogue.weights.view(), strict=True))

    (share,) = score_slots(read("contrat presse", catalogue), catalogue, np.array([0])).titles
    assert share == pytest.approx(
        (0.3 * weight["contractuel"] + 0.95 * weight["presses"]) / (weight["contractuel"] + weight["presses"])
    )
    (share,) = score_slots(read("contractuel presses hygiène", catalogue), catalogue, np.array([0])).titles
    assert share == 1.0, "a skill adds to the title and does not make it longer"


def test_sense_answers_at_most_half_of_what_words_leave_open():
    found = scored(Matcher().fit([Offer("a", "Drogues", "")]), "toxicomanie")
    weights = read("toxicomanie", Matcher().fit([Offer("a", "Drogues", "")]).catalogue_).weights

    assert found.sensed[0, 0] == pytest.approx(0.5 * 0.9 * weights[0], rel=0.02)


def test_what_is_hardly_near_in_sense_is_not_found_by_sense_alone():
    matcher = Matcher().fit([Offer("a", "Drogues", ""), Offer("b", "Hygiène alimentaire", "")])

    assert [hit.offer_id for hit in matcher.rank("toxicomanie")] == ["a"]


def test_an_offer_without_a_word_of_the_need_has_no_score(matcher):
    found = scored(matcher, "gmao")

    assert (found.scores > 0).sum() == 1
    assert found.answered.shape == (1, len(found.slots))


def test_the_short_cut_finds_what_scoring_everything_finds(monkeypatch):
    monkeypatch.setattr(scoring, "CANDIDATES", 300)
    words = [
        "contrat",
        "travail",
        "plan",
        "formation",
        "nettoyage",
        "presse",
        "énergie",
        "vente",
        "client",
        "export",
        "qualité",
        "audit",
    ]
    random = np.random.default_rng(5)
    offers = [
        Offer(f"o{n:04}", " ".join(random.choice(words, 3)), " ".join(random.choice(words, 9))) for n in range(700)
    ]
    matcher = Matcher().fit(offers).remove(["o0003"]).add([Offer("later", "contrat de vente", "")])
    catalogue = matcher.catalogue_
    for need in ("contrat de vente", "audit énergie", "plan"):
        question = read(need, catalogue)
        everything = score_slots(question, catalogue, np.flatnonzero(catalogue.present.view()))
        (best,) = everything.best(catalogue.shelf.ids, 1)
        assert matcher.rank(need, limit=1)[0].score == pytest.approx(everything.scores[best])


@pytest.mark.parametrize(("count", "scored"), [(1, 8), (2, 8), (3, 9), (5, 15)])
def test_more_offers_are_scored_the_more_there_are_and_the_more_are_asked_for(monkeypatch, count, scored):
    monkeypatch.setattr(scoring, "CANDIDATES", 2)
    monkeypatch.setattr(scoring, "ONE_MORE_IN", 100)
    catalogue = Matcher().fit(Offer(f"o{n:03}", "Contrat", "") for n in range(680)).catalogue_

    assert len(score(read("contrat", catalogue), catalogue, count).slots) == scored


@pytest.mark.parametrize("candidates", [3, 401, 1200])
def test_a_need_of_which_no_offer_has_a_word_finds_what_is_near_in_sense(candidates, monkeypatch):
    monkeypatch.setattr(scoring, "CANDIDATES", candidates)
    offers = [Offer(f"o{n:03}", "Facture et comptabilité", "") for n in range(400)]
    matcher = Matcher().fit([*offers, Offer("drugs", "Dépendance aux drogues", "")])

    assert matcher.catalogue_.postings is not None
    assert [hit.offer_id for hit in matcher.rank("toxicomanie", limit=1)] == ["drugs"]


def test_what_speaks_of_something_else_loses_by_it_but_never_all():
    matcher = Matcher().fit([Offer("a", "Contrat", "chaudière chauffage"), Offer("b", "Contrat", "emploi salarié")])
    found = scored(matcher, "contrat embauche")
    near, far = found.sensed[1, 1], found.sensed[1, 0]

    assert near > far
    assert found.scores[1] > found.scores[0] > 0
