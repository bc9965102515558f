from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain import deadlines

PARIS = ZoneInfo("Europe/Paris")
DAYS = st.dates(date(2024, 1, 1), date(2037, 12, 31))
COUNTS = st.integers(0, 40)


def paris(text):
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def last_sunday(year, month):
    return max(date(year, month, day) for day in range(24, 32) if date(year, month, day).weekday() == 6)


TRANSITIONS = [last_sunday(year, month) for year in range(2024, 2038) for month in (3, 10)]


@pytest.mark.parametrize(
    ("day", "department", "expected"),
    [
        ("2026-11-24", None, True),
        ("2026-11-28", None, False),
        ("2026-11-29", None, False),
        ("2026-11-11", None, False),
        ("2026-05-14", None, False),
        ("2026-05-25", None, False),
        ("2026-04-03", None, True),
        ("2026-04-03", "54", True),
        ("2026-04-03", "57", False),
        ("2026-04-03", "67", False),
        ("2026-04-03", "68", False),
        ("2025-12-26", "54", True),
        ("2025-12-26", "57", False),
        ("2026-05-27", "54", True),
        ("2026-05-27", "971", False),
        ("2026-05-22", "972", False),
        ("2026-06-10", "973", False),
        ("2027-12-20", "974", False),
        ("2026-04-27", "976", False),
        ("2026-11-24", "2A", True),
    ],
)
def test_working_days_know_weekends_holidays_and_departments(day, department, expected):
    assert deadlines.is_working_day(date.fromisoformat(day), department) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-07-31", False),
        ("2026-08-01", True),
        ("2026-08-31", True),
        ("2026-09-01", False),
        ("2026-12-23", False),
        ("2026-12-24", True),
        ("2027-01-01", True),
        ("2027-01-02", False),
    ],
)
def test_slow_season_is_august_and_christmas_to_new_year(day, expected):
    assert deadlines.is_slow_season(date.fromisoformat(day)) is expected


@pytest.mark.parametrize(
    ("sent_on", "days", "expected"),
    [
        ("2026-11-24", 7, "2026-12-03"),  # the mock-up: sent on a Tuesday, seven working days
        ("2026-11-27", 1, "2026-11-30"),  # Friday to Monday
        ("2026-11-28", 1, "2026-11-30"),  # sent on a Saturday
        ("2026-11-10", 1, "2026-11-12"),  # over 11 November
        ("2026-07-31", 2, "2026-08-06"),  # four days of August for two
        ("2026-08-28", 2, "2026-09-02"),  # one slow Monday, then a Tuesday and a Wednesday: half, one, one
        ("2026-12-23", 3, "2027-01-04"),  # 24, 28, 29, 30, 31 count half, then a whole Monday
        ("2026-11-24", 0, "2026-11-24"),
    ],
)
def test_answer_deadline_counts_working_days(sent_on, days, expected):
    assert deadlines.answer_deadline(date.fromisoformat(sent_on), days, None) == date.fromisoformat(expected)


def test_answer_deadline_passes_over_holidays_of_moselle():
    sent_on = date(2026, 4, 2)
    assert deadlines.answer_deadline(sent_on, 1, "54") == date(2026, 4, 3)
    assert deadlines.answer_deadline(sent_on, 1, "57") == date(2026, 4, 7)


@given(DAYS, COUNTS)
def test_no_reminder_in_the_first_three_working_days(sent_on, days):
    due = deadlines.reminder_due_on(sent_on, days, None)
    between = [sent_on + timedelta(days=k) for k in range(1, (due - sent_on).days + 1)]
    assert sum(deadlines.is_working_day(day, None) for day in between) >= max(days, 3)


@given(DAYS, st.integers(0, 30), st.integers(0, 10), st.sampled_from([None, "54", "57"]))
def test_one_more_day_is_never_an_earlier_deadline(start, days, more, department):
    for delay in (deadlines.answer_deadline, deadlines.deemed_on, deadlines.ask_on, deadlines.reminder_due_on):
        assert delay(start, days, department) <= delay(start, days + more, department)
        assert delay(start, days, department) <= delay(start + timedelta(days=more), days, department)


@given(DAYS, st.integers(1, 40), st.sampled_from([None, "54", "57"]))
def test_last_days_are_worked(start, days, department):
    for delay in (deadlines.answer_deadline, deadlines.deemed_on, deadlines.ask_on, deadlines.reminder_due_on):
        assert deadlines.is_working_day(delay(start, days, department), department)


