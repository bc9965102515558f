"""The geometry of one drawing: what a fund will have, day by day, over the months ahead. Pure.

Cents and dates in, places in the drawing out; `components/fund_chart.html` turns them into SVG. The line goes in steps:
between two movements nothing changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from webapp.domain.funds import Point

LEFT, RIGHT, TOP, BOTTOM = 64.0, 556.0, 20.0, 250.0

#: at most so many lines of the scale
MOST_LINES = 6

#: a thousand euros: below, the lines of an empty fund would all say the same
LEAST_TOP = 100_000


@dataclass(frozen=True)
class Mark:
    """A place in the drawing, and the cents or the day it stands for."""

    x: float
    y: float
    cents: int = 0
    on: date | None = None


@dataclass(frozen=True)
class CashChart:
    """Paths are SVG path data; the scale holds one grid line a mark."""

    line: str
    area: str
    scale: tuple[Mark, ...]
    months: tuple[Mark, ...]
    lowest: Mark
    first: Mark
    last: Mark

    @property
    def label_y(self) -> float:
        """Where the lowest amount is written: under its point, or over it rather than on the axis."""
        under = self.lowest.y + 20
        return under if under < BOTTOM else self.lowest.y - 12


def cash_chart(path: Sequence[Point], today: date, ends_on: date, lowest: Point) -> CashChart:
    """Place the path of a fund's cash on the time from today to a day."""
    seen = [point for point in path if point.on <= ends_on]
    top = max([LEAST_TOP, *(point.cents for point in seen)])
    bottom = min([0, *(point.cents for point in seen)])
    steps = scale_of(bottom, top)
    low, high = min(steps[0], bottom), max(steps[-1], top)
    span = max((ends_on - today).days, 1)

    def place(on: date, cents: int) -> Mark:
        share = min(max((on - today).days / span, 0), 1)
        return Mark(LEFT + (RIGHT - LEFT) * share, BOTTOM - (BOTTOM - TOP) * (cents - low) / (high - low), cents, on)

    marks = [place(point.on, point.cents) for point in seen]
    end = place(ends_on, seen[-1].cents)
    line = f"M{marks[0].x:.1f} {marks[0].y:.1f}" + "".join(f"H{mark.x:.1f}V{mark.y:.1f}" for mark in marks[1:])
    line += f"H{end.x:.1f}"
    zero = place(today, 0).y
    return CashChart(
        line=line,
        area=f"{line}V{zero:.1f}H{LEFT:.1f}Z",
        scale=tuple(place(today, cents) for cents in steps),
        months=tuple(place(day, 0) for day in _quarters(today, ends_on)),
        lowest=place(min(lowest.on, ends_on), lowest.cents),
        first=marks[0],
        last=end,
    )


def scale_of(bottom: int, top: int) -> list[int]:
    """Round amounts from the bottom to the top, a few of them."""
    unit = 10 ** max(len(str(top - bottom)) - 2, 0)
    step = next(
        unit * factor for factor in (1, 2, 5, 10, 20, 50, 100) if (top - bottom) // (unit * factor) < MOST_LINES
    )
    first = bottom // step
    return [step * number for number in range(first, -(-top // step) + 1)]


def _quarters(today: date, ends_on: date) -> list[date]:
    """The first days of the quarters in between, but for those too near an end to be written."""
    days = (date(year, month, 1) for year in range(today.year, ends_on.year + 1) for month in (1, 4, 7, 10))
    return [day for day in days if (day - today).days > 150 and (ends_on - day).days > 180]
