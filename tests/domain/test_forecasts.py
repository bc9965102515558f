from datetime import date

import pytest
from hypothesis import given as property_of
from hypothesis import strategies as st

from webapp.domain.forecasts import Forecast, add_up, foresee, seen_months

DAY = 420
YEAR = 365


def in_days(forecast):
    return tuple(round(value / DAY, 1) for value in (forecast.low, forecast.likely, forecast.high))


def test_a_steady_group_gives_as_it_has_given():
    found = foresee(12 * DAY, 0, 0, cap=50 * DAY, months=[DAY] * 12, days_left=YEAR)

    assert in_days(found) == (24.0, 24.0, 24.0)
    assert found.low == found.high


def test_months_that_differ_widen_the_range_on_both_sides():
    found = foresee(12 * DAY, 0, 0, cap=50 * DAY, months=[0, 2 * DAY] * 6, days_left=YEAR)

    low, likely, high = in_days(found)
    assert (low, likely, high) == (17.4, 24.0, 30.5)


def test_what_is_agreed_counts_where_the_rhythm_says_less():
    found = foresee(2 * DAY, 5 * DAY, 0, cap=50 * DAY, months=[0] * 12, days_left=YEAR)

    assert in_days(found) == (7.0, 7.0, 7.0)


def test_what_is_disputed_may_still_become_days():
    found = foresee(2 * DAY, 0, 3 * DAY, cap=50 * DAY, months=[0] * 12, days_left=YEAR)

    assert in_days(found) == (2.0, 2.0, 5.0)
    found = foresee(2 * DAY, 5 * DAY, 3 * DAY, cap=50 * DAY, months=[0] * 12, days_left=YEAR)
    assert in_days(found) == (7.0, 7.0, 10.0)


def test_nothing_goes_beyond_what_was_promised():
    found = foresee(12 * DAY, 0, 0, cap=15 * DAY, months=[0, 2 * DAY] * 6, days_left=YEAR)

    assert in_days(found) == (15.0, 15.0, 15.0)


def test_at_the_end_it_is_what_was_given():
    assert foresee(9 * DAY, DAY, 0, cap=50 * DAY, months=[DAY] * 12, days_left=0) == Forecast(9 * DAY, 9 * DAY, 9 * DAY)


def test_two_months_say_nothing():
    assert foresee(2 * DAY, 0, 0, cap=50 * DAY, months=[DAY, DAY], days_left=YEAR) is None


@property_of(
    st.integers(0, 9000),
    st.integers(0, 9000),
    st.integers(0, 9000),
    st.lists(st.integers(-500, 5000), min_size=3, max_size=12),
    st.integers(0, 1100),
)
def test_the_range_is_in_order_and_within_what_can_be(given, reserved, disputed, months, days_left):
    cap = given + reserved + disputed + 400
    found = foresee(given, reserved, disputed, cap=cap, months=months, days_left=days_left)

    assert given <= found.low <= found.likely <= found.high <= cap


def test_groups_add_up_and_their_chances_partly_cancel_out():
    found = add_up([Forecast(700, 1000, 1300), Forecast(600, 1000, 1400)], 500)

    assert found == Forecast(1500, 2000, 2500)
    assert add_up([], 0) is None
    assert add_up([Forecast(700, 1000, 1300)] * 2, 1900).low == 1900


@pytest.mark.parametrize(
    ("on", "first", "last", "count"),
    [
        (date(2025, 4, 29), None, None, 0),
        (date(2025, 4, 30), date(2025, 4, 30), date(2025, 4, 30), 1),
        (date(2026, 11, 24), date(2025, 11, 30), date(2026, 10, 31), 12),
        (date(2030, 1, 1), date(2027, 4, 30), date(2028, 3, 31), 12),
    ],
)
def test_only_whole_months_of_the_convention_are_seen(on, first, last, count):
    seen = seen_months(date(2025, 4, 1), date(2028, 3, 31), on)

    assert (len(seen), seen[0] if seen else None, seen[-1] if seen else None) == (count, first, last)
