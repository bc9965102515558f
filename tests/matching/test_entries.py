import numpy as np
import pytest

from matching import Matcher, Offer
from matching import catalogue as module
from matching.entries import entries_of

WORDS = ["contrat", "travail", "plan", "formation", "nettoyage", "presse", "vente", "client", "export", "audit"]


def some(numbers, random):
    return [Offer(f"o{n:04}", " ".join(random.choice(WORDS, 2)), " ".join(random.choice(WORDS, 6))) for n in numbers]


@pytest.fixture
def offers():
    return some(range(500), np.random.default_rng(7))


def entries(matcher, wanted):
    """Slot and term of each entry -> how present, and whether in the title."""
    catalogue = matcher.catalogue_
    slots = np.array(sorted(wanted), dtype=np.int64)
    terms = np.array(sorted(catalogue.vocabulary.lexicon.numbers[word] for word in WORDS[:4]))
    found = entries_of(terms, catalogue, slots)
    return {
        (int(slots[owner]), int(terms[rank])): (presence, bool(titled))
        for owner, rank, presence, titled in zip(*found, strict=True)
    }


@pytest.mark.parametrize("wanted", [range(500), range(0, 500, 3), [499], []])
def test_postings_and_rows_give_the_same(offers, wanted, monkeypatch):
    quick = Matcher().fit(offers)
    exact = entries(quick, wanted)
    monkeypatch.setattr(module, "EXACT", 0)
    matcher = Matcher().fit(offers)

    assert quick.catalogue_.postings.is_exact
    assert not matcher.catalogue_.postings.is_exact
    assert entries(matcher, wanted) == exact
    assert bool(exact) == bool(len(wanted))


def test_offers_that_came_after_the_postings_are_read_from_their_rows(offers):
    later = Matcher().fit(offers[:400]).add(offers[400:])

    assert later.catalogue_.postings.offers == 400
    assert entries(later, range(350, 450)) == entries(Matcher().fit(offers), range(350, 450))


def test_as_many_offers_as_in_the_postings_need_not_be_the_same(offers):
    matcher = Matcher().fit(offers).remove(["o0003"]).add([Offer("later", "Contrat", "")])
    wanted = [*range(3), *range(4, 501)]

    assert entries(matcher, wanted) == {
        **{key: value for key, value in entries(Matcher().fit(offers), range(500)).items() if key[0] != 3},
        **entries(matcher, [500]),
    }


def test_a_term_that_came_after_the_postings_is_found(offers):
    matcher = Matcher().fit(offers).add([Offer("later", "Radiocommunication", "")])
    catalogue = matcher.catalogue_
    term = catalogue.vocabulary.lexicon.numbers["radiocommunication"]
    found = entries_of(np.array([term]), catalogue, np.array([3, 500]))

    assert [each.tolist() for each in found] == [[1], [0], [1.0], [True]]
