"""The cells of a report as people read them: the same words on the page and in the PDF."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from flask_babel import force_locale
from flask_babel import gettext as _

from webapp.reports.document import Cell, Column, Table, Unit

MINUS = "\u2212"


def cell_text(value: Cell, column: Column, table: Table, language: str) -> str:
    """A cell in words: "14,5", "15 000 €", "12/06/2026", "42,5 %"; what is not known by the table's own word."""
    if value is None:
        return table.unknown
    if column.unit is Unit.TEXT or (isinstance(value, str) and column.unit is not Unit.DATE):
        return str(value)
    return _figure(value, column.unit, table.minutes_per_day, Locale.parse(language)).replace("-", MINUS)


def row_texts(row: tuple[Cell, ...], table: Table, language: str) -> list[str]:
    """A row in words; a cell of the total that has no sense stays empty."""
    blank = "" if row is table.total else table.unknown
    return [
        blank if value is None else cell_text(value, column, table, language)
        for value, column in zip(row, table.columns, strict=True)
    ]


def rows_left_out(table: Table, shown: int, language: str) -> str:
    """What a page or the paper says of the rows that it leaves to the workbook; nothing where it shows all."""
    if shown == len(table.rows):
        return ""
    with force_locale(language):
        count = format_decimal(len(table.rows), "#,##0", locale=Locale.parse(language))
        return _(
            "Les %(shown)s lignes les plus grandes sur %(count)s ; toutes sont dans le classeur, et le total les compte.",
            shown=shown,
            count=count,
        )


def _figure(value: str | int, unit: Unit, minutes_per_day: int, locale: Locale) -> str:
    if unit is Unit.DATE:
        return format_date(date.fromisoformat(str(value)), "dd/MM/yyyy", locale=locale)
    amount = Decimal(value)
    if unit is Unit.DAYS:
        return format_decimal(amount / minutes_per_day, "#,##0.##", locale=locale)
    if unit is Unit.HUNDREDTHS:
        return format_decimal(amount / 100, "#,##0.##", locale=locale)
    if unit is Unit.EUROS:
        pattern = locale.currency_formats["standard"].pattern
        pattern = pattern.replace("0.00", "0") if value % 100 == 0 else pattern  # type: ignore[operator]
        return format_currency(amount / 100, "EUR", pattern, locale=locale, currency_digits=False)
    if unit is Unit.SHARE:
        return format_percent(amount / 10_000, locale.percent_formats[None].pattern.replace("0", "0.#"), locale=locale)
    return format_decimal(amount, "#,##0", locale=locale)
