"""The yearly census of offers: who is asked when, and which offer nobody has confirmed for too long. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from webapp.domain.deadlines import is_slow_season

#: months between two questions to the same person
ASK_EVERY_MONTHS = 12

#: months after which an offer that nobody has confirmed is marked so
STALE_AFTER_MONTHS = 18

#: what may be said of an offer
ANSWERS = ("keep", "change", "withdraw")


def is_stale(confirmed_on: date | None, created_on: date, today: date) -> bool:
    """True for an offer that nobody has confirmed for eighteen months; a new one counts from the day it was made."""
    return (confirmed_on or created_on) + relativedelta(months=STALE_AFTER_MONTHS) <= today


def needs_census(asked_on: date | None, created_on: date, today: date) -> bool:
    """True when a year has passed since the last question, or since the person came; never while people are away."""
    if is_slow_season(today):
        return False
    return (asked_on or created_on) + relativedelta(months=ASK_EVERY_MONTHS) <= today


def census_ends_on(asked_on: date) -> date:
    """The last day on which the link of a question acts: two months later."""
    return asked_on + timedelta(days=61)
