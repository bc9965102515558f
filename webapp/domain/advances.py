"""A repayable advance: its instalments, what is due, what is late.

Zero rate: what is repaid is what was lent. Cents and local dates; an instalment's date is counted from the start of the
plan, never from the instalment before it, so that a plan that begins on the 31st comes back to the 31st.

Source: issue "The committee and the money", part 3; DOMAIN.md "What it is".
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.domain.errors import Refusal

MONTHLY, QUARTERLY = 1, 3
RHYTHMS = (MONTHLY, QUARTERLY)
MOST_INSTALMENTS = 120
LONGEST_GRACE_MONTHS = 36

#: how many days at least a firm has between the word that instalments are called early and the day on which they are due
CALL_NOTICE_DAYS = 30

#: Upper bounds, in days late, of the classes in which arrears are shown; the last class has none.
AGE_BOUNDS = (30, 60, 90)


@dataclass(frozen=True)
class Terms:
    """How an advance is repaid: so many instalments, one a month or a quarter, the first one after the grace period."""

    starts_on: date
    count: int
    every_months: int = MONTHLY
    grace_months: int = 0


@dataclass(frozen=True)
class PlannedInstalment:
    """One instalment: its number from 1, its date, its cents."""

    number: int
    due_on: date
    amount_cents: int


@dataclass(frozen=True)
class Line:
    """One instalment and what has been paid of it; the oldest are paid first."""

    number: int
    due_on: date
    amount_cents: int
    paid_cents: int

    @property
    def left_cents(self) -> int:
        return self.amount_cents - self.paid_cents


@dataclass(frozen=True)
class Call:
    """The last instalments of a plan, called early: how many, and the day of the instalment with which they are due."""

    count: int
    due_on: date


@dataclass(frozen=True)
class Arrears:
    """What is late on a day: the cents, and since when the oldest of them waits."""

    cents: int
    since: date | None
    days_late: int


def add_months(day: date, months: int) -> date:
    """The same day of the month, so many months later; the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due_date(terms: Terms, number: int) -> date:
    """The date of an instalment: the grace period, then one month or quarter after another, from the start."""
    return add_months(terms.starts_on, terms.grace_months + terms.every_months * number)


def instalment_plan(amount_cents: int, terms: Terms) -> tuple[PlannedInstalment, ...]:
    """Equal instalments in cents, the remainder on the last one; they sum to the amount.

    Raises:
        Refusal: `plan_out_of_bounds`, the figures make no plan.
    """
    is_sane = (
        terms.every_months in RHYTHMS
        and 1 <= terms.count <= MOST_INSTALMENTS
        and 0 <= terms.grace_months <= LONGEST_GRACE_MONTHS
    )
    if not is_sane or amount_cents < terms.count:
        raise Refusal("plan_out_of_bounds")
    share = amount_cents // terms.count
    last = amount_cents - share * (terms.count - 1)
    return tuple(
        PlannedInstalment(number, due_date(terms, number), last if number == terms.count else share)
        for number in range(1, terms.count + 1)
    )


def spread(plan: Sequence[PlannedInstalment], paid_cents: int) -> list[Line]:
    """What has been paid, laid on the instalments from the oldest on."""
    lines = []
    left = max(paid_cents, 0)
    for planned in plan:
        paid = min(left, planned.amount_cents)
        left -= paid
        lines.append(Line(planned.number, planned.due_on, planned.amount_cents, paid))
    return lines


def call_of(lines: Sequence[Line], most: int, today: date) -> Call | None:
    """The last instalments that can be called early, so many at most: with the first one that leaves the firm its notice.

    None where no instalment comes after that one.
    """
    earliest = today + timedelta(days=CALL_NOTICE_DAYS)
    later = [line for line in lines if line.left_cents and line.due_on >= earliest]
    count = min(most, len(later) - 1)
    return Call(count, later[0].due_on) if count > 0 else None


def called_plan(plan: Sequence[PlannedInstalment], paid_cents: int, call: Call) -> tuple[PlannedInstalment, ...]:
    """What is left of a plan with its last instalments brought forward; the days of the others stay, late ones included.

    A repayment made before the plan and undone since (`paid_cents` below zero) is owed with the first of them.
    """
    left = [line for line in spread(plan, paid_cents) if line.left_cents]
    extra = {call.due_on: sum(line.left_cents for line in left[-call.count :])}
    first = left[0].due_on
    extra[first] = extra.get(first, 0) + max(-paid_cents, 0)
    return tuple(
        PlannedInstalment(number, line.due_on, line.left_cents + extra.get(line.due_on, 0))
        for number, line in enumerate(left[: -call.count], start=1)
    )


def due_cents(plan: Sequence[PlannedInstalment], on: date) -> int:
    """What should have come back at the end of a day."""
    return sum(planned.amount_cents for planned in plan if planned.due_on <= on)


def arrears_of(plan: Sequence[PlannedInstalment], paid_cents: int, on: date) -> Arrears:
    """What is late at the end of a day; an instalment is late from the day after its date.

    `paid_cents` is below zero where a repayment made before the plan was drawn up has been undone since.
    """
    late = [line for line in spread(plan, paid_cents) if line.due_on < on and line.left_cents]
    cents = sum(line.left_cents for line in late) + max(-paid_cents, 0)
    if not cents:
        return Arrears(0, None, 0)
    since = late[0].due_on if late else on
    return Arrears(cents, since, (on - since).days)


def age_class(days_late: int) -> int:
    """In which class arrears of so many days are shown, from 0: up to 30, 60, 90 days, and beyond."""
    return sum(days_late > bound for bound in AGE_BOUNDS)


def next_line(lines: Sequence[Line]) -> Line | None:
    """The first instalment that is not paid; None when all are."""
    return next((line for line in lines if line.left_cents), None)
