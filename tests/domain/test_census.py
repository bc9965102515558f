from datetime import date

import pytest

from webapp.domain.census import census_ends_on, is_stale, needs_census

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("confirmed", "created", "stale"),
    [
        (None, date(2025, 5, 24), True),
        (None, date(2025, 5, 25), False),
        (date(2025, 5, 25), date(2021, 1, 1), False),
        (date(2025, 5, 24), date(2021, 1, 1), True),
    ],
)
def test_an_offer_goes_stale_after_eighteen_months(confirmed, created, stale):
    assert is_stale(confirmed, created, TODAY) is stale


@pytest.mark.parametrize(
    ("asked", "created", "today", "due"),
    [
        (date(2025, 11, 24), date(2021, 1, 1), TODAY, True),
        (date(2025, 11, 25), date(2021, 1, 1), TODAY, False),
        (None, date(2025, 11, 25), TODAY, False),
        (None, date(2025, 11, 24), TODAY, True),
        (date(2025, 1, 1), date(2021, 1, 1), date(2026, 8, 4), False),
        (date(2025, 1, 1), date(2021, 1, 1), date(2026, 12, 28), False),
    ],
)
def test_a_person_is_asked_once_a_year_and_not_while_people_are_away(asked, created, today, due):
    assert needs_census(asked, created, today) is due


def test_the_link_acts_for_two_months():
    assert census_ends_on(date(2026, 2, 2)) == date(2026, 4, 4)
