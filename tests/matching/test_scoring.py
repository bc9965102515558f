import numpy as np
import pytest

from matching import Matcher, Offer, scoring
from matching.question import read
from matching.scoring import Scored, score, score_slots


def scored(matcher, need, count=10):
    return score(read(need, matcher.catalogue_), matcher.catalogue_, count)


def test_the_best_come_first_and_ties_in_the_order_of_ids():
    found = Scored(np.array([0, 1, 2, 3]), np.array([0.2, 0.5, 0.5, 0.0]), *np.zeros((2, 1, 4)), np.zeros(4))

    assert found.best(["d", "c", "b", "a"], 2) == [2, 1]
    assert found.best(["d", "c", "b", "a"], 9) == [2, 1, 0]
    assert found.best(["d", "c", "b", "a"], 0) == []


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
