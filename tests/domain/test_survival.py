from datetime import date

import pytest

from webapp.domain.survival import Sighting, Survival, add_up, anniversary, status_on

DAY = date(2026, 5, 19)
BEFORE, AFTER = date(2026, 5, 18), date(2026, 5, 20)


@pytest.mark.parametrize(
    ("seen", "status"),
    [
        ([], "unknown"),
        ([Sighting("unknown", AFTER)], "unknown"),
        ([Sighting("alive", DAY)], "alive"),
        ([Sighting("alive", AFTER)], "alive"),
        # alive the day before says nothing of the day
        ([Sighting("alive", BEFORE)], "unknown"),
        ([Sighting("closed", AFTER, DAY)], "closed"),
        ([Sighting("closed", AFTER, BEFORE)], "closed"),
        # closed the day after: it was alive on the day
        ([Sighting("closed", AFTER, AFTER)], "alive"),
        ([Sighting("taken_over", AFTER, BEFORE)], "taken_over"),
        # closed, since an unknown day: only from the day it was seen
        ([Sighting("closed", BEFORE)], "closed"),
        ([Sighting("closed", AFTER)], "unknown"),
        ([Sighting("alive", DAY), Sighting("closed", AFTER)], "alive"),
        # a correction is a later line
        ([Sighting("alive", AFTER), Sighting("closed", AFTER, BEFORE)], "closed"),
        ([Sighting("closed", AFTER, BEFORE), Sighting("alive", AFTER)], "alive"),
        ([Sighting("closed", AFTER, BEFORE), Sighting("unknown", AFTER)], "closed"),
    ],
)
def test_what_was_seen_says_what_a_firm_was_on_a_day(seen, status):
    assert status_on(seen, DAY) == status


def test_an_anniversary_of_the_29th_of_february():
    assert anniversary(date(2024, 2, 29), 3) == date(2027, 2, 28)
    assert anniversary(date(2022, 5, 19), 5) == date(2027, 5, 19)


def test_the_unknown_are_counted_apart():
    total = add_up(["alive", "unknown", "closed", "alive", "taken_over"], 3)

    assert total == Survival(3, alive=2, taken_over=1, closed=1, unknown=1)
    assert total.known == 4
