"""What holds for every catalogue and every need."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Matcher, Offer
from matching.normalize import folded_words


def ids(hits):
    return [hit.offer_id for hit in hits]


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
