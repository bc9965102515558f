"""Every delay of the programme, once: working days, quiet seasons, last days, sending hours.

Deadlines are dates in Europe/Paris and run to the end of the day; instants are aware. A department is its INSEE code
("54", "57"): Moselle and Alsace have two public holidays more, the overseas departments their own. A delay follows the
territory that asks, not the commune of who is asked (`Need.department`), so that all in one territory read one calendar.
None: the public holidays of the whole country, where no one territory speaks.

In August and from Christmas Eve to New Year's Day (`is_slow_season`) people are away: a day then counts for half, so
that delays are twice as long. Nothing stops, because some needs cannot wait for September.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta
from holidays import country_holidays

from webapp.clock import PARIS

#: Hours, in Paris, between which reminders, digests and waves may leave; the last one is excluded.
SENDING_FROM, SENDING_UNTIL = time(8), time(19)

#: Working days of silence before a reminder, whatever a territory says.
MIN_REMINDER_DAYS = 3

ONE_DAY = timedelta(days=1)

_SUBDIVISIONS = {code: code for code in ("57", "971", "972", "973", "974", "976")} | {"67": "6AE", "68": "6AE"}


@lru_cache(maxsize=64)
def _holidays(year: int, subdivision: str | None) -> frozenset[date]:
    return frozenset(country_holidays("FR", subdiv=subdivision, years=year))


def is_holiday(day: date, department: str | None) -> bool:
    """True on a public holiday. Source: Code du travail, L3133-1, L3134-13 (Moselle, Alsace), L3422-2 (overseas).

    Good Friday counts in all of Moselle and Alsace; the law says where there is a Protestant church, or a mixed one.
    """
    return day in _holidays(day.year, _SUBDIVISIONS.get(department or ""))


def is_working_day(day: date, department: str | None) -> bool:
    """Monday to Friday, but for public holidays."""
    return day.weekday() < 5 and not is_holiday(day, department)


def is_slow_season(day: date) -> bool:
    """August, and 24 December to 1 January: people are away, a day counts for half."""
    return day.month == 8 or (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)


def next_working_day(day: date, department: str | None) -> date:
    """The day itself when it is worked, else the first one after it that is."""
    while not is_working_day(day, department):
        day += ONE_DAY
    return day


def answer_deadline(sent_on: date, answer_days: int, department: str | None) -> date:
    """The last day to answer a request: so many working days later, the day of sending not counted."""
    return _after_working_days(sent_on, answer_days, department)


def reminder_due_on(sent_on: date, reminder_days: int, department: str | None) -> date:
    """The first day on which silence may be broken by a reminder: so many working days later, and never under three.

    Whether that is still before the last day to answer, and whether the person is away, is for the caller to see.
    """
    return _after_working_days(sent_on, max(reminder_days, MIN_REMINDER_DAYS), department)


def deemed_on(declared_on: date, deem_days: int, department: str | None) -> date:
    """The last day on which the firm may answer; its silence counts as yes from the end of it.

    So many days (of the calendar) after the declaration; never a day that is not worked.
    """
    return _after_days(declared_on, deem_days, department)


def ask_on(accepted_on: date, ask_days: int, department: str | None) -> date:
    """When an expert who planned no visit is asked whether they have met: so many days after the yes, a working day."""
    return _after_days(accepted_on, ask_days, department)


def ask_again_on(asked_on: date, department: str | None) -> date:
    """The working day on which that question is asked again: a month later."""
    return next_working_day(asked_on + relativedelta(months=1), department)


def end_of_day(day: date) -> datetime:
    """The instant at which a day of Paris is over, in UTC: the start of the next one, so not part of it."""
    return datetime.combine(day + ONE_DAY, time(), tzinfo=PARIS).astimezone(UTC)


def is_sending_hour(instant: datetime, department: str | None = None) -> bool:
    """True from 8:00 to 19:00 in Paris on working days: reminders, digests and waves leave then only.

    What answers somebody's act leaves at any hour. A job asks twice: for the country before it looks for anything, and
    for the territory of each thing.
    """
    local = instant.astimezone(PARIS)
    return SENDING_FROM <= local.time() < SENDING_UNTIL and is_working_day(local.date(), department)


def next_sending_moment(instant: datetime, department: str | None) -> datetime:
    """The instant itself when reminders may leave then, else the first one after it at which they may."""
    if is_sending_hour(instant, department):
        return instant
    local = instant.astimezone(PARIS)
    day = local.date() if local.time() < SENDING_FROM else local.date() + ONE_DAY
    return datetime.combine(next_working_day(day, department), SENDING_FROM, tzinfo=PARIS).astimezone(UTC)


def _after_working_days(start: date, count: int, department: str | None) -> date:
    day, halves = start, 2 * count
    while halves > 0:
        day = next_working_day(day + ONE_DAY, department)
        halves -= _weight(day)
    return day


def _after_days(start: date, count: int, department: str | None) -> date:
    day, halves = start, 2 * count
    while halves > 0:
        day += ONE_DAY
        halves -= _weight(day)
    return next_working_day(day, department)


def _weight(day: date) -> int:
    return 1 if is_slow_season(day) else 2
