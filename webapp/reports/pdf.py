"""A report as a tagged PDF, set by Typst from `report.typ`.

What people typed reaches Typst as data and never as markup. Same values, same bytes: the only date in the file is the day
that the report speaks of.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from webapp.reports.document import Bar, Document, Section, Table, Unit, fingerprint, read_rows
from webapp.reports.wording import row_texts, rows_left_out

TEMPLATE = Path(__file__).with_name("report.typ")

#: Letters up to which a column of words is as wide as they are, and from which it grows no more.
SHORT, LONG = 10, 60

#: Columns of figures stand to the right, words to the left.
_LEFT = {Unit.TEXT, Unit.DATE}


def write_pdf(document: Document, *, words: dict[str, str]) -> bytes:
    """The report as a PDF/UA-1 file. `words` are those of the frame: page, of, definitions, fingerprint, legend..."""
    values = {
        "title": document.title,
        "subtitle": document.subtitle,
        "language": document.language,
        "as_of": document.as_of,
        "highlights": [list(pair) for pair in document.highlights],
        "sections": [_section(section, document.language) for section in document.sections],
        "definitions": [list(pair) for pair in document.definitions],
        "imprint": document.imprint,
        "fingerprint": fingerprint(document),
        "words": words,
    }
    day = datetime.fromisoformat(document.as_of).replace(tzinfo=UTC)
    return set_pdf(TEMPLATE, values, day)


def set_pdf(template: Path, values: dict[str, Any], day: datetime) -> bytes:
    """What a template of Typst makes of these values: a PDF/UA-1 file that says to be of that day."""
    compiler = typst.Compiler(
        template, root=template.parent, ignore_system_fonts=True, sys_inputs={"values": json.dumps(values)}
    )
    pages = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=day)
    assert isinstance(pages, bytes)
    return pages


def _section(section: Section, language: str) -> dict[str, Any]:
    return {
        "title": section.title,
        "sentences": list(section.sentences),
        "bars": [_bar(bar) for bar in section.bars],
        "tables": [_table(table, language) for table in section.tables],
    }


def _bar(bar: Bar) -> dict[str, Any]:
    whole = max(bar.cap, sum(part.minutes for part in bar.parts), 1)
    parts = [
        {"state": part.state, "name": part.name, "share": part.minutes / whole} for part in bar.parts if part.minutes
    ]
    mark = bar.pledged / whole if bar.pledged is not None and bar.pledged < whole else None
    return {"name": bar.name, "said": bar.said, "parts": parts, "mark": mark}


def _table(table: Table, language: str) -> dict[str, Any]:
    rows = [row_texts(row, table, language) for row in read_rows(table)]
    return {
        "caption": table.caption,
        "note": rows_left_out(table, len(rows), language),
        "columns": [column.title for column in table.columns],
        "align": ["left" if column.unit in _LEFT else "right" for column in table.columns],
        "widths": _widths(table, rows),
        "rows": rows,
        "total": row_texts(table.total, table, language) if table.total else None,
    }


def _widths(table: Table, texts: list[list[str]]) -> list[float]:
    """The share of the width that each column of words takes; 0 for one that is as wide as what it holds."""
    return [
        _share(max((len(row[place]) for row in texts), default=0), column.title) if column.unit is Unit.TEXT else 0
        for place, column in enumerate(table.columns)
    ]


def _share(longest: int, title: str) -> float:
    """A long head over short texts breaks between its words, and takes little more than its longest one."""
    if longest > SHORT:
        return float(min(longest, LONG) ** 0.5)
    return float(max(longest, *(2 * len(word) for word in title.split())) ** 0.5) if len(title) > SHORT else 0
