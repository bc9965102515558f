from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from jobs.items import Outcome
from jobs.periods import CATCH_UP, Daily, Every, Job, Missed, list_due
from webapp.clock import PARIS
from webapp.services.runs import Past

NOW = datetime(2026, 11, 24, 9, 7, tzinfo=UTC)


def sweep(now):
    return Outcome()


def report(now):
    return Outcome()


def periods(job, now, **past):
    return [due.period for due in list_due([job], now, {job.name: Past(**past)} if past else {})]


SWEEP = Job(sweep, Every(5), "often")
REPORT = Job(report, Daily(time(0, 30)), "each day", Missed.EACH)


def test_a_job_that_never_ran_begins_with_the_present_period():
    assert periods(SWEEP, NOW) == ["2026-11-24T09:05Z"]
    assert periods(REPORT, NOW) == ["2026-11-24"]


def test_a_period_that_was_run_is_not_due_again():
    assert periods(SWEEP, NOW, newest="2026-11-24T09:05Z") == []
    assert periods(REPORT, NOW, newest="2026-11-24") == []


def test_missed_periods_are_merged_into_one_run():
    assert periods(SWEEP, NOW, newest="2026-11-17T09:05Z") == ["2026-11-24T09:05Z"]


def test_each_missed_period_is_run_oldest_first():
    assert periods(REPORT, NOW, newest="2026-11-21") == ["2026-11-22", "2026-11-23", "2026-11-24"]


def test_a_long_absence_is_caught_up_in_parts():
    first = periods(REPORT, NOW, newest="2026-10-31")

    assert len(first) == CATCH_UP
    assert first[0] == "2026-11-01"
    assert periods(REPORT, NOW, newest=first[-1])[0] == "2026-11-06"


def test_a_run_whose_process_died_is_due_again():
    assert periods(SWEEP, NOW, newest="2026-11-24T09:05Z", abandoned=("2026-11-24T09:05Z",)) == ["2026-11-24T09:05Z"]
    assert periods(REPORT, NOW, newest="2026-11-23", abandoned=("2026-11-22",)) == ["2026-11-22", "2026-11-24"]


def test_an_old_dead_run_is_covered_by_the_present_one():
    abandoned = ("2026-11-24T08:00Z",)

    assert periods(SWEEP, NOW, newest="2026-11-24T09:05Z", abandoned=abandoned) == []


def test_a_clock_set_back_makes_nothing_due():
    assert periods(SWEEP, NOW - timedelta(hours=1), newest="2026-11-24T09:05Z") == []
    assert periods(REPORT, NOW - timedelta(days=1), newest="2026-11-24") == []


def test_a_jump_of_ten_years_runs_a_merged_job_once():
    assert len(periods(SWEEP, NOW + timedelta(days=3650), newest="2026-11-24T09:05Z")) == 1


def test_a_job_whose_rhythm_was_changed_begins_anew():
    assert periods(REPORT, NOW, newest="2026-11-24T08:00Z") == ["2026-11-24"]


def test_due_jobs_come_oldest_period_first_then_in_the_order_of_the_schedule():
    past = {"report": Past("2026-11-22"), "sweep": Past("2026-11-20T00:00Z")}

    due = [(each.job.name, each.period) for each in list_due([SWEEP, REPORT], NOW, past)]

    assert due == [("report", "2026-11-23"), ("report", "2026-11-24"), ("sweep", "2026-11-24T09:05Z")]


def transitions():
    """The Sundays on which the clocks of Paris change, 2024 to 2037."""
    for year in range(2024, 2038):
        for month in (3, 10):
            last = date(year, month, 31)
            yield last - timedelta(days=(last.weekday() + 1) % 7)


@pytest.mark.parametrize("at", [time(0, 10), time(2, 0), time(2, 30), time(3, 0), time(23, 59)])
def test_a_daily_job_runs_once_on_each_date_around_every_change_of_clocks(at):
    beat = Daily(at)
    for sunday in transitions():
        start = datetime.combine(sunday - timedelta(days=2), time(), tzinfo=UTC)
        seen, newest = [], ""
        for minute in range(4 * 24 * 60):
            period = beat.period_at(start + timedelta(minutes=minute))
            if period > newest:
                seen.append(period)
                newest = period

        days = [date.fromisoformat(period) for period in seen]
        assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days)), sunday
        assert sunday in days


@pytest.mark.parametrize("minutes", [5, 15, 30, 60])
def test_short_periods_follow_one_another_without_a_gap(minutes):
    beat = Every(minutes)
    period = beat.period_at(datetime(2026, 10, 25, 0, 0, tzinfo=PARIS))
    for _ in range(26 * 60 // minutes):
        following = beat.period_after(period)
        assert beat.begins(following) - beat.begins(period) == timedelta(minutes=minutes)
        assert following > period
        period = following


def test_the_daily_period_before_its_hour_is_yesterdays():
    beat = Daily(time(3))

    assert beat.period_at(datetime(2026, 11, 24, 2, 59, tzinfo=PARIS)) == "2026-11-23"
    assert beat.period_at(datetime(2026, 11, 24, 3, 0, tzinfo=PARIS)) == "2026-11-24"
    assert beat.begins("2026-11-24") == datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
