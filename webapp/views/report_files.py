"""Reports as files to take away."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file

from webapp.models.reports import PublishedReport
from webapp.reports.files import MEDIA_TYPES
from webapp.services.group_reports import find_reported_group


def send_report_file(content: bytes, name: str, extension: str) -> Response:
    """The PDF or the workbook of a report, under a name that says what it is."""
    return send_file(BytesIO(content), MEDIA_TYPES[extension], as_attachment=True, download_name=f"{name}.{extension}")


def send_published_file(report: PublishedReport, extension: str) -> Response:
    """The very bytes that were published."""
    what = f"bilan-{report.convention.code}-{report.as_of.isoformat()}"
    if report.kind == "group_quarter":
        _kind, _group_id, quarter, *_rest = report.subject.split(":")
        what = f"trimestre-{find_reported_group(report).code}-{quarter}"
    return send_report_file(
        report.pdf if extension == "pdf" else report.workbook, f"{what}-v{report.version}", extension
    )
