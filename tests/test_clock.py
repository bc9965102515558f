from datetime import UTC, date, datetime, timedelta

import pytest

from webapp import clock


@pytest.fixture(autouse=True)
def own_offset():
    yield
    clock.set_offset(timedelta(0))


def test_business_time_is_real_time_but_for_the_offset(now):
    clock.set_offset(timedelta(days=7))

    assert clock.now() - clock.real_now() == timedelta(days=7)
    assert clock.real_now() == now


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 11, 24, 22, 59, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 24, 23, 0, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_a_day_begins_at_midnight_in_paris(instant, day):
    assert clock.local_date(instant) == day


def test_today_goes_by_business_time(now):
    clock.set_offset(timedelta(days=1))

    assert clock.today() == date(2026, 11, 25)
