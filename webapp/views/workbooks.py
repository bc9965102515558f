"""Tables as a workbook to download: dates as dates, cents as euros, texts that are never formulas."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from werkzeug.wrappers import Response

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: widest column, in characters
WIDEST = 60


@dataclass(frozen=True)
class Sheet:
    """One table: its name, its heads, its rows; `cents` are the columns of amounts."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    cents: tuple[int, ...] = ()


def workbook(filename: str, *sheets: Sheet) -> Response:
    """The tables as a file."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "day": book.add_format({"num_format": "dd/mm/yyyy"}),
            "euros": book.add_format({"num_format": "#,##0.00"}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name[:31]), sheet, formats)
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Response(stream.getvalue(), mimetype=MEDIA_TYPE, headers=headers)


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    for column, head in enumerate(sheet.heads):
        page.write_string(0, column, head, formats["head"])
        cells = [str(row[column]) for row in sheet.rows]
        page.set_column(column, column, min(max([len(head), *map(len, cells)]) + 2, WIDEST))
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write_cell(page, number, column, value, formats, is_cents=column in sheet.cents)


def _write_cell(page: Any, row: int, column: int, value: Any, formats: dict[str, Any], *, is_cents: bool) -> None:
    if isinstance(value, date):
        page.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, int):
        page.write_number(row, column, value / 100 if is_cents else value, formats["euros"] if is_cents else None)
    else:
        page.write_string(row, column, str(value))
