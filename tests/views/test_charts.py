from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.views.charts import LINE, PARTS, apart, bar_segments, pace

STARTS, ENDS, TODAY = date(2025, 4, 1), date(2028, 3, 31), date(2026, 11, 23)
amounts = st.fixed_dictionaries({part: st.integers(0, 50_000) for part in PARTS})


def test_the_parts_of_a_bar_stand_in_order_without_the_empty_ones():
    segments = bar_segments({"reserved": 2520, "confirmed": 4620, "declared": 840, "deemed": 0}, 21_000)

    assert [(segment.part, segment.start, segment.width) for segment in segments] == [
        ("confirmed", 0, 22),
        ("declared", 22, 4),
        ("reserved", 26, 12),
    ]


def test_a_figure_stands_only_where_it_has_room():
    segments = bar_segments({"confirmed": 150, "deemed": 149, "declared": 59, "disputed": 60}, 1000)

    assert [segment.room for segment in segments] == ["any", "wide", "", "wide"]


def test_a_bar_with_more_than_its_cap_is_full_and_no_more():
    segments = bar_segments({"confirmed": 3000, "reserved": 1000}, 2000)

    assert [segment.width for segment in segments] == [75, 25]


def test_a_pledge_of_nothing_has_an_empty_bar():
    assert bar_segments({}, 0) == ()


@given(amounts, st.integers(0, 50_000))
def test_the_parts_touch_and_never_leave_the_bar(minutes, cap):
    end = 0.0
    for segment in bar_segments(minutes, cap):
        assert segment.start == pytest.approx(end)
        assert segment.start < segment.middle
        end = segment.start + segment.width
    assert end <= 100.000001


def drawing(**changes):
    values = {"pledged": 52_500, "given": [(TODAY, 21_840)], "forecast": (36_540, 41_160, 45_780)} | changes
    return pace(STARTS, ENDS, values.pop("today", TODAY), **values)


def test_the_promise_rises_from_nothing_to_the_pledge():
    assert drawing().plan == "M40.0 270.0L452.0 24.0"


def test_the_days_given_stand_at_their_share_of_time_and_pledge():
    last = drawing().last

    assert last.minutes == 21_840
    assert last.x == pytest.approx(40 + 412 * 601 / 1095)
    assert last.y == pytest.approx(270 - 246 * 21_840 / 52_500)


def test_the_forecast_opens_from_the_last_day_given_to_its_range_at_the_end():
    shown = drawing()
    start = f"M{shown.last.x:.1f} {shown.last.y:.1f}"

    assert shown.forecast.startswith(start)
    assert shown.range.startswith(start)
    assert shown.range.endswith("Z")
    assert shown.likely.minutes == 41_160


def test_a_convention_that_is_over_has_no_forecast_and_no_today():
    shown = drawing(today=date(2028, 4, 1))

    assert (shown.forecast, shown.range, shown.likely, shown.today_x) == ("", "", None, None)


def test_more_given_than_promised_stays_in_the_drawing():
    shown = drawing(given=[(TODAY, 80_000)], forecast=None)

    assert shown.last.y == 24
    assert shown.pledged.y > 24


def test_nothing_given_yet_is_a_point_at_the_start():
    shown = drawing(given=[], forecast=None)

    assert (shown.last.x, shown.last.y) == (40, 270)


@pytest.mark.parametrize(
    ("days", "grid"),
    [
        (125, [0, 25, 50, 75, 100, 125]),
        (129, [0, 25, 50, 75, 100, 125]),
        (12, [0, 2, 4, 6, 8, 10, 12]),
        (3, [0, 1, 2, 3]),
    ],
)
def test_the_scale_counts_in_round_numbers_of_days(days, grid):
    shown = drawing(pledged=days * 420, given=[], forecast=None)

    assert [line.minutes / 420 for line in shown.scale] == grid


@given(st.integers(1, 5_000_000))
def test_the_scale_never_has_more_than_seven_lines_nor_leaves_the_drawing(minutes):
    shown = drawing(pledged=minutes, given=[], forecast=None)

    assert 1 <= len(shown.scale) <= 7
    assert min(line.y for line in shown.scale) >= 24 - 0.001


def test_each_further_year_is_named_but_for_the_one_too_near_the_end():
    assert [year.day for year in drawing().years] == [date(2026, 4, 1), date(2027, 4, 1)]


@pytest.mark.parametrize(
    ("first", "second", "moved"), [(24, 100, 100), (24, 30, 24 + LINE), (30, 24, 30 - LINE), (24, 24, 24 + LINE)]
)
def test_labels_do_not_cover_each_other(first, second, moved):
    assert apart(first, second) == (first, moved)
