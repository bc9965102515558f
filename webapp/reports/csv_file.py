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

_DIVISORS = {Unit.HUNDREDTHS: 100, Unit.EUROS: 100, Unit.SHARE: 10_000}


def write_csv(target: TextIO, table: Table, rows: Iterable[tuple[Cell, ...]]) -> None:
    """Write the head of a table and its rows, one by one, to a file opened with `newline=""`."""
    target.write("\ufeff")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([csv_cell(column.title) for column in table.columns])
    for row in rows:
        writer.writerow([_text(value, column, table) for value, column in zip(row, table.columns, strict=True)])


def _text(value: Cell, column: Column, table: Table) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return date.fromisoformat(value).strftime("%d/%m/%Y") if column.unit is Unit.DATE else str(csv_cell(value))
    divisor = table.minutes_per_day if column.unit is Unit.DAYS else _DIVISORS.get(column.unit, 1)
    if divisor == 1:
        return str(value)
    return f"{Decimal(value) / divisor:.4f}".rstrip("0").rstrip(".").replace(".", ",")
