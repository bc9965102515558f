"""A report as a page: its drawings and tables in the shape of the components."""

from __future__ import annotations

from typing import Any

from flask import get_template_attribute
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from webapp.reports.document import Bar, Difference, Document, Table, Unit, read_rows
from webapp.reports.names import LINE_REASONS, name_of
from webapp.reports.wording import cell_text, row_texts, rows_left_out
from webapp.services.report_corrections import Correction, Since
from webapp.views.filters import date_year, day_count, sentence


def body_of(document: Document) -> Markup:
    """A published report in its own language, whoever reads it: titles of a page do not mix into it."""
    body = get_template_attribute("desk/reports/body.html", "report_body")
    with force_locale(document.language):
        written: Markup = body(document, sections_of(document))
    return written


def sections_of(document: Document) -> list[dict[str, Any]]:
    """Each section with its bars in minutes and its tables in words."""
    return [
        {
            "code": section.code,
            "title": section.title,
            "sentences": section.sentences,
            "bars": [_bar(bar) for bar in section.bars],
            "per_day": section.tables[0].minutes_per_day if section.tables else 420,
            "tables": [_table(table, document.language) for table in section.tables],
        }
        for section in document.sections
    ]


def _bar(bar: Bar) -> dict[str, Any]:
    minutes = {part.state: part.minutes for part in bar.parts}
    return {
        "name": bar.name,
        "cap": bar.cap,
        "pledged": bar.cap if bar.pledged is None else bar.pledged,
        "say": bar.said,
        "badge": "",
        "href": "",
        **minutes,
    }


def _table(table: Table, language: str) -> dict[str, Any]:
    shown = read_rows(table)
    return {
        "caption": table.caption,
        "note": rows_left_out(table, len(shown), language),
        "columns": [column.title for column in table.columns],
        "texts": [place for place, column in enumerate(table.columns) if column.unit == Unit.TEXT],
        "rows": [row_texts(row, table, language) for row in shown],
        "total": row_texts(table.total, table, language) if table.total else None,
    }


def difference_rows(apart: list[Difference], language: str) -> list[list[str]]:
    """The figures that differ: where they stand, as published, as they are now."""
    return [
        [
            each.row,
            each.table.caption,
            each.column.title,
            cell_text(each.before, each.column, each.table, language),
            cell_text(each.now, each.column, each.table, language),
        ]
        for each in apart
    ]


def since_rows(since: Since, per_day: int) -> list[list[str]]:
    """From the days given that a report counts to those of today; the last row is the sum."""
    return [
        [_("Publiés"), day_count(since.published, per_day)],
        [_("Visites corrigées depuis"), _more(since.undone, per_day)],
        [_("Écrits depuis"), _more(since.written, per_day)],
        [_("Aujourd’hui"), day_count(since.today, per_day)],
    ]


def correction_row(correction: Correction, per_day: int, author: str = "") -> list[str]:
    """One correction: which visit, when, why, by whom, and what became of its days."""
    visit = _("N° %(number)s, visite du %(day)s", number=correction.mission_id, day=date_year(correction.worked_on))
    why = sentence(name_of(LINE_REASONS, correction.reason))
    written = f"{date_year(correction.written_at)}, {author}" if author else date_year(correction.written_at)
    return [visit, why, written, _more(correction.minutes, per_day)]


def _more(minutes: int, per_day: int) -> str:
    return ("+" if minutes > 0 else "") + day_count(minutes, per_day)
