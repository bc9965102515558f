import numpy as np
import pytest

from matching.senses import NONE, SCALE, WIDTH, Said, nearness, point, senses


def cosine(one, other):
    table = senses()
    left, right = table.units(np.array([table.place(one), table.place(other)]))
    return float(left @ right)


def said(*words):
    """Words of one offer, (word, times, nats)."""
    counts, places, weights = zip(*((times, senses().place(word), nats) for word, times, nats in words), strict=True)
    return Said(np.array(counts), np.array(places, dtype=np.int32), np.array(weights, dtype=float))


def direction(*words):
    return point(senses(), np.array([0, len(words)]), said(*words))[0]


@pytest.mark.parametrize(
    ("one", "near", "far"),
    [
        ("embauche", "recrutement", "chaudiere"),
        ("chauffage", "chaudiere", "contrat"),
        ("licenciement", "salarie", "boulangerie"),
        ("bakery", "boulangerie", "facture"),
        ("dismissal", "licenciement", "emballage"),
        ("payroll", "salaire", "soudure"),
    ],
)
def test_words_of_one_subject_are_nearer_than_words_of_two(one, near, far):
    assert cosine(one, near) > 0.4 > cosine(one, far)


def test_a_word_is_nearest_to_itself_and_stop_words_are_not_there():
    assert cosine("contrat", "contrat") == pytest.approx(1)
    assert senses().place("dans") == senses().place("xqzwvk") == NONE


def test_the_table_is_read_once():
    assert senses() is senses()
    assert senses().rows.shape[1] == WIDTH


def test_each_row_is_of_a_word_but_the_last():
    table = senses()

    assert set(table.places.values()) == set(range(len(table.rows) - 1))


def test_an_offer_points_where_its_word_does():
    offer = direction(("recrutement", 1, 8.0))

    (itself, near, unknown) = nearness(
        senses(), np.array([senses().place("recrutement"), senses().place("embauche"), NONE]), offer[None]
    )[:, 0]
    assert itself == pytest.approx(1, abs=0.02)
    assert 0.3 < near < 0.9
    assert unknown == 0


def test_a_word_of_each_row_is_near_to_itself():
    table, rows = senses(), np.array([0, 1])
    offers = np.round(SCALE * table.units(rows)).astype(np.int8)

    assert nearness(table, rows, offers).diagonal() == pytest.approx([1, 1], abs=0.02)


def test_words_of_a_known_direction_are_drowned_by_words_of_none():
    alone = direction(("recrutement", 1, 8.0))
    among = direction(("recrutement", 1, 8.0), ("xqzwvk", 2, 8.0))

    assert np.linalg.norm(alone) == pytest.approx(SCALE, rel=0.02)
    assert np.linalg.norm(among) == pytest.approx(SCALE / 5**0.5, rel=0.03)


def test_a_heavier_word_pulls_more_and_a_common_one_not_at_all():
    table = senses()
    words = np.array([table.place("recrutement"), table.place("chaudiere")])
    heavy = nearness(table, words, direction(("recrutement", 1, 9.0), ("chaudiere", 1, 5.0))[None])[:, 0]
    only = nearness(table, words, direction(("recrutement", 1, 9.0), ("chaudiere", 9, 2.0))[None])[:, 0]

    assert heavy[0] > heavy[1] > only[1]
    assert only[0] == pytest.approx(1, abs=0.02)


def test_an_offer_points_the_same_way_in_whatever_order_its_words_come():
    words = [("recrutement", 3, 8.3), ("chaudiere", 1, 7.1), ("xqzwvk", 1, 9.9), ("facture", 2, 6.7)]

    assert (direction(*words) == direction(*reversed(words))).all()


def test_offers_are_pointed_together_as_alone():
    one, other = said(("recrutement", 1, 8.0)), said(("facture", 2, 6.0))
    both = Said(
        *(
            np.concatenate(pair)
            for pair in zip(
                (one.counts, one.places, one.weights), (other.counts, other.places, other.weights), strict=True
            )
        )
    )

    found = point(senses(), np.array([0, 1, 1, 2]), both)
    assert (found[0] == direction(("recrutement", 1, 8.0))).all()
    assert not found[1].any()
    assert (found[2] == direction(("facture", 2, 6.0))).all()


def test_each_row_is_a_direction_of_length_one_and_none_is_no_direction():
    table, places = senses(), np.array([0, 1, len(senses().rows) - 2, NONE])
    units = table.units(places)

    assert np.linalg.norm(units, axis=1) == pytest.approx([1, 1, 1, 0])
    assert [float(unit @ table.rows[place]) for unit, place in zip(units[:3], places[:3], strict=True)] == (
        pytest.approx(table.lengths[places[:3]])
    )


def test_the_words_of_a_need_point_together():
    table = senses()
    places = np.array([table.place("recrutement"), NONE, table.place("embauche")])

    towards = table.towards(places, np.array([2.0, 5.0, 1.0]))
    assert towards.dtype == np.float32
    assert towards == pytest.approx(2 * table.units(places)[0] + table.units(places)[2], abs=1e-5)
