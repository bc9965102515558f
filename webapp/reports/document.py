"""A report as plain values: what its page, its PDF and its workbook show, and nothing else.

A report that is published is frozen in the form of `to_json`: the same values give the same text, and so the same hash.
Figures are integers in the unit of their column: minutes, cents, counts, ten-thousandths of a share.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

#: A text, a figure in the unit of its column, a date as ISO text; None where nobody knows.
Cell = str | int | None


class Unit(StrEnum):
    """What the figures of a column are."""

    TEXT = "text"
    #: minutes, shown as days of the table's own length
    DAYS = "days"
    COUNT = "count"
    #: hundredths: 250 is two and a half
    HUNDREDTHS = "hundredths"
    #: cents of EUR
    EUROS = "euros"
    #: ISO text
    DATE = "date"
    #: ten-thousandths: 4250 is 42,5 %
    SHARE = "share"


@dataclass(frozen=True)
class Column:
    """The head of a column and the unit of what stands under it."""

    title: str
    unit: Unit = Unit.TEXT
    #: a figure that goes on with the days that follow: another one today is no correction
    is_running: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of figures; the first cell names its row. `code` is stable, so that two versions can be compared."""

    code: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    minutes_per_day: int = 420
    #: what stands where a figure is not known
    unknown: str = "—"


@dataclass(frozen=True)
class Part:
    """One part of a bar: which state of the days, and how many minutes."""

    state: str
    name: str
    minutes: int


@dataclass(frozen=True)
class Bar:
    """One group of a drawing: what it promised, in minutes, and the parts of it."""

    name: str
    #: what was promised, with what may be given beyond it
    cap: int
    parts: tuple[Part, ...]
    #: the figure beside the bar, in words: "31 sur 50"
    said: str
    #: what was promised, marked where the bar goes beyond it; None: nobody kept it
    pledged: int | None = None


@dataclass(frozen=True)
class Section:
    """A part of a report: sentences, then a drawing, then tables."""

    code: str
    title: str
    sentences: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Document:
    """A whole report, in one language."""

    #: which report: "bilan", "group_quarter", "committee_list"
    kind: str
    language: str
    title: str
    subtitle: str
    #: local day at whose end the figures are taken, ISO
    as_of: str
    #: the figures that a reader should keep: (figure in words, what it counts)
    highlights: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    #: what each figure counts: (name, definition)
    definitions: tuple[tuple[str, str], ...] = ()
    #: who answers for it, where to write
    imprint: str = ""

    def tables(self) -> Iterator[Table]:
        """Every table, in the order of the report."""
        return (table for section in self.sections for table in section.tables)


#: a table is read on paper and on a page up to so many rows; the workbook holds them all
MOST_READ = 200


def read_rows(table: Table) -> tuple[tuple[Cell, ...], ...]:
    """The rows that a page and the paper show: all, or of a longer table those that count most days, in its order."""
    if len(table.rows) <= MOST_READ:
        return table.rows
    places = [place for place, column in enumerate(table.columns) if column.unit is Unit.DAYS]
    if not places:
        return table.rows[:MOST_READ]
    weights = [row[places[-1]] for row in table.rows]
    heaviest = sorted(range(len(weights)), key=lambda at: -(weights[at] if isinstance(weights[at], int) else 0))
    return tuple(table.rows[at] for at in sorted(heaviest[:MOST_READ]))


def to_json(document: Document) -> str:
    """The report as canonical JSON: keys in order, no space, the same text for the same values."""
    return json.dumps(document, default=_members, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _members(part: Any) -> dict[str, Any]:
    """A part of a report as JSON takes it: its members by name, none of them copied."""
    return {member.name: getattr(part, member.name) for member in fields(part)}


def fingerprint(document: Document) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(to_json(document).encode()).hexdigest()


def from_json(text: str) -> Document:
    """The report that `to_json` wrote.

    Raises:
        ValueError: the text is no JSON.
        KeyError, TypeError: it is no report.
    """
    values = json.loads(text)
    return Document(
        **_plain(values, "sections", "highlights", "definitions"),
        sections=tuple(_section(each) for each in values["sections"]),
        highlights=_pairs(values["highlights"]),
        definitions=_pairs(values["definitions"]),
    )


def _plain(values: Mapping[str, Any], *but: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in but}


def _pairs(values: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, second in values)


def _section(values: Mapping[str, Any]) -> Section:
    return Section(
        **_plain(values, "sentences", "bars", "tables"),
        sentences=tuple(values["sentences"]),
        bars=tuple(_bar(each) for each in values["bars"]),
        tables=tuple(_table(each) for each in values["tables"]),
    )


def _bar(values: Mapping[str, Any]) -> Bar:
    return Bar(**_plain(values, "parts"), parts=tuple(Part(**each) for each in values["parts"]))


def _table(values: Mapping[str, Any]) -> Table:
    return Table(
        **_plain(values, "columns", "rows", "total"),
        columns=tuple(Column(**each | {"unit": Unit(each["unit"])}) for each in values["columns"]),
        rows=tuple(tuple(row) for row in values["rows"]),
        total=None if values["total"] is None else tuple(values["total"]),
    )


@dataclass(frozen=True)
class Difference:
    """A figure that is another one today than in the report: where it stands, then and now."""

    table: Table
    row: str
    column: Column
    before: Cell
    now: Cell


def differences(before: Document, now: Document) -> list[Difference]:
    """The figures of two versions of a report that differ, in the order of the earlier one; rows go by their name.

    A row that only one of them has differs in each of its figures, from or to None; its words and dates are no figures.
    """
    later = {table.code: table for table in now.tables()}
    found: list[Difference] = []
    for table in before.tables():
        other = later.get(table.code)
        if other is not None:
            found += _rows_apart(table, other)
    return found


def _rows_apart(before: Table, now: Table) -> list[Difference]:
    old, new = _by_name(before), _by_name(now)
    empty: tuple[Cell, ...] = (None,) * len(before.columns)
    apart = []
    for name in [*old, *(name for name in new if name not in old)]:
        is_in_both = name in old and name in new
        pairs = zip(before.columns, old.get(name, empty), new.get(name, empty), strict=False)
        for place, (column, then, today) in enumerate(pairs):
            is_told = not column.is_running and (is_in_both or column.unit not in (Unit.TEXT, Unit.DATE))
            if place and then != today and is_told:
                apart.append(Difference(before, name, column, then, today))
    return apart


def _by_name(table: Table) -> dict[str, tuple[Cell, ...]]:
    rows = [*table.rows, *([table.total] if table.total else [])]
    return {str(row[0]): row for row in rows}
