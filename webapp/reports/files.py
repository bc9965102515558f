"""The two files of a report, and the words of their frames."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _

from webapp.reports.document import Document, fingerprint
from webapp.reports.pdf import write_pdf
from webapp.reports.workbook import write_workbook


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


def make_files(document: Document) -> ReportFiles:
    """Both files."""
    return ReportFiles(make_pdf(document), make_workbook(document), fingerprint(document))
