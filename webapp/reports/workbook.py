"""A report as a workbook: a first sheet that says what it is, then a sheet a table, figures as figures.

No cell is ever a formula, whatever its text begins with. Same values, same bytes: the file says to be of the day that the
report speaks of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from webapp.reports.document import Cell, Column, Document, Table, Unit, fingerprint
from webapp.reports.exports import Drawing

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: A name of a sheet is no longer, and holds none of these.
NAME_LENGTH, FORBIDDEN = 31, str.maketrans("", "", "[]:*?/\\'")

#: A whole figure has a format of its own: "0.##" shows 50 as "50.".
_WHOLE, _FRACTION = "#,##0", "#,##0.00"
_FORMATS = {
    Unit.TEXT: "@",
    Unit.DAYS: _FRACTION,
    Unit.COUNT: _WHOLE,
    Unit.HUNDREDTHS: _FRACTION,
    Unit.EUROS: "#,##0.00 [$€-40C]",
    Unit.DATE: "dd/mm/yyyy",
    Unit.SHARE: "0.0%",
}
_DIVISORS = {Unit.HUNDREDTHS: 100, Unit.EUROS: 100, Unit.SHARE: 10_000, Unit.COUNT: 1}
_WIDTHS = {Unit.TEXT: 28, Unit.DATE: 12}
#: A column of words is as wide as the longest, within these.
_NARROWEST, _WIDEST = 14, 60
_A4 = 9


def write_workbook(document: Document, *, cover: str, definitions: str) -> bytes:
    """The report as XLSX. `cover` and `definitions` name the first sheet and its second part, in the reader's language."""
    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": document.title, "created": datetime.fromisoformat(document.as_of)})
    formats = _Formats(book)
    _write_cover(book.add_worksheet(cover), document, formats, definitions)
    for name, table in _named(document.tables(), taken={cover.casefold()}):
        sheet = book.add_worksheet(name)
        _write_table(sheet, table, formats)
        _draw(book, sheet, name, table)
    book.close()
    return target.getvalue()


def write_sheet(
    target: Any, table: Table, rows: Iterable[tuple[Cell, ...]], *, created: date, drawing: Drawing | None = None
) -> None:
    """One table as a workbook, its rows read one by one: for exports that are too large for the memory.

    A drawing gets a sheet of its own, with the figures that it shows.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(target, options)
    book.set_properties({"title": table.caption, "created": datetime.fromisoformat(created.isoformat())})
    formats, sums = _Formats(book), Counter[tuple[str, int]]()
    read = rows if drawing is None else _added_up(rows, drawing, sums)
    _write_table(book.add_worksheet(_short(table.caption)), table, formats, read)
    if drawing is not None and sums:
        shown = _summary(table, drawing, sums)
        sheet = book.add_worksheet(drawing.tab)
        _write_table(sheet, shown, formats)
        _draw_bars(book, sheet, drawing.tab, shown, list(range(1, len(shown.columns))))
    book.close()


def _added_up(
    rows: Iterable[tuple[Cell, ...]], drawing: Drawing, sums: Counter[tuple[str, int]]
) -> Iterator[tuple[Cell, ...]]:
    """The rows as they come; by the way, what the drawing shows of them."""
    for row in rows:
        name = str(row[drawing.by] or "")
        for place in drawing.sums:
            value = row[place]
            sums[name, place] += value if isinstance(value, int) else 0
        if not drawing.sums:
            sums[name, drawing.by] += 1
        yield row


def _summary(table: Table, drawing: Drawing, sums: Counter[tuple[str, int]]) -> Table:
    """The figures of a drawing as a table, those that weigh most first."""
    places = drawing.sums or (drawing.by,)
    weights: Counter[str] = Counter()
    for (name, _place), value in sums.items():
        weights[name] += value
    names = sorted(weights, key=lambda name: (-weights[name], name))
    heads = [table.columns[place] for place in drawing.sums] or [Column(drawing.counted, Unit.COUNT)]
    rows = tuple((name, *(sums[name, place] for place in places)) for name in names)
    columns = (table.columns[drawing.by], *heads)
    return Table(f"{table.code}_drawn", drawing.title, columns, rows, minutes_per_day=table.minutes_per_day)


class _Formats:
    """The formats of a workbook, by weight and by how a figure is written."""

    def __init__(self, book: Workbook) -> None:
        self.head = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.name = book.add_format({"bold": True, "valign": "top"})
        self.words = book.add_format({"text_wrap": True, "valign": "top"})
        codes = sorted({_WHOLE, *_FORMATS.values()})
        self.plain = {code: book.add_format({"num_format": code, "valign": "top"}) for code in codes}
        self.total = {code: book.add_format({"num_format": code, "bold": True, "top": 2}) for code in codes}
        for format_ in (self.plain["@"], self.total["@"]):
            format_.set_text_wrap()


def _write_cover(sheet: Worksheet, document: Document, formats: _Formats, definitions: str) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    _set_page(sheet)
    sheet.write_string(0, 0, document.title, formats.title)
    sheet.write_string(1, 0, document.subtitle)
    place = 3
    for name, said in [*((counted, figure) for figure, counted in document.highlights), ("", "")]:
        sheet.write_string(place, 0, name, formats.name)
        sheet.write_string(place, 1, said, formats.words)
        place += 1
    sheet.write_string(place, 0, definitions, formats.title)
    for name, said in [*document.definitions, ("", ""), (document.imprint, ""), ("SHA-256", fingerprint(document))]:
        place += 1
        sheet.write_string(place, 0, name, formats.name)
        sheet.write_string(place, 1, said, formats.words)


def _write_table(
    sheet: Worksheet, table: Table, formats: _Formats, rows: Iterable[tuple[Cell, ...]] | None = None
) -> None:
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _width(table, place) if rows is None else _WIDTHS.get(column.unit, 14))
        sheet.write_string(0, place, column.title, formats.head)
    _set_page(sheet)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 1)
    last = 0
    for last, row in enumerate(table.rows if rows is None else rows, start=1):
        _write_row(sheet, last, row, table, formats.plain)
    sheet.autofilter(0, 0, last, len(table.columns) - 1)
    if table.total is not None:
        _write_row(sheet, last + 1, table.total, table, formats.total)


def _set_page(sheet: Worksheet) -> None:
    """Printed, a sheet is as wide as a page on its side; words that are digits are no mistake to point at."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _width(table: Table, place: int) -> int:
    """How wide a column of a table is whose rows are known."""
    column = table.columns[place]
    if column.unit is not Unit.TEXT:
        return _WIDTHS.get(column.unit, 14)
    longest = max((len(str(row[place] or "")) for row in table.rows), default=0)
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _write_row(sheet: Worksheet, place: int, row: tuple[Cell, ...], table: Table, formats: dict[str, Any]) -> None:
    for number, (value, column) in enumerate(zip(row, table.columns, strict=True)):
        written = _written(value, column, table.minutes_per_day)
        if isinstance(written, str):
            sheet.write_string(place, number, written, formats[_FORMATS[column.unit]])
        else:
            sheet.write(place, number, written, formats[_code(written, column)])


