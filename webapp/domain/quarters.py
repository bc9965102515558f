"""The quarters of a year, as reports name them: "2026-T3". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

#: days after the end of a quarter on which its report is drawn up: visits are told a little late
REPORTED_AFTER_DAYS = 10

_CODE = re.compile(r"(\d{4})-T([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a calendar year; `number` counts from 1."""

    year: int
    number: int

    @property
    def code(self) -> str:
        return f"{self.year:04}-T{self.number}"

    @property
    def starts_on(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def ends_on(self) -> date:
        return self.next.starts_on - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    @property
    def previous(self) -> Quarter:
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)


def quarter_of(day: date) -> Quarter:
    """The quarter that a day is in."""
    return Quarter(day.year, (day.month + 2) // 3)


def last_quarter(today: date) -> Quarter:
    """The last quarter that is over."""
    return quarter_of(today).previous


def read_quarter(text: str) -> Quarter:
    """The quarter of a code.

    Raises:
        ValueError: it is none, or of a year that no calendar here knows.
    """
    match = _CODE.fullmatch(text)
    if match is None or not 1900 <= int(match[1]) <= 2999:
        raise ValueError("not_a_quarter")
    return Quarter(int(match[1]), int(match[2]))


def quarters_between(first: date, last: date) -> list[Quarter]:
    """The quarters of a span of days, the latest first."""
    quarter, found = quarter_of(last), []
    while quarter.ends_on >= first:
        found.append(quarter)
        quarter = quarter.previous
    return found
