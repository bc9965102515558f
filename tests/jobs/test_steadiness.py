from datetime import UTC, datetime, timedelta

import pytest

from jobs.steadiness import PROBATION, TOLERANCE, Steadiness

START = datetime(2026, 11, 24, 9, tzinfo=UTC)


def readings(*steps):
    """Whether the clock is believed at each step of (seconds by the wall, seconds by the monotonic clock)."""
    steadiness = Steadiness()
    return [steadiness.note(START + timedelta(seconds=wall), monotonic) for wall, monotonic in steps]


def test_clocks_that_run_together_are_believed():
    assert readings((0, 0), (30, 30), (60, 60.4)) == [True, True, True]


@pytest.mark.parametrize("jump", [3600, -3600, 301, -301, 315_360_000])
def test_a_jump_of_the_wall_clock_is_not_believed(jump):
    assert readings((0, 0), (30 + jump, 30)) == [True, False]


@pytest.mark.parametrize("jump", [1, -1, 60, -60, 299])
def test_a_small_correction_is_believed(jump):
    assert jump < TOLERANCE.total_seconds()
    assert readings((0, 0), (30 + jump, 30)) == [True, True]


def test_a_clock_that_jumped_is_believed_again_after_a_quarter_of_an_hour():
    probation = int(PROBATION.total_seconds())

    assert readings(
        (0, 0), (4000, 30), (4000 + probation - 60, probation - 30), (4000 + probation, 30 + probation)
    ) == [
        True,
        False,
        False,
        True,
    ]
