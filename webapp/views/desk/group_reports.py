"""The quarterly report of a group: drawn up on the spot, published, sent to who answers for the group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Response, abort, request
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp import clock
from webapp.domain.quarters import Quarter
from webapp.domain.states import Actor
from webapp.forms.reports import GroupReportForm
from webapp.models.conventions import Convention
from webapp.models.groups import Group
from webapp.reports.document import Document
from webapp.reports.files import make_file, make_files
from webapp.reports.group_quarter import say_quarter
from webapp.services.group_reports import (
    draw_up_group_quarter,
    find_pledging_group,
    list_quarters,
    send_report,
    subject_of_group,
)
from webapp.services.published_reports import list_published, publish_report
from webapp.services.tallies import find_scoped_convention
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp
from webapp.views.report_files import send_report_file
from webapp.views.report_page import sections_of


@dataclass(frozen=True)
class Wanted:
    """Which report is looked at."""

    convention: Convention
    group: Group
    quarter: Quarter
    form: GroupReportForm
    document: Document

    @property
    def subject(self) -> str:
        return subject_of_group(self.group, self.quarter, self.document, with_names=self.form.with_names)


@bp.get("/conventions/<id:convention_id>/groupes/<id:partner_id>/trimestre", endpoint="group_reports_draft")
def draft(convention_id: int, partner_id: int) -> str:
    """The report as it would be published now, and the versions that were."""
    wanted = _wanted(convention_id, partner_id)
    return page.show(
        "desk/reports/group.html",
        convention=wanted.convention,
        group=wanted.group,
        form=wanted.form,
        document=wanted.document,
        sections=sections_of(wanted.document),
        published=list_published(wanted.convention, f"group:{partner_id}:"),
        chosen={"quarter": wanted.quarter.code, "names": wanted.form.names.data or ""},
    )


@bp.get(
    "/conventions/<id:convention_id>/groupes/<id:partner_id>/trimestre.<any(pdf, xlsx):extension>",
    endpoint="group_reports_draft_file",
)
def draft_file(convention_id: int, partner_id: int, extension: str) -> Response:
    """The draft as a file."""
    wanted = _wanted(convention_id, partner_id)
    name = f"trimestre-{wanted.group.code}-{wanted.quarter.code}"
    return send_report_file(make_file(wanted.document, extension), name, extension)


@bp.post("/conventions/<id:convention_id>/groupes/<id:partner_id>/trimestre", endpoint="group_reports_publish")
def publish(convention_id: int, partner_id: int) -> page.Answer:
    """Freeze the report and mail its link to the referents of the group who have none of this quarter."""
    wanted = _wanted(convention_id, partner_id)
    files = make_files(wanted.document)

    def freeze(by: Actor, now: datetime) -> int:
        report = publish_report(wanted.convention, wanted.document, files, subject=wanted.subject, by=by, now=now)
        return send_report(report, wanted.group, wanted.quarter, by=by, now=now)

    act(freeze, _said)
    return to("group_reports_draft", convention_id=convention_id, partner_id=partner_id, quarter=wanted.quarter.code)


def _said(sent: int) -> str:
    if not sent:
        return _("Le rapport est publié. Personne n’attendait son lien.")
    return ngettext(
        "Le rapport est publié, son lien part à %(num)s personne.",
        "Le rapport est publié, son lien part à %(num)s personnes.",
        sent,
    )


def _wanted(convention_id: int, partner_id: int) -> Wanted:
    convention = page.found(find_scoped_convention, convention_id)
    group = find_pledging_group(convention, partner_id) or abort(404)
    quarters = list_quarters(convention, clock.today()) or abort(404)
    form = GroupReportForm(request.values, meta={"csrf": False})
    form.offer([(each.code, say_quarter(each)) for each in quarters])
    form.validate()
    quarter = next((each for each in quarters if each.code == form.quarter.data), quarters[min(1, len(quarters) - 1)])
    form.quarter.data = quarter.code
    document = draw_up_group_quarter(convention, group, quarter, now=clock.now(), with_names=form.with_names)
    return Wanted(convention, group, quarter, form, document)
