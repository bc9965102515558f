from datetime import date, timedelta

import pytest

from webapp.domain.baskets import WAIT_DAYS, basket_of_silence, may_put_aside, put_aside_choices, wait_until

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("days", "basket"),
    [
        (0, "asked"), (2, "asked"), (3, "silent_3"), (8, "silent_3"), (9, "silent_9"), (20, "silent_9"),
        (21, "silent_21"), (44, "silent_21"), (45, "silent_45"), (200, "silent_45"),
    ],
)  # fmt: skip
def test_silence_has_its_steps(days, basket):
    assert basket_of_silence(TUESDAY - timedelta(days=days), TUESDAY) == basket


def test_a_card_comes_back_on_a_working_day():
    assert put_aside_choices(TUESDAY) == (date(2026, 11, 27), date(2026, 12, 1), date(2026, 12, 24))
    assert put_aside_choices(date(2026, 11, 26))[0] == date(2026, 11, 30)


@pytest.mark.parametrize(("days", "may"), [(0, False), (-1, False), (1, True), (92, True), (93, False)])
def test_a_card_is_put_aside_for_a_time_only(days, may):
    assert may_put_aside(TUESDAY + timedelta(days=days), TUESDAY) is may


def test_a_card_waits_for_an_answer_until_a_working_day():
    assert wait_until("remind", TUESDAY) == date(2026, 11, 27)
    assert wait_until("remind", date(2026, 11, 26)) == date(2026, 11, 30)
    assert all(may_put_aside(wait_until(asked, TUESDAY), TUESDAY) for asked in WAIT_DAYS)
