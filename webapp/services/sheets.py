"""A CSV or XLSX file as rows of cells, whatever spreadsheet wrote it."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

from python_calamine import CalamineError, CalamineWorkbook

from webapp.domain.imports import MAX_LINES
from webapp.domain.uploads import MAX_BYTES, XLSX, RefusedUpload, check_upload

Cells = list[list[object]]


def read_cells(name: str, content: bytes) -> Cells:
    """The cells of the first sheet.

    A text file is read as UTF-8, else as Windows writes French; its separator is the one that its first line holds most of.

    Raises:
        RefusedUpload: it is empty, too big, damaged, a bomb, or no table.
    """
    if content.startswith(b"PK\x03\x04"):
        return _workbook(name, content)
    if not content.strip() or b"\x00" in content:
        raise RefusedUpload("unknown_type" if content.strip() else "empty")
    if len(content) > MAX_BYTES:
        raise RefusedUpload("too_big", max_bytes=MAX_BYTES)
    return _text(content)


def _workbook(name: str, content: bytes) -> Cells:
    if check_upload(name, content).media_type != XLSX:
        raise RefusedUpload("unknown_type")
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(nrows=MAX_LINES + 2)
    except (CalamineError, ValueError, IndexError):
        raise RefusedUpload("damaged") from None
    return [list(row) for row in rows]


def _text(content: bytes) -> Cells:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = text.partition("\n")[0]
    separator = max(";\t,", key=head.count)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise RefusedUpload("damaged") from None
    return [list(row) for row in rows[: MAX_LINES + 2]]
