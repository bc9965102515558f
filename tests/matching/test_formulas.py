import numpy as np
import pytest

from matching.formulas import (
    MOST,
    USUAL,
    Settings,
    asked_for,
    calibrate,
    combine,
    dampen,
    promise,
    saturate,
    title_shares,
    weigh,
    with_sense,
)

SETTINGS = Settings()


def test_a_word_once_in_a_usual_title_counts_in_full_and_more_does_not_count_more():
    once = np.array([0.0, 1.0, SETTINGS.title, 50.0])

    assert saturate(once, SETTINGS).tolist() == [0.0, pytest.approx(0.5625), 1.0, 1.0]


def test_a_field_of_the_usual_length_is_not_dampened():
    lengths = np.array([0, 6, 12], dtype=np.int32)

    assert dampen(lengths, 6.0, SETTINGS).tolist() == pytest.approx([0.25, 1.0, 1.75])


def test_few_offers_leave_the_weight_to_the_background_and_many_decide_it():
    chances, held = np.array([0.01]), np.array([10.0])

    assert weigh(chances, held, 20, SETTINGS)[0] == pytest.approx(-np.log(20 / 1020))
    assert weigh(chances, held * 1000, 20_000, SETTINGS)[0] == pytest.approx(-np.log(10_010 / 21_000))
    assert weigh(np.array([1.0]), np.array([20.0]), 20, SETTINGS)[0] == 0.05


def test_what_nothing_answers_lowers_the_score():
    answered, titles = np.array([10.0]), np.array([0.0])

    assert combine(answered, 10.0, titles, SETTINGS)[0] == pytest.approx(10 / 16 / 1.2)
    assert combine(answered, 20.0, titles, SETTINGS)[0] == pytest.approx(10 / 26 / 1.2)
    assert combine(np.array([1e9]), 1.0, np.array([1.0]), SETTINGS)[0] == 1.0


def test_a_score_is_a_chance_in_the_order_of_the_fits():
    fits = np.array([0.0, 0.1, 0.22, 0.3, 0.6, 1.0])
    scores = calibrate(fits, SETTINGS)

    assert scores.tolist() == sorted(scores.tolist())
    assert scores[[0, 5]].tolist() == [0.0, 1.0]
    assert scores[2] == pytest.approx(0.150, abs=0.005)
    assert scores[3] == pytest.approx(0.324, abs=0.005)


def test_a_long_need_weighs_no_more_than_its_weightiest_words():
    story = np.full(40, 3.0)
    request = np.array([9.0, 8.0, 7.0])

    assert asked_for(request, SETTINGS) == 24.0
    assert asked_for(np.concatenate((story, request)), SETTINGS) == 24.0 + 5 * 3.0
    assert asked_for(np.zeros(0), SETTINGS) == 0.0
    assert combine(np.array([99.0]), 24.0, np.zeros(1), SETTINGS)[0] == pytest.approx(1 / 1.2)


def test_sense_adds_to_words_takes_from_them_and_leaves_a_tenth():
    answered, sensed = np.array([10.0, 10.0, 10.0]), np.array([2.0, -3.0, -20.0])

    assert with_sense(answered, sensed, 3.0) == pytest.approx([12.0, 7.0, 1.0])


def test_sense_alone_counts_from_so_much_up():
    assert with_sense(np.zeros(3), np.array([2.9, 3.0, -5.0]), 3.0) == pytest.approx([0.0, 3.0, 0.0])


def test_the_weightiest_words_are_found_wherever_they_stand():
    random = np.random.default_rng(3)
    needs = [np.arange(400.0, 0.0, -1.0), *(random.permutation(400) + 1.0 for _need in range(9))]

    assert {asked_for(weights, SETTINGS) for weights in needs} == {float(sum(range(393, 401)))}


def test_what_words_answer_counts_with_its_sense_however_little_it_is():
    both = with_sense(np.array([0.5, 0.5, 0.0, 0.0]), np.array([0.1, -0.6, 0.3, 0.2]), 0.3)

    assert both == pytest.approx([0.6, 0.05, 0.3, 0.0])


def test_an_entry_promises_what_it_adds_to_the_fit_for_a_usual_need():
    weight, asked = 5.0, USUAL - SETTINGS.doubt
    presences = np.array([0.0, 0.3, 1.0, 0.3, 1.0])
    titled = np.array([False, False, False, True, True])
    whole = np.array([20.0, 20.0, 20.0, 20.0, 40.0])
    fits = combine(weight * presences, asked, titled * weight / whole, SETTINGS)

    promised = promise(presences, titled, title_shares(whole, SETTINGS))

    assert (promised * MOST * weight / USUAL).tolist() == pytest.approx((fits * (1 + SETTINGS.twosided)).tolist())


def test_no_entry_promises_more_than_the_most():
    none, titles = np.zeros(5), np.array([0.0, 1.5, 2.0, 4.0, USUAL])

    promised = promise(none, none == 0, title_shares(titles, SETTINGS))

    assert promised.tolist() == pytest.approx([1.0, 1.0, 2.4 / MOST, 1.2 / MOST, SETTINGS.twosided / MOST])
