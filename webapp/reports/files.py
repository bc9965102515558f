"""The files of reports and exports, and the words of their frames."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

from flask_babel import force_locale
from flask_babel import gettext as _

from webapp.reports import csv_file
from webapp.reports.document import Cell, Document, Table, fingerprint
from webapp.reports.exports import drawing_of
from webapp.reports.pdf import write_pdf
from webapp.reports.workbook import MEDIA_TYPE, write_sheet, write_workbook

MEDIA_TYPES = {"pdf": "application/pdf", "xlsx": MEDIA_TYPE}


@dataclass(frozen=True)
class ReportFiles:
    """A report as PDF and XLSX, and the hash of its figures."""

    pdf: bytes
    workbook: bytes
    sha256: str


def make_pdf(document: Document) -> bytes:
    """The report as a PDF, in its own language."""
    with force_locale(document.language):
        words = {
            "page": _("page"),
            "of": _("sur"),
            "definitions": _("Ce que comptent ces chiffres"),
            "fingerprint": _("Empreinte des chiffres (SHA-256) :"),
        }
    return write_pdf(document, words=words)


def make_workbook(document: Document) -> bytes:
    """The report as XLSX, in its own language."""
    with force_locale(document.language):
        cover, definitions = _("À lire d’abord"), _("Ce que comptent ces chiffres")
    return write_workbook(document, cover=cover, definitions=definitions)


def make_file(document: Document, extension: str) -> bytes:
    """The report as "pdf" or "xlsx"."""
    return make_pdf(document) if extension == "pdf" else make_workbook(document)


def make_files(document: Document) -> ReportFiles:
    """Both files."""
    return ReportFiles(make_pdf(document), make_workbook(document), fingerprint(document))


def make_export(table: Table, rows: Iterable[tuple[Cell, ...]], extension: str, *, on: date) -> bytes:
    """One table as "csv" or "xlsx"; `on` is the day that the file says to be of."""
    if extension == "csv":
        text = StringIO(newline="")
        csv_file.write_csv(text, table, rows)
        return text.getvalue().encode("utf-8")
    target = BytesIO()
    write_sheet(target, table, rows, created=on, drawing=drawing_of(table))
    return target.getvalue()