def _code(written: Decimal | datetime | None, column: Column) -> str:
    code = _FORMATS[column.unit]
    return _WHOLE if code == _FRACTION and isinstance(written, Decimal) and written == int(written) else code


def _written(value: Cell, column: Column, minutes_per_day: int) -> str | Decimal | datetime | None:
    """What a cell of the workbook holds: words, a figure in the unit that people count in, a day, or nothing."""
    if isinstance(value, str):
        return datetime.fromisoformat(value) if column.unit is Unit.DATE else value
    if value is None:
        return None
    return Decimal(value) / (minutes_per_day if column.unit is Unit.DAYS else _DIVISORS.get(column.unit, 1))


def _draw(book: Workbook, sheet: Worksheet, name: str, table: Table) -> None:
    """A bar chart beside a short table of days: the states of the days, group by group."""
    shown = [place for place, column in enumerate(table.columns) if column.unit is Unit.DAYS]
    if 1 < len(table.rows) <= 30 and len(shown) > 1:
        _draw_bars(book, sheet, name, table, shown)


def _draw_bars(book: Workbook, sheet: Worksheet, name: str, table: Table, shown: list[int]) -> None:
    chart = book.add_chart({"type": "bar"})
    for place in shown:
        chart.add_series(
            {
                "name": [name, 0, place],
                "categories": [name, 1, 0, len(table.rows), 0],
                "values": [name, 1, place, len(table.rows), place],
            }
        )
    chart.set_title({"name": table.caption})
    chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 760, "height": 120 + 40 * len(table.rows)})
    # What a screen reader says is the table itself, whose name the drawing carries.
    sheet.insert_chart(1, len(table.columns) + 1, chart, {"description": table.caption})


def _named(tables: Iterable[Table], taken: set[str]) -> Iterable[tuple[str, Table]]:
    for table in tables:
        name = _short(table.caption)
        number = 2
        while name.casefold() in taken:
            name = f"{_short(table.caption)[: NAME_LENGTH - 3]} {number}"
            number += 1
        taken.add(name.casefold())
        yield name, table


def _short(caption: str) -> str:
    """A name for a sheet, cut between two words where it is too long."""
    name = caption.translate(FORBIDDEN).strip()
    if len(name) > NAME_LENGTH:
        name = name[: NAME_LENGTH + 1].rpartition(" ")[0] or name[:NAME_LENGTH]
    return name.rstrip(" ,;:.") or "Table"
