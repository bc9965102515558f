import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from matching import Entry, Matcher, Offer
from matching.formulas import Settings


def ids(hits):
    return [hit.offer_id for hit in hits]


@pytest.mark.parametrize(
    ("need", "first"),
    [
        ("besoin daide pr relir contra de travaille", "o1"),
        ("reglqge presse", "o2"),
        ("plasturgie", "o2"),
        ("plan de formation", "o3"),
        ("nous cherchons quelqu’un pour la gestion de maintenance assistée par ordinateur", "o4"),
        ("BFR trop élevé", "o5"),
        ("cybersecurité", "o6"),
    ],
)
def test_the_right_offer_comes_first(matcher, need, first):
    assert ids(matcher.rank(need))[0] == first


@pytest.mark.parametrize("need", ["", "   ", "bonjour, besoin d’aide", "xqzwvk jjjjj", "?!", "\x00\ud800", "de la le"])
def test_nothing_to_go_by_gives_an_empty_list(matcher, need):
    assert matcher.rank(need) == []


def test_an_empty_catalogue_gives_an_empty_list():
    assert Matcher().fit([]).rank("contrat de travail") == []
    assert Matcher().fit([Offer("o1", "", "")]).rank("contrat de travail") == []


def test_a_matcher_asks_to_be_fitted():
    with pytest.raises(NotFittedError):
        Matcher().rank("contrat")


def test_the_manners_of_scikit_learn():
    rows = (Entry("presse", "machine à emboutir"),)
    matcher = Matcher(thesaurus=rows)

    assert matcher.fit([]) is matcher
    assert clone(matcher).get_params() == matcher.get_params() == {"thesaurus": rows, "settings": None}
    assert clone(Matcher(settings=Settings(doubt=1.0))).get_params()["settings"] == Settings(doubt=1.0)


def test_the_rows_of_a_territory_are_used(offers):
    need = "machine à emboutir"

    assert ids(Matcher(thesaurus=[Entry("presse", need)]).fit(offers).rank(need))[0] == "o2"


def test_equal_scores_stand_in_the_order_of_ids():
    twins = [Offer(name, "Plan de nettoyage", "") for name in ("b", "a", "c")]

    assert ids(Matcher().fit(twins).rank("nettoyage")) == ["a", "b", "c"]


def test_ten_offers_are_ranked_where_no_limit_is_given():
    matcher = Matcher().fit(Offer(f"o{number:02}", "Plan de nettoyage", "") for number in range(12))

    assert ids(matcher.rank("nettoyage")) == [f"o{number:02}" for number in range(10)]
    assert ids(matcher.rank("nettoyage", limit=1)) == ["o00"]


def test_an_offer_added_again_replaces_the_earlier_one(offers):
    matcher = Matcher().fit(offers).add([Offer("o1", "Plan de nettoyage", "Hygiène")])

    assert "o1" not in ids(matcher.rank("contrats"))
    assert ids(matcher.rank("nettoyage")) == ["o1"]
    assert set(matcher.offers_) == {offer.id for offer in offers}


def test_removing_is_forgetting(offers):
    matcher = Matcher().fit(offers).remove(["o1", "unknown"])

    assert "o1" not in ids(matcher.rank("relecture de contrats"))


def test_a_matcher_of_which_most_offers_went_answers_as_before(offers):
    many = [Offer(f"gone{number}", "Relecture de contrats", "") for number in range(300)]
    matcher = Matcher().fit([*many, *offers]).remove(offer.id for offer in many)

    assert ids(matcher.rank("relecture de contrats")) == ["o1"]
    assert matcher.offers_ == {offer.id: offer for offer in offers}


def test_a_saved_matcher_answers_like_the_one_that_was_saved(offers, tmp_path):
    rows = [Entry("presse", "machine à emboutir")]
    matcher = Matcher(thesaurus=rows).fit(offers)
    matcher.save(tmp_path / "index")

    for need in ("machine à emboutir", "contra"):
        assert Matcher.load(tmp_path / "index").rank(need) == matcher.rank(need)
