from datetime import date, timedelta

import pytest

from webapp.domain.alerts import is_digest_due, months_to_announce, shares_reached

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("occupied", "reached"), [(0, []), (2099, []), (2100, [50]), (3360, [50, 80]), (4200, [50, 80, 100])]
)
def test_a_pledge_is_worth_a_word_at_half_four_fifths_and_all(occupied, reached):
    assert shares_reached(occupied, 4200) == reached


def test_a_pledge_of_nothing_reaches_nothing():
    assert shares_reached(0, 0) == []


@pytest.mark.parametrize(
    ("ends_on", "months"),
    [
        (date(2027, 5, 25), []),
        (date(2027, 5, 24), [6]),
        (date(2027, 2, 24), [6, 3]),
        (date(2026, 12, 24), [6, 3, 1]),
        (date(2026, 11, 23), []),
    ],
)
def test_the_end_of_a_convention_is_announced(ends_on, months):
    assert months_to_announce(ends_on, TODAY) == months


@pytest.mark.parametrize(
    ("rhythm", "days", "due"),
    [("weekly", 6, False), ("weekly", 7, True), ("daily", 0, False), ("daily", 1, True), ("never", 400, False)],
)
def test_a_digest_keeps_its_rhythm(rhythm, days, due):
    assert is_digest_due(rhythm, TODAY - timedelta(days=days), TODAY) is due


def test_the_first_digest_does_not_wait():
    assert is_digest_due("weekly", None, TODAY) is True
