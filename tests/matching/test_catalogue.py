import numpy as np
import pytest

from matching import Offer
from matching import catalogue as module
from matching.background import background
from matching.catalogue import Catalogue
from matching.formulas import Settings, promise, title_shares
from matching.senses import WIDTH, nearness, senses
from matching.thesaurus import thesaurus_with


@pytest.fixture
def catalogue():
    return Catalogue(thesaurus_with(()), background(), Settings())


def held(catalogue, term):
    return int(catalogue.held.view()[catalogue.vocabulary.lexicon.numbers[term]])


def test_offers_that_hold_a_word_are_counted_once_each(catalogue):
    catalogue.add([Offer("a", "contrat contrat", "contrat"), Offer("b", "", "contrat")])
    assert held(catalogue, "contrat") == 2

    catalogue.remove(["a", "a", "unknown"])
    assert held(catalogue, "contrat") == 1
    assert catalogue.holds("contrat")
    assert not catalogue.holds("presse")


def test_of_two_offers_with_one_id_in_a_batch_the_last_counts(catalogue):
    catalogue.add([Offer("a", "contrat", ""), Offer("a", "presse", "")])

    assert len(catalogue) == 1
    assert not catalogue.holds("contrat")


def test_skills_are_read_like_the_title_and_do_not_make_it_longer(catalogue):
    catalogue.add([Offer("a", "Plan de nettoyage", "", ("hygiène",)), Offer("b", "Plan de nettoyage", "")])

    assert catalogue.title_lengths.view().tolist() == [2, 2]
    assert catalogue.title_weights.view()[0] == catalogue.title_weights.view()[1]
    assert catalogue.holds("hygiene")


def test_a_phrase_of_the_thesaurus_is_a_term_of_its_own(catalogue):
    catalogue.add([Offer("a", "Document unique d’évaluation des risques professionnels", "")])

    assert catalogue.holds("document uniqu")


def test_an_offer_points_where_its_title_does_rather_than_its_text(catalogue):
    catalogue.add([Offer("a", "Recrutement", "Chaudière"), Offer("b", "Chaudière", "Recrutement")])
    words = np.array([senses().place("recrutement"), senses().place("chaudiere")])

    near = nearness(senses(), words, catalogue.directions.view().reshape(-1, WIDTH))
    assert near[0, 0] > near[1, 0] + 0.3
    assert near[1, 1] > near[0, 1] + 0.3


def test_offers_read_in_several_batches_are_those_read_at_once(catalogue, monkeypatch):
    offers = [Offer(f"o{number}", "contrat " * (number % 3), "plan presse " * number) for number in range(10)]
    catalogue.add(offers)
    monkeypatch.setattr(module, "BATCH", 3)
    batches = catalogue.fresh()

    for name in ("starts", "slots", "impacts", "presences", "titled"):
        assert getattr(batches.postings, name).tolist() == getattr(catalogue.postings, name).tolist()
    assert batches.directions.view().tolist() == catalogue.directions.view().tolist()
    whole = batches.title_weights.view()[batches.postings.slots]
    promises = promise(batches.postings.presences, batches.postings.titled, title_shares(whole, batches.settings))
    assert batches.postings.impacts.tolist() == np.maximum(np.round(255 * promises), 1).tolist()


def test_postings_are_made_when_many_offers_came(catalogue):
    catalogue.add(Offer(f"o{number}", "contrat", "") for number in range(module.UNSORTED))
    assert catalogue.is_small
    assert catalogue.postings.offers == module.UNSORTED

    catalogue.add(Offer(f"more{number}", "contrat", "") for number in range(module.UNSORTED))
    assert not catalogue.is_small
    assert catalogue.postings.offers == module.UNSORTED

    catalogue.add([Offer("last", "contrat", "")])
    assert catalogue.postings.offers == 2 * module.UNSORTED + 1


def test_a_catalogue_of_empty_slots_is_made_anew(catalogue):
    catalogue.add(Offer(f"o{number}", f"contrat{number}", "") for number in range(600))
    catalogue.remove(f"o{number}" for number in range(550))
    assert catalogue.is_sparse

    fresh = catalogue.fresh()
    assert not fresh.is_sparse
    assert fresh.by_id() == catalogue.by_id()
    assert len(fresh.vocabulary) < len(catalogue.vocabulary)
