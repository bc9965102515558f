import pytest

from matching import Offer
from matching.shelf import Shelf, write

OFFERS = [Offer("b", "Étude", "de marché", ("vente",)), Offer("a", "", "\ud800 texte"), Offer("c", "Plan", "")]


def test_offers_are_read_back_as_they_were_written():
    shelf = Shelf(*write(OFFERS[:2]))
    shelf.extend(OFFERS[2:])

    assert [shelf[slot] for slot in range(len(shelf))] == OFFERS
    assert shelf.ids == ["b", "a", "c"]


def test_a_forgotten_offer_is_not_asked_for():
    shelf = Shelf(*write(OFFERS[:1]))
    shelf.extend(OFFERS[1:])
    shelf.forget(0)
    shelf.forget(1)

    assert shelf[0] == OFFERS[0], "what is in the file stays there"
    with pytest.raises(AssertionError):
        shelf[1]
    assert shelf[2] == OFFERS[2]
