"""What happens at which moment, in the order of time: facts that are told, and what each of them makes fall due."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count

from webapp import clock
from webapp.clock import PARIS

Act = Callable[[datetime], object]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day in Paris."""
    return datetime.combine(day, time(hour, minute), tzinfo=PARIS)


class Agenda:
    """Acts by moment. An act may add later ones; two of one moment are done in the order in which they were added."""

    def __init__(self) -> None:
        self._entries: list[tuple[datetime, int, Act]] = []
        self._numbers = count()

    def add(self, moment: datetime, act: Act) -> None:
        """Note an act, which is called with its moment."""
        heappush(self._entries, (moment, next(self._numbers), act))

    def run(self, until: datetime) -> Iterator[datetime]:
        """Do what falls due up to a moment and with it, the clock standing at each act; yields after each."""
        while self._entries and self._entries[0][0] <= until:
            moment, _, act = heappop(self._entries)
            with clock.standing_at(moment):
                act(moment)
                yield moment


def next_tick(moment: datetime, minutes: int) -> datetime:
    """The moment itself, or the next one that so many minutes divide: when a job that runs so often looks."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    step = timedelta(minutes=minutes)
    return midnight + -(-(moment - midnight) // step) * step
