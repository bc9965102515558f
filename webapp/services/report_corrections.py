"""What the ledger got since a report was published: the visits that were corrected, and the days they move. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import aliased

from webapp.domain import deadlines
from webapp.domain.ledger import Movement
from webapp.domain.quarters import read_quarter
from webapp.extensions import db
from webapp.models.conventions import Pledge
from webapp.models.ledger import DayEntry
from webapp.models.reports import PublishedReport
from webapp.services.tallies import DELTAS


@dataclass(frozen=True)
class Correction:
    """The lines of a visit that a report counts, undone together after it was published."""

    written_at: datetime
    mission_id: int
    worked_on: date
    #: code of why
    reason: str
    #: what it adds to the minutes given: less than nothing, mostly
    minutes: int
    actor: tuple[str, int | None]


@dataclass(frozen=True)
class Since:
    """The minutes given that a report counts, and how they became those of today."""

    published: int
    #: by undoing lines that the report counts
    undone: int
    #: by every other line
    written: int
    corrections: tuple[Correction, ...]

    @property
    def today(self) -> int:
        """The minutes given, as the ledger counts them now."""
        return self.published + self.undone + self.written


def what_changed(report: PublishedReport) -> Since:
    """The lines written since a report was published, of the days that it tells."""
    undoes = _undoes_a_counted_line(report)
    given, is_counted = DELTAS["delivered"], _is_counted(DayEntry, report)
    sums = [
        func.coalesce(func.sum(case((condition, given), else_=0)), 0)
        for condition in (is_counted, and_(~is_counted, undoes), and_(~is_counted, ~undoes))
    ]
    lines = select(DayEntry).where(*_told(report), ~is_counted, undoes).order_by(DayEntry.id)
    return Since(
        *db.session.execute(select(*sums).where(*_told(report))).one(),
        tuple(_corrections(db.session.scalars(lines))),
    )


def _told(report: PublishedReport) -> list[ColumnElement[bool]]:
    """Which lines a report tells of, whenever they were written."""
    pledges = select(Pledge.id).where(Pledge.convention_id == report.convention_id)
    if report.kind == "bilan":
        return [DayEntry.pledge_id.in_(pledges)]
    _kind, group_id, code, *_rest = report.subject.split(":")
    quarter = read_quarter(code)
    return [
        DayEntry.pledge_id.in_(pledges.where(Pledge.group_id == int(group_id))),
        DayEntry.booked_on.between(quarter.starts_on, quarter.ends_on),
    ]


def _is_counted(lines: Any, report: PublishedReport) -> ColumnElement[bool]:
    """Written before the end of the day that a report tells, and before it was published."""
    return and_(lines.written_at < deadlines.end_of_day(report.as_of), lines.written_at <= report.published_at)


def _undoes_a_counted_line(report: PublishedReport) -> ColumnElement[bool]:
    undone = aliased(DayEntry)
    counted = exists().where(undone.id == DayEntry.reverses_id, _is_counted(undone, report))
    return and_(DayEntry.kind == Movement.REVERSE, DayEntry.visit_id.is_not(None), counted)


def _corrections(lines: Iterable[DayEntry]) -> Iterable[Correction]:
    """One correction for the lines that one act undid; those of another visit, moment or reason are another one."""
    for (_visit, moment, reason), found in groupby(lines, lambda line: (line.visit_id, line.written_at, line.reason)):
        undone = list(found)
        first = undone[0]
        if first.worked_on is None:
            continue
        yield Correction(
            written_at=moment,
            mission_id=first.mission_id,
            worked_on=first.worked_on,
            reason=reason,
            minutes=sum(line.delta.delivered for line in undone),
            actor=(first.actor_kind, first.actor_id),
        )
