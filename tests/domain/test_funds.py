from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.funds import (
    Move,
    Point,
    cash_path,
    first_day_for,
    lendable_cents,
    lowest_point,
    split_cents,
    turnover_hundredths,
)

TODAY = date(2026, 11, 24)


def day(number):
    return TODAY + timedelta(days=number)


MOVES = [Move(day(10), 300), Move(day(5), -800), Move(day(10), 200), Move(day(-3), -50), Move(day(20), -100)]
moves = st.lists(st.builds(Move, st.integers(-5, 60).map(day), st.integers(-1000, 1000)), max_size=20)


def test_a_path_has_a_point_for_each_day_that_moves():
    path = cash_path(1000, TODAY, MOVES)

    assert path == [Point(TODAY, 950), Point(day(5), 150), Point(day(10), 650), Point(day(20), 550)]


@pytest.mark.parametrize(("on", "cents"), [(0, 150), (4, 150), (5, 150), (10, 550), (15, 550), (20, 550), (99, 550)])
def test_what_can_be_lent_looks_at_every_day_ahead(on, cents):
    assert lendable_cents(cash_path(1000, TODAY, MOVES), day(on)) == cents


@pytest.mark.parametrize(("cents", "on"), [(100, 0), (150, 0), (151, 10), (550, 10), (551, None)])
def test_the_first_day_for_an_amount_is_found(cents, on):
    found = first_day_for(cash_path(1000, TODAY, MOVES), cents, TODAY)

    assert found == (None if on is None else day(on))


def test_a_fund_that_falls_below_zero_lends_nothing():
    path = cash_path(100, TODAY, [Move(day(3), -400)])

    assert lendable_cents(path, TODAY) == 0
    assert lowest_point(path, TODAY) == lowest_point(path, day(-1)) == Point(day(3), -300)


def test_a_fund_that_only_grows_has_least_on_the_day_asked_about():
    assert lowest_point(cash_path(100, TODAY, [Move(day(3), 50)]), day(1)) == Point(day(1), 100)


@given(st.integers(0, 5000), moves, st.integers(0, 70))
def test_paying_what_can_be_lent_never_brings_a_fund_lower_than_zero(cash, ahead, on):
    path = cash_path(cash, TODAY, ahead)
    lent = lendable_cents(path, day(on))

    after = cash_path(cash, TODAY, [*ahead, Move(day(on), -lent)])

    assert lent == 0 or min(point.cents for point in after if point.on >= day(on)) >= 0


@pytest.mark.parametrize(
    ("lent", "contributed", "turns"), [(980_000_00, 441_000_00, 222), (0, 441_000_00, 0), (100, 0, None), (1, 200, 1)]
)
def test_turnover_is_what_was_lent_by_what_was_brought(lent, contributed, turns):
    assert turnover_hundredths(lent, contributed) == turns


@pytest.mark.parametrize(
    ("cents", "weights", "parts"),
    [(10, [5, 1, 1], [7, 2, 1]), (100, [1, 1, 1], [34, 33, 33]), (5, [0, 0], [0, 0]), (5, [], [])],
)
def test_what_does_not_divide_goes_to_the_largest_fraction_then_to_the_first(cents, weights, parts):
    assert split_cents(cents, weights) == parts


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**8), max_size=12))
def test_shares_sum_to_what_is_shared(cents, weights):
    parts = split_cents(cents, weights)

    assert sum(parts) == (cents if sum(weights) else 0)
    assert len(parts) == len(weights)
    whole = sum(weights)
    assert all(abs(part * whole - cents * weight) < max(whole, 1) for part, weight in zip(parts, weights, strict=True))
