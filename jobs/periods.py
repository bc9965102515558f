"""When a job is due: periods of business time, and what was missed. Pure; the table of runs is passed in.

A period is a text that sorts by time: the local date of a daily job, so that it runs once on each date whatever the
clocks do on a Sunday in March or October; the UTC minute at which a shorter one began.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Protocol

from jobs.items import Outcome
from webapp.clock import PARIS
from webapp.services.runs import Past
from webapp.terminal import gettext as _
from webapp.terminal import ngettext

#: how many missed periods of one job are caught up in one tick
CATCH_UP = 5


class Missed(Enum):
    """What becomes of periods during which nothing ran."""

    #: one run for all of them: it finds all that is due
    MERGE = "merge"
    #: a run for each, oldest first: each leaves its line in the table of runs
    EACH = "each"


class Beat(Protocol):
    """A rhythm: which period an instant belongs to, and which one follows."""

    def period_at(self, now: datetime) -> str: ...

    def period_after(self, period: str) -> str: ...

    def begins(self, period: str) -> datetime: ...


@dataclass(frozen=True)
class Every:
    """A period each so many minutes, counted from midnight UTC; they divide a day."""

    minutes: int

    def period_at(self, now: datetime) -> str:
        now = now.astimezone(UTC)
        minute = (now.hour * 60 + now.minute) // self.minutes * self.minutes
        return self._text(datetime(now.year, now.month, now.day, minute // 60, minute % 60, tzinfo=UTC))

    def period_after(self, period: str) -> str:
        return self._text(self.begins(period) + timedelta(minutes=self.minutes))

    def begins(self, period: str) -> datetime:
        return datetime.strptime(period, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)

    def __str__(self) -> str:
        return ngettext("chaque minute", "toutes les %(num)s minutes", self.minutes)

    def _text(self, instant: datetime) -> str:
        return instant.strftime("%Y-%m-%dT%H:%MZ")


@dataclass(frozen=True)
class Daily:
    """A period each local date, from an hour of Paris on."""

    at: time

    def period_at(self, now: datetime) -> str:
        local = now.astimezone(PARIS)
        begun = local.time() >= self.at
        return (local.date() if begun else local.date() - timedelta(days=1)).isoformat()

    def period_after(self, period: str) -> str:
        return (date.fromisoformat(period) + timedelta(days=1)).isoformat()

    def begins(self, period: str) -> datetime:
        return datetime.combine(date.fromisoformat(period), self.at, tzinfo=PARIS).astimezone(UTC)

    def __str__(self) -> str:
        return _("chaque jour à %(time)s, à Paris", time=f"{self.at:%H:%M}")


@dataclass(frozen=True)
class Job:
    """A row of the schedule."""

    run: Callable[[datetime], Outcome]
    beat: Beat
    why: str
    missed: Missed = Missed.MERGE
    #: ends or erases something: waits when the clock has jumped
    is_final: bool = False

    @property
    def name(self) -> str:
        return self.run.__name__


@dataclass(frozen=True)
class Due:
    """One job for one period that nobody has run."""

    job: Job
    period: str


def list_due(schedule: Sequence[Job], now: datetime, past: Mapping[str, Past]) -> list[Due]:
    """What is due and not done: oldest period first, then in the order of the schedule.

    A job that never ran begins with the present period. A clock set back makes nothing due until it has caught up.
    """
    due = [Due(job, period) for job in schedule for period in _periods(job, now, past.get(job.name))]
    order = {job.name: place for place, job in enumerate(schedule)}
    return sorted(due, key=lambda each: (each.job.beat.begins(each.period), order[each.job.name]))


def _periods(job: Job, now: datetime, past: Past | None) -> list[str]:
    present = job.beat.period_at(now)
    if past is None:
        return [present]
    if job.missed is Missed.MERGE:
        is_new = present > past.newest
        return [present] if is_new or present in past.abandoned else []
    if len(past.newest) != len(present):
        return [present]  # its rhythm was changed
    waiting = [*past.abandoned]
    for period in _between(job.beat, past.newest, present):
        if len(waiting) == CATCH_UP:
            break
        waiting.append(period)
    return waiting[:CATCH_UP]


def _between(beat: Beat, newest: str, present: str) -> Iterator[str]:
    period = beat.period_after(newest)
    while period <= present:
        yield period
        period = beat.period_after(period)
