"""The bilan of a convention: drawn up on the spot, published when it is right, read again as it was."""

from __future__ import annotations

from datetime import date, datetime

from flask import Response, request
from flask_babel import gettext as _

from webapp import clock
from webapp.domain.states import Actor
from webapp.forms.reports import BilanForm
from webapp.models.conventions import Convention
from webapp.reports.document import Document, differences
from webapp.reports.files import make_file, make_files
from webapp.services.bilans import draw_up_bilan, subject_of
from webapp.services.day_journals import list_names_of
from webapp.services.published_reports import (
    compare_with_today,
    find_latest,
    find_scoped_report,
    list_published,
    publish_report,
)
from webapp.services.report_corrections import what_changed
from webapp.services.tallies import find_scoped_convention
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp
from webapp.views.report_files import send_published_file, send_report_file
from webapp.views.report_page import body_of, correction_row, difference_rows, sections_of, since_rows


@bp.get("/conventions/<id:convention_id>/bilan", endpoint="reports_draft")
def draft(convention_id: int) -> str:
    """The bilan as it would be published now, and the versions that were."""
    convention = page.found(find_scoped_convention, convention_id)
    form, document = _drawn_up(convention)
    return page.show(
        "desk/reports/draft.html",
        convention=convention,
        form=form,
        document=document,
        sections=sections_of(document),
        published=list_published(convention, "bilan:"),
        chosen={name: value for name, value in form.data.items() if value},
    )


@bp.get("/conventions/<id:convention_id>/bilan.<any(pdf, xlsx):extension>", endpoint="reports_draft_file")
def draft_file(convention_id: int, extension: str) -> Response:
    """The draft as a file."""
    convention = page.found(find_scoped_convention, convention_id)
    _form, document = _drawn_up(convention)
    name = f"bilan-{convention.code}-{document.as_of}"
    return send_report_file(make_file(document, extension), name, extension)


@bp.post("/conventions/<id:convention_id>/bilan", endpoint="reports_publish")
def publish(convention_id: int) -> page.Answer:
    """Freeze the bilan: its figures, its definitions, its two files."""
    convention = page.found(find_scoped_convention, convention_id)
    form, document = _drawn_up(convention)
    files, subject = make_files(document), subject_of(document, with_names=form.with_names)

    def freeze(by: Actor, now: datetime) -> int:
        return publish_report(convention, document, files, subject=subject, by=by, now=now).version

    act(freeze, lambda version: _("Le bilan est publié, version %(version)s.", version=version))
    return to("reports_draft", convention_id=convention_id)


@bp.get("/bilans/<id:report_id>", endpoint="reports_show")
def show(report_id: int) -> str:
    """A published report as it was, and what is different today."""
    report = page.found(find_scoped_report, report_id)
    compared = compare_with_today(report, now=clock.now())
    apart = differences(compared.document, compared.today)
    since, per_day = what_changed(report), report.convention.minutes_per_day
    authors = list_names_of(correction.actor for correction in since.corrections)
    return page.show(
        "desk/reports/show.html",
        report=report,
        latest=find_latest(report.convention, report.subject),
        document=compared.document,
        body=body_of(compared.document),
        apart=apart,
        apart_rows=difference_rows(apart, compared.document.language),
        since=since,
        since_rows=since_rows(since, per_day),
        corrections=[correction_row(each, per_day, authors.get(each.actor, "")) for each in since.corrections],
    )


@bp.get("/bilans/<id:report_id>.<any(pdf, xlsx):extension>", endpoint="reports_file")
def file(report_id: int, extension: str) -> Response:
    """A file of a published report, the very bytes that were handed out."""
    return send_published_file(page.found(find_scoped_report, report_id), extension)


def _drawn_up(convention: Convention) -> tuple[BilanForm, Document]:
    form = BilanForm(request.values, meta={"csrf": False})
    form.validate()
    document = draw_up_bilan(
        convention, now=clock.now(), as_of=_past_day(convention, form.as_of.data), with_names=form.with_names
    )
    return form, document


def _past_day(convention: Convention, day: date | str | None) -> date | None:
    """The past day asked for; none for what is no day, or is to come."""
    if not isinstance(day, date):
        return None
    return day if convention.starts_on <= day < clock.local_date(clock.now()) else None
