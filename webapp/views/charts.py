"""The geometry of the two drawings of figures: the bars of a tally and the pace of a convention. Pure.

Minutes and dates in, places in the drawing out; the templates of components/charts.html turn them into SVG. Bars are
measured in percent of their own width, so that patterns and figures never stretch with the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil, floor, log10

#: The order of the parts of a bar, the same everywhere; what is left is free.
PARTS = ("confirmed", "deemed", "declared", "disputed", "reserved", "lapsed")

#: Share of the bar, in percent, from which a part has room for its figure on a wide screen, and on any.
ROOM_WIDE, ROOM_ANY = 6.0, 15.0


@dataclass(frozen=True)
class Segment:
    """One part of a bar. Start and width in percent; `room` is "", "wide" or "any": where its figure fits."""

    part: str
    minutes: int
    start: float
    width: float
    room: str

    @property
    def middle(self) -> float:
        return self.start + self.width / 2


def bar_segments(minutes: Mapping[str, int], cap: int) -> tuple[Segment, ...]:
    """The parts of a pledge's bar, in order, without the empty ones.

    `cap` is what the bar stands for; where more is occupied, the bar stands for that, and nothing runs out of it.
    """
    given = [(part, minutes.get(part, 0)) for part in PARTS]
    whole = max(cap, sum(amount for _part, amount in given))
    segments: list[Segment] = []
    start = 0.0
    for part, amount in given:
        if amount > 0:
            width = 100 * amount / whole
            room = "any" if width >= ROOM_ANY else "wide" if width >= ROOM_WIDE else ""
            segments.append(Segment(part, amount, start, width, room))
            start += width
    return tuple(segments)


LEFT, RIGHT, TOP, BOTTOM = 40.0, 452.0, 24.0, 270.0

#: Labels of the same side stand at least so far apart.
LINE = 17.0


@dataclass(frozen=True)
class Place:
    """A place in the drawing, and the minutes or the day it stands for."""

    x: float
    y: float
    minutes: int = 0
    day: date | None = None


@dataclass(frozen=True)
class Pace:
    """The drawing of a convention's pace. Paths are SVG path data; the scale holds one grid line a place."""

    first_day: date
    scale: tuple[Place, ...]
    years: tuple[Place, ...]
    plan: str
    given: str
    last: Place
    pledged: Place
    today_x: float | None = None
    forecast: str = ""
    range: str = ""
    likely: Place | None = None


def pace(
    starts_on: date,
    ends_on: date,
    today: date,
    *,
    pledged: int,
    given: Sequence[tuple[date, int]],
    forecast: tuple[int, int, int] | None = None,
    minutes_per_day: int = 420,
) -> Pace:
    """Place a convention's days on its time.

    `given` holds (day, minutes given up to that day), oldest first; `forecast` the low, likely and high minutes at the
    end, or None where nothing can be said. A convention that is over has neither forecast nor line of today.
    """
    top = max([pledged, 1, *(minutes for _day, minutes in given), *((forecast or ())[2:])])
    span = (ends_on - starts_on).days or 1

    def place(day: date, minutes: int) -> Place:
        share = min(max((day - starts_on).days / span, 0), 1)
        return Place(LEFT + (RIGHT - LEFT) * share, BOTTOM - (BOTTOM - TOP) * minutes / top, minutes, day)

    steps = [place(starts_on, 0), *(place(day, minutes) for day, minutes in given)]
    end = place(ends_on, pledged)
    drawing = Pace(
        first_day=starts_on,
        scale=tuple(place(starts_on, minutes) for minutes in _grid(top, minutes_per_day)),
        years=tuple(place(day, 0) for day in _anniversaries(starts_on, ends_on)),
        plan=_line([steps[0], end]),
        given=_line(steps),
        last=steps[-1],
        pledged=end,
    )
    if not forecast or not starts_on <= today < ends_on:
        return drawing
    low, likely, high = (place(ends_on, minutes) for minutes in forecast)
    return replace(
        drawing,
        today_x=place(today, 0).x,
        forecast=_line([drawing.last, likely]),
        range=_line([drawing.last, high, low]) + "Z",
        likely=likely,
    )


def _line(places: Sequence[Place]) -> str:
    return "M" + "L".join(f"{place.x:.1f} {place.y:.1f}" for place in places)


def _grid(top: int, minutes_per_day: int) -> tuple[int, ...]:
    """Round numbers of days from nothing to the top, at most six steps."""
    days = top / minutes_per_day
    unit = 10 ** floor(log10(days / 5)) if days > 5 else 1
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if days / (unit * factor) <= 6)
    step = ceil(step) if step < 5 else step
    return tuple(int(count * step * minutes_per_day) for count in range(int(days / step) + 1))


def _anniversaries(starts_on: date, ends_on: date) -> tuple[date, ...]:
    """The days that begin a further year of the convention, but for one too near the end to be written."""
    years = range(starts_on.year + 1, ends_on.year + 1)
    days = (date(year, starts_on.month, min(starts_on.day, 28)) for year in years)
    return tuple(day for day in days if (ends_on - day).days > 120)


def apart(above: float, below: float) -> tuple[float, float]:
    """Two heights of labels, moved so that neither covers the other; the first stays where it is."""
    if abs(above - below) >= LINE:
        return above, below
    return above, above + LINE if below >= above else above - LINE
