from datetime import datetime, timedelta

import pytest
from factories.territories import TerritoryFactory

from webapp import clock
from webapp.clock import PARIS
from webapp.domain.states import JOB
from webapp.services import clock_steps
from webapp.services.clock_steps import DEMONSTRATION_STARTS, ask_walk, end_walk, find_walk, set_clock, stops_between
from webapp.services.runs import Slot, claim_run
from webapp.services.steps import record
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

DAY = timedelta(days=1)


def minutes(count):
    return timedelta(minutes=count)


@pytest.fixture(autouse=True)
def offset(frozen, session):
    """The clock as the demonstration has it; put back at the end."""
    clock_steps.follow_clock()
    yield
    clock.set_offset(timedelta(0))


def paris(day, hour=9):
    return datetime(2026, 11, day, hour, tzinfo=PARIS)


def test_the_demonstration_starts_on_its_tuesday_at_ten(frozen):
    clock_steps.follow_clock()

    assert clock.now() == DEMONSTRATION_STARTS


def test_time_flows_from_the_last_step_on(frozen):
    with transaction():
        set_clock(DEMONSTRATION_STARTS + DAY, reason="test")
    frozen.shift(90)
    clock_steps.follow_clock()

    assert clock.now() == DEMONSTRATION_STARTS + DAY + timedelta(seconds=90)


def test_the_clock_never_goes_back(frozen):
    with transaction():
        set_clock(DEMONSTRATION_STARTS + DAY, reason="test")
        set_clock(DEMONSTRATION_STARTS, reason="back")

    assert clock.now() == DEMONSTRATION_STARTS + DAY


def test_a_demonstration_that_was_off_goes_on_where_it_stood(frozen):
    with transaction():
        set_clock(DEMONSTRATION_STARTS + DAY, reason="test")
    seen_at = clock.real_now() + timedelta(hours=2)
    frozen.shift(30 * DAY)
    with transaction():
        clock_steps.resume_clock(seen_at)

    assert clock.now() == DEMONSTRATION_STARTS + DAY + timedelta(hours=2)


def test_a_demonstration_that_was_stopped_well_does_not_begin_again(frozen):
    with transaction():
        set_clock(DEMONSTRATION_STARTS, reason="test")
    frozen.shift(minutes(20))
    clock_steps.follow_clock()
    with transaction():
        claim_run(Slot("make_exports", "2026-11-24T09:20Z", "a"), now=clock.now(), real_now=clock.real_now(), lease=DAY)
    frozen.shift(minutes(5))
    clock_steps.follow_clock()
    with transaction():
        record(TerritoryFactory(), "rename", by=JOB, now=clock.now())
        claim_run(Slot("any", "manual:2031", "b"), now=clock.now() + 1000 * DAY, real_now=clock.real_now(), lease=DAY)

    frozen.shift(30 * DAY)
    with transaction():
        clock_steps.resume_clock(None)

    assert clock.now() == DEMONSTRATION_STARTS + minutes(25)


def test_two_visitors_who_ask_for_a_day_move_the_clock_by_two(frozen):
    with transaction():
        first, second = ask_walk(1), ask_walk(1)

    assert second.target_at == first.target_at + DAY
    assert find_walk() == first
    with transaction():
        end_walk(first.id)
    assert find_walk() == second
    assert clock_steps.find_last_walk() == second


@pytest.mark.parametrize(
    ("start", "target", "expected"),
    [
        (paris(24, 10), paris(25, 10), [paris(25), paris(25, 10)]),
        (paris(24, 8), paris(24, 10), [paris(24), paris(24, 10)]),
        (paris(24, 9), paris(26, 9), [paris(25), paris(26, 9)]),
        (paris(24, 10), paris(24, 11), [paris(24, 11)]),
    ],
)
def test_a_walk_halts_each_morning_and_at_its_end(start, target, expected):
    assert list(stops_between(start, target)) == expected