@pytest.mark.parametrize(
    ("declared_on", "days", "expected"),
    [
        ("2026-11-24", 15, "2026-12-09"),
        ("2026-11-20", 15, "2026-12-07"),  # a Saturday moves to Monday
        ("2026-08-03", 10, "2026-08-24"),  # twenty days of August, a Sunday, moves to Monday
        ("2026-12-20", 5, "2026-12-28"),  # three whole days, four halves
        ("2026-12-20", 6, "2026-12-29"),  # three whole days, six halves
    ],
)
def test_silence_is_deemed_a_yes_on_a_working_day(declared_on, days, expected):
    assert deadlines.deemed_on(date.fromisoformat(declared_on), days, None) == date.fromisoformat(expected)


@pytest.mark.parametrize(("department", "expected"), [("54", date(2026, 4, 3)), ("57", date(2026, 4, 7))])
def test_no_delay_ends_on_a_holiday_of_its_territory(department, expected):
    assert deadlines.deemed_on(date(2026, 3, 19), 15, department) == expected
    assert deadlines.ask_on(date(2026, 3, 19), 15, department) == expected
    assert deadlines.ask_again_on(date(2026, 3, 3), department) == expected


def test_the_question_comes_back_a_month_later():
    assert deadlines.ask_on(date(2026, 11, 24), 10, None) == date(2026, 12, 4)
    assert deadlines.ask_again_on(date(2026, 12, 4), None) == date(2027, 1, 4)
    assert deadlines.ask_again_on(date(2027, 1, 31), None) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-03-28", "2026-03-28T23:00:00+00:00"),
        ("2026-03-29", "2026-03-29T22:00:00+00:00"),
        ("2026-10-24", "2026-10-24T22:00:00+00:00"),
        ("2026-10-25", "2026-10-25T23:00:00+00:00"),
        ("2028-02-29", "2028-02-29T23:00:00+00:00"),
        ("2026-12-31", "2026-12-31T23:00:00+00:00"),
    ],
)
def test_a_day_ends_at_midnight_in_paris(day, expected):
    end = deadlines.end_of_day(date.fromisoformat(day))
    assert end == datetime.fromisoformat(expected)
    assert end.tzinfo is UTC


@pytest.mark.parametrize("sunday", TRANSITIONS, ids=str)
def test_days_and_sending_hours_hold_around_each_change_of_clock(sunday):
    start = deadlines.end_of_day(sunday - timedelta(days=3))
    instants = [start + timedelta(minutes=k) for k in range(5 * 24 * 60 - 90)]

    for instant in instants:
        local = instant.astimezone(PARIS)
        assert (instant < deadlines.end_of_day(sunday)) is (local.date() <= sunday)
        expected = 8 <= local.hour < 19 and deadlines.is_working_day(local.date(), None)
        assert deadlines.is_sending_hour(instant) is expected


@pytest.mark.parametrize(
    ("instant", "department", "expected"),
    [
        ("2026-11-24T08:00", None, "2026-11-24T08:00"),
        ("2026-11-24T18:59", None, "2026-11-24T18:59"),
        ("2026-11-24T07:59", None, "2026-11-24T08:00"),
        ("2026-11-24T19:00", None, "2026-11-25T08:00"),
        ("2026-11-28T07:00", None, "2026-11-30T08:00"),  # a Saturday
        ("2026-04-02T19:00", "54", "2026-04-03T08:00"),
        ("2026-04-02T19:00", "57", "2026-04-07T08:00"),  # Good Friday to Easter Monday
        ("2026-04-03T10:00", "57", "2026-04-07T08:00"),
        ("2026-10-23T19:00", None, "2026-10-26T08:00"),  # the clocks go back in between
    ],
)
def test_what_may_not_leave_now_leaves_at_eight_of_the_next_day_that_is_worked(instant, department, expected):
    assert deadlines.next_sending_moment(paris(instant), department) == paris(expected)


def test_holidays_of_moselle_hold_back_mails_there():
    good_friday = paris("2026-04-03T10:00")
    assert deadlines.is_sending_hour(good_friday, "54")
    assert not deadlines.is_sending_hour(good_friday, "57")
