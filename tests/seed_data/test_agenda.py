from datetime import date, datetime, timedelta

import pytest

from seed_data.agenda import Agenda, at, next_tick
from webapp import clock
from webapp.clock import PARIS

DAY = date(2026, 11, 24)


@pytest.fixture
def agenda():
    return Agenda()


def test_acts_are_done_in_the_order_of_time_whatever_the_order_in_which_they_were_noted(agenda):
    done = []
    for hour in (11, 9, 10):
        agenda.add(at(DAY, hour), lambda now: done.append(now.hour))

    list(agenda.run(at(DAY, 10)))

    assert done == [9, 10]


def test_two_acts_of_one_moment_keep_their_order(agenda):
    done = []
    for name in "abc":
        agenda.add(at(DAY, 9), lambda _now, name=name: done.append(name))

    list(agenda.run(at(DAY, 9)))

    assert done == ["a", "b", "c"]


def test_an_act_may_make_another_one_due_even_now(agenda):
    done = []

    def first(now):
        agenda.add(now, lambda _now: done.append("now"))
        agenda.add(now + timedelta(days=1), lambda _now: done.append("too late"))

    agenda.add(at(DAY, 9), first)
    moments = list(agenda.run(at(DAY, 9)))

    assert (done, len(moments)) == (["now"], 2)


def test_the_clock_stands_at_each_act_and_nowhere_afterwards(agenda):
    seen = []
    agenda.add(at(DAY, 9, 30), lambda _now: seen.append(clock.now()))

    for _moment in agenda.run(at(DAY, 10)):
        pass

    assert seen == [at(DAY, 9, 30)]
    assert clock.now() != at(DAY, 9, 30)


@pytest.mark.parametrize(("minute", "expected"), [(0, "09:00"), (1, "09:05"), (5, "09:05"), (59, "10:00")])
def test_a_job_looks_at_the_next_multiple_of_its_minutes(minute, expected):
    assert f"{next_tick(at(DAY, 9, minute), 5):%H:%M}" == expected


def test_a_moment_is_one_of_paris_also_in_summer():
    assert at(date(2026, 7, 1), 9).utcoffset() == timedelta(hours=2)
    assert at(DAY, 9) == datetime(2026, 11, 24, 9, tzinfo=PARIS)
