"""A table as CSV that a French spreadsheet opens right: semicolons, UTF-8 with its mark, decimal commas.

No cell is ever a formula: a text that begins like one gets an apostrophe before it. Figures are
written as figures, so that a negative one stays what it is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TextIO

from webapp.domain.text import csv_cell
from webapp.reports.document import Cell, Column, Table, Unit

MEDIA_TYPE = "text/csv; charset=utf-8"

#: texts of one column that are kept to be said again
MOST_KEPT = 2_000

_DIVISORS = {Unit.HUNDREDTHS: 100, Unit.EUROS: 100, Unit.SHARE: 10_000}


def write_csv(target: TextIO, table: Table, rows: Iterable[tuple[Cell, ...]]) -> None:
    """Write the head of a table and its rows, one by one, to a file opened with `newline=""`."""
    target.write("\ufeff")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([csv_cell(column.title) for column in table.columns])
    columns = [_Column(column, table) for column in table.columns]
    for row in rows:
        writer.writerow([said[value] for said, value in zip(columns, row, strict=True)])


class _Column(dict[Cell, str]):
    """What the cells of a column say, by their value: of a hundred thousand most are the same."""

    def __init__(self, column: Column, table: Table) -> None:
        self._column, self._table = column, table

    def __missing__(self, value: Cell) -> str:
        if self._column.unit is Unit.COUNT:
            return _text(value, self._column, self._table)
        if len(self) == MOST_KEPT:
            self.clear()
        said = self[value] = _text(value, self._column, self._table)
        return said


def _text(value: Cell, column: Column, table: Table) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return date.fromisoformat(value).strftime("%d/%m/%Y") if column.unit is Unit.DATE else str(csv_cell(value))
    divisor = table.minutes_per_day if column.unit is Unit.DAYS else _DIVISORS.get(column.unit, 1)
    if divisor == 1:
        return str(value)
    return f"{Decimal(value) / divisor:.4f}".rstrip("0").rstrip(".").replace(".", ",")
