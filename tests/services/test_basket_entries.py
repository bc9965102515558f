from webapp.models.offers import Offer
from webapp.services.basket_entries import Asked, Basket, Entry


def test_an_entry_is_of_the_kind_of_what_it_is_about():
    assert Entry(Offer(), None).kind == "offer"


def test_requests_are_counted_whatever_became_of_them():
    assert Asked({"sent": 2, "declined": 1}).count == 3
    assert Asked().count == 0


def test_a_basket_holds_what_waits_and_then_what_was_put_aside():
    waiting, aside = Entry(Offer(), None), Entry(Offer(), None)

    assert Basket("no_match", [waiting], aside=[aside]).everything == [waiting, aside]
