from datetime import date

import pytest

from webapp.domain.funds import Point
from webapp.views.fund_chart import BOTTOM, LEFT, RIGHT, TOP, cash_chart, scale_of

TODAY, END = date(2026, 11, 24), date(2028, 11, 24)


def test_the_line_goes_in_steps_from_today_to_the_end():
    path = [Point(TODAY, 1_000_000), Point(date(2027, 11, 24), 500_000), Point(date(2030, 1, 1), 9_000_000)]

    drawing = cash_chart(path, TODAY, END, Point(date(2027, 11, 24), 500_000))

    assert drawing.line == f"M{LEFT} {TOP}H309.7V135.0H{RIGHT}"
    assert drawing.area.endswith(f"V{BOTTOM}H{LEFT}Z")
    assert (drawing.first.cents, drawing.last.cents, drawing.lowest.cents) == (1_000_000, 500_000, 500_000)


def test_a_fund_below_zero_shows_the_zero_line():
    drawing = cash_chart([Point(TODAY, -200), Point(END, 300)], TODAY, END, Point(TODAY, -200))

    assert any(mark.cents == 0 for mark in drawing.scale)
    assert all(TOP <= mark.y <= BOTTOM for mark in drawing.scale)


def test_an_empty_fund_has_a_scale_that_can_be_read_and_its_amount_above_the_axis():
    drawing = cash_chart([Point(TODAY, 0)], TODAY, END, Point(TODAY, 0))

    thousands = [round(mark.cents / 100_000, 1) for mark in drawing.scale]
    assert len(set(thousands)) == len(thousands)
    assert (drawing.lowest.y, drawing.label_y) == (BOTTOM, BOTTOM - 12)


def test_the_lowest_amount_is_written_under_its_point_where_there_is_room():
    path = [Point(TODAY, 1_000_000), Point(date(2027, 11, 24), 500_000)]
    drawing = cash_chart(path, TODAY, END, path[1])

    assert drawing.label_y == drawing.lowest.y + 20 < BOTTOM


@pytest.mark.parametrize(
    ("bottom", "top", "steps"),
    [
        (0, 47_000_000, [0, 10_000_000, 20_000_000, 30_000_000, 40_000_000, 50_000_000]),
        (0, 1, [0, 1]),
        (-150, 400, [-200, -100, 0, 100, 200, 300, 400]),
    ],
)
def test_the_scale_is_of_round_amounts(bottom, top, steps):
    assert scale_of(bottom, top) == steps
