"""The report that a group's referent was sent: read as it was published, taken away as PDF or workbook."""

from __future__ import annotations

from flask import Response, render_template

from webapp.domain.links import Purpose
from webapp.models.reports import PublishedReport
from webapp.reports.document import from_json
from webapp.services.group_reports import find_linked_report
from webapp.services.report_corrections import what_changed
from webapp.views.links.blueprint import bp
from webapp.views.links.entry import current_link
from webapp.views.report_files import send_published_file
from webapp.views.report_page import body_of, correction_row, since_rows


@bp.get("/rapport/<public_id:public_id>", endpoint="reports_show")
def show(public_id: str) -> str:
    """The report as a page."""
    report = _report(public_id)
    document, since, per_day = from_json(report.content), what_changed(report), report.convention.minutes_per_day
    return render_template(
        "links/reports/show.html",
        report=report,
        document=document,
        body=body_of(document),
        since=since,
        since_rows=since_rows(since, per_day),
        corrections=[correction_row(each, per_day) for each in since.corrections],
        territory=report.convention.territory,
        public_id=public_id,
    )


@bp.get("/rapport/<public_id:public_id>.<any(pdf, xlsx):extension>", endpoint="reports_file")
def file(public_id: str, extension: str) -> Response:
    """The very bytes that were published."""
    return send_published_file(_report(public_id), extension)


def _report(public_id: str) -> PublishedReport:
    return find_linked_report(current_link(public_id, Purpose.READ_REPORT))
