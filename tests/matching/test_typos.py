import pytest

from matching.typos import NEIGHBOURS, cost, likeness


@pytest.mark.parametrize(
    ("typed", "meant", "price"),
    [
        ("contrat", "contrat", 0.0),
        ("contart", "contrat", 0.7),
        ("relectur", "relecture", 0.8),
        ("contrzt", "contrat", 0.8),
        ("contrwt", "contrat", 1.0),
        ("formttion", "formation", 1.0),
        ("formaaion", "formation", 1.0),
        ("qchat", "achat", 1.3),
        ("hgestion", "gestion", 0.8),
        ("ordimateru", "ordinateur", 2.0),
    ],
)
def test_slips_of_the_hand_cost_less_than_other_edits(typed, meant, price):
    assert cost(typed, meant) == pytest.approx(price)


def test_keys_are_neighbours_both_ways_on_an_azerty_keyboard():
    assert {("a", "z"), ("a", "q"), ("p", "m")} <= NEIGHBOURS
    assert ("a", "w") not in NEIGHBOURS
    assert {(other, one) for one, other in NEIGHBOURS} == NEIGHBOURS


def test_a_slip_weighs_more_in_a_short_word():
    assert likeness("cota", "cotai") < likeness("cotations", "cotation") < likeness("cotation", "cotation") == 1.0
    assert likeness("", "") == 1.0
    assert likeness("abcdef", "uvwxyz") == 0.0
