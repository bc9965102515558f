from datetime import timedelta

import pytest

from webapp.domain.retries import LATER, SPREAD, WAITS, wait_before_retry


def test_waits_grow_and_then_stay_at_four_hours():
    minutes = [wait_before_retry(n) / timedelta(minutes=1) for n in range(1, 11)]

    assert minutes == [1, 2, 5, 15, 30, 60, 120, 240, 240, 240]


@pytest.mark.parametrize("attempts", range(1, len(WAITS) + 3))
def test_jitter_spreads_a_wait_by_a_fifth_at_most(attempts):
    plain = wait_before_retry(attempts)

    assert wait_before_retry(attempts, -SPREAD) == plain * 0.8
    assert wait_before_retry(attempts, SPREAD) == plain * 1.2


@pytest.mark.parametrize(("attempts", "jitter"), [(0, 0), (-1, 0), (1, SPREAD + 1), (1, -SPREAD - 1)])
def test_a_wait_without_a_failure_or_too_spread_is_refused(attempts, jitter):
    with pytest.raises(ValueError, match="failed try"):
        wait_before_retry(attempts, jitter)


def test_seventy_two_hours_hold_some_twenty_tries():
    tries, spent = 0, timedelta()
    while spent < timedelta(hours=72):
        tries += 1
        spent += wait_before_retry(tries)

    assert 20 <= tries <= 26
    assert timedelta(minutes=LATER) == wait_before_retry(tries)
