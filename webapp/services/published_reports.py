"""Reports as they were published: a next version when the figures are others, found again, set beside those of today."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.domain.quarters import read_quarter
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.conventions import Convention
from webapp.models.groups import Group
from webapp.models.reports import PublishedReport
from webapp.reports.document import Document, from_json, to_json
from webapp.reports.files import ReportFiles
from webapp.services.bilans import draw_up_bilan
from webapp.services.group_reports import draw_up_group_quarter
from webapp.services.steps import lock, record

#: what a quarter says once it is over: the other parts of its report go on changing with the days that follow
SETTLED = ("days", "missions")


def publish_report(
    convention: Convention, document: Document, files: ReportFiles, *, subject: str, by: Actor, now: datetime
) -> PublishedReport:
    """Freeze a report as its next version. The same figures published twice are one version."""
    lock(convention)
    latest = find_latest(convention, subject)
    content = to_json(document)
    if latest is not None and latest.content == content:
        return latest
    published = PublishedReport(
        convention=convention,
        kind=document.kind,
        subject=subject,
        version=1 if latest is None else latest.version + 1,
        as_of=date.fromisoformat(document.as_of),
        title=document.title,
        content=content,
        sha256=files.sha256,
        pdf=files.pdf,
        workbook=files.workbook,
        published_at=now,
        author_id=by.id,
    )
    db.session.add(published)
    db.session.flush()
    record(convention, "publish", by=by, now=now, reason=document.kind)
    return published


def find_latest(convention: Convention, subject: str) -> PublishedReport | None:
    """The last published version of a report."""
    return db.session.scalar(
        select(PublishedReport)
        .where(PublishedReport.convention_id == convention.id, PublishedReport.subject == subject)
        .order_by(PublishedReport.version.desc())
        .limit(1)
    )


def list_published(convention: Convention, subjects: str) -> Sequence[PublishedReport]:
    """The published reports of a convention whose subject begins so, the latest first."""
    rows = select(PublishedReport).where(
        PublishedReport.convention_id == convention.id, PublishedReport.subject.startswith(subjects, autoescape=True)
    )
    return db.session.scalars(rows.order_by(PublishedReport.id.desc())).all()


def find_scoped_report(territory_ids: Collection[int], report_id: int) -> PublishedReport | None:
    """A published report of one of these territories."""
    return db.session.scalar(
        select(PublishedReport)
        .join(PublishedReport.convention)
        .where(PublishedReport.id == report_id, Convention.territory_id.in_(territory_ids))
        .options(joinedload(PublishedReport.convention).joinedload(Convention.territory))
    )


@dataclass(frozen=True)
class Frozen:
    """What a published report says, and what the ledger says now of the same: a correction shows as a difference."""

    document: Document
    today: Document


def compare_with_today(report: PublishedReport, *, now: datetime) -> Frozen:
    """A published report beside the one that the ledger gives today, in the language of the first."""
    published = from_json(report.content)
    with force_locale(published.language):
        return Frozen(published, _of_today(report, now))


def _of_today(report: PublishedReport, now: datetime) -> Document:
    with_names = report.subject.endswith(":names")
    if report.kind == "bilan":
        return draw_up_bilan(report.convention, now=now, with_names=with_names)
    _kind, group_id, quarter, *_rest = report.subject.split(":")
    group = db.session.get_one(Group, int(group_id))
    today = draw_up_group_quarter(report.convention, group, read_quarter(quarter), now=now, with_names=with_names)
    settled = [section for section in today.sections if section.code in SETTLED]
    return replace(today, sections=tuple(settled))
