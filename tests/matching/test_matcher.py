import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from matching import Entry, Matcher, Offer
from matching.normalize import folded_words


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


def test_the_rows_of_a_territory_are_used(offers):
    need = "machine à emboutir"

    assert ids(Matcher(thesaurus=[Entry("presse", need)]).fit(offers).rank(need))[0] == "o2"


def test_equal_scores_stand_in_the_order_of_ids():
    twins = [Offer(name, "Plan de nettoyage", "") for name in ("b", "a", "c")]

    assert ids(Matcher().fit(twins).rank("nettoyage")) == ["a", "b", "c"]


def test_an_offer_added_again_replaces_the_earlier_one(offers):
    matcher = Matcher().fit(offers).add([Offer("o1", "Plan de nettoyage", "Hygiène")])

    assert "o1" not in ids(matcher.rank("contrats"))
    assert ids(matcher.rank("nettoyage")) == ["o1"]
    assert set(matcher.offers_) == {offer.id for offer in offers}


def test_removing_is_forgetting(offers):
    matcher = Matcher().fit(offers).remove(["o1", "unknown"])

    assert "o1" not in ids(matcher.rank("relecture de contrats"))


def test_a_saved_matcher_answers_like_the_one_that_was_saved(offers, tmp_path):
    rows = [Entry("presse", "machine à emboutir")]
    matcher = Matcher(thesaurus=rows).fit(offers)
    matcher.save(tmp_path / "index")

    for need in ("machine à emboutir", "contra"):
        assert Matcher.load(tmp_path / "index").rank(need) == matcher.rank(need)


VOCABULARY = "contrat contrats travail plan formation nettoyage presse GMAO énergie vente client export qualité"
WORDS = st.sampled_from(VOCABULARY.split())
TEXTS = st.lists(WORDS, max_size=6).map(" ".join)
CATALOGUES = st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8).map(
    lambda pairs: [Offer(f"o{number}", title, text) for number, (title, text) in enumerate(pairs)]
)
NEEDS = st.lists(WORDS | st.sampled_from(["contart", "nettoyaje", "inconnu", "vendre"]), max_size=5).map(" ".join)


@given(CATALOGUES, NEEDS, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_after_any_order_of_changes_the_ranking_is_that_of_a_fresh_fit(offers, need, random):
    matcher = Matcher().fit([Offer("gone", "contrat de vente", "audit")])
    order = [*offers, *offers[:2]]
    random.shuffle(order)
    for offer in order:
        matcher.remove([offer.id]).add([offer])
    matcher.remove(["gone"])

    fresh, changed = Matcher().fit(offers).rank(need), matcher.rank(need)
    assert ids(changed) == ids(fresh)
    assert [hit.score for hit in changed] == pytest.approx([hit.score for hit in fresh], abs=1e-9)


@given(CATALOGUES, NEEDS)
@settings(deadline=None)
def test_scores_are_shares_of_one_and_reasons_sum_to_them(offers, need):
    for hit in Matcher().fit(offers).rank(need):
        assert 0 < hit.score <= 1
        assert sum(reason.share for reason in hit.reasons) == pytest.approx(hit.score, abs=1e-9)
        assert all(reason.asked in need for reason in hit.reasons)


@given(CATALOGUES, NEEDS, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_a_word_of_its_title_never_lowers_an_offer(offers, need, random):
    matcher = Matcher().fit(offers)
    before = {hit.offer_id: hit.score for hit in matcher.rank(need)}
    for offer in offers:
        for word in offer.title.split():
            after = {hit.offer_id: hit.score for hit in matcher.rank(f"{need} {word}")}
            assert after[offer.id] >= before.get(offer.id, 0.0) - 1e-9


@given(CATALOGUES)
@settings(deadline=None)
def test_an_offer_finds_itself_by_its_title(offers):
    matcher = Matcher().fit(offers)
    for offer in offers:
        title = set(folded_words(offer.title))
        rivals = [
            other
            for other in offers
            if other is not offer and title <= {*folded_words(other.title), *folded_words(other.text)}
        ]
        if title and not rivals:
            assert ids(matcher.rank(offer.title))[0] == offer.id


@given(st.text(), st.text(), st.text())
@settings(deadline=None)
def test_no_text_raises(title, text, need):
    for hit in Matcher().fit([Offer("o1", title, text, (need,))]).rank(f"{need} {title}"):
        assert sum(reason.share for reason in hit.reasons) == pytest.approx(hit.score, abs=1e-9)
