"""The quarterly report of a group: its figures from the ledger, and its way to the group's referents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, func, literal, or_, select

from webapp.domain.links import Purpose
from webapp.domain.quarters import REPORTED_AFTER_DAYS, Quarter, last_quarter, quarters_between
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.mail import group_messages
from webapp.mail.envelopes import at_once
from webapp.models.accents import without_accents
from webapp.models.conventions import Amendment, AmendmentApplied, Convention, Pledge
from webapp.models.groups import Group, GroupReferent
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.models.reports import PublishedReport
from webapp.reports.document import Document
from webapp.reports.group_quarter import write_group_quarter
from webapp.services.amendments import has_joined
from webapp.services.group_figures import read_group_figures
from webapp.services.links import issue_link
from webapp.services.steps import record

#: how long a referent opens a report by the link of its mail
LINK_LIFE = timedelta(days=365)


def draw_up_group_quarter(
    convention: Convention,
    group: Group,
    quarter: Quarter,
    *,
    now: datetime,
    as_of: date | None = None,
    with_names: bool = False,
) -> Document:
    """The report at the end of a day, today by default, in the language of the moment. Writes nothing."""
    figures = read_group_figures(convention, group, quarter, now=now, as_of=as_of)
    return write_group_quarter(figures, with_names=with_names)


def subject_of_group(group: Group, quarter: Quarter, document: Document, *, with_names: bool) -> str:
    """What the versions of one report have in common."""
    return f"group:{group.id}:{quarter.code}:{document.language}:{'names' if with_names else 'no_names'}"


def list_groups(convention: Convention) -> Sequence[Group]:
    """The groups that pledged days under a convention, by name."""
    pledged = exists().where(Pledge.group_id == Group.id, Pledge.convention_id == convention.id)
    return db.session.scalars(select(Group).where(pledged).order_by(without_accents(Group.name))).all()


def find_pledging_group(convention: Convention, group_id: int) -> Group | None:
    """A group of a convention."""
    return next((group for group in list_groups(convention) if group.id == group_id), None)


def list_quarters(convention: Convention, today: date) -> list[Quarter]:
    """The quarters of a convention that have begun, the latest first."""
    return quarters_between(convention.starts_on, min(convention.ends_on, today))


def list_due_reports(today: date) -> list[tuple[int, int]]:
    """(convention, group) of each report of the last quarter that a referent of the group was not sent."""
    quarter = last_quarter(today)
    if today < quarter.next.starts_on + timedelta(days=REPORTED_AFTER_DAYS):
        return []
    sent = exists().where(*_sent_to(GroupReferent.id, Convention.id, Group.id, quarter))
    rows = (
        select(Convention.id, Group.id)
        .join(Pledge, Pledge.convention_id == Convention.id)
        .join(Group, Group.id == Pledge.group_id)
        .join(GroupReferent, GroupReferent.group_id == Group.id)
        .where(
            Convention.state == "signed",
            Convention.starts_on <= quarter.ends_on,
            Convention.ends_on >= quarter.starts_on,
            ~sent,
            has_joined(),
            _had_joined(quarter),
        )
        .distinct()
        .order_by(Convention.id, Group.id)
    )
    return [(convention_id, group_id) for convention_id, group_id in db.session.execute(rows)]


def _had_joined(quarter: Quarter) -> ColumnElement[bool]:
    """That a pledge promised something by the end of a quarter, or was not raised since: not of who joined later."""
    raised = (
        select(func.coalesce(func.sum(Amendment.delta_minutes + Amendment.overrun_delta_minutes), 0))
        .join(AmendmentApplied, AmendmentApplied.amendment_id == Amendment.id)
        .where(Amendment.pledge_id == Pledge.id, Amendment.effective_on > quarter.ends_on)
        .scalar_subquery()
    )
    return or_(raised == 0, Pledge.pledged_minutes + Pledge.overrun_minutes > raised)


def _sent_to(referent_id: Any, convention_id: Any, group_id: Any, quarter: Quarter) -> tuple[ColumnElement[bool], ...]:
    """A link of any version of this report was mailed to this referent."""
    return (
        ActionLink.purpose == Purpose.READ_REPORT,
        ActionLink.person_kind == "referent",
        ActionLink.person_id == referent_id,
        ActionLink.object_id == PublishedReport.id,
        PublishedReport.convention_id == convention_id,
        PublishedReport.subject.like(_subjects(group_id, quarter)),
    )


def _subjects(group_id: Any, quarter: Quarter) -> ColumnElement[str]:
    """What the subjects of a group's reports of a quarter look like; the group may be a column of a query."""
    return literal("group:") + cast(group_id, String) + literal(f":{quarter.code}:%")


def send_report(report: PublishedReport, group: Group, quarter: Quarter, *, by: Actor, now: datetime) -> int:
    """Mail the link of a published report to each referent of the group who has none of this quarter; how many mails."""
    sent = 0
    for referent in group.referents:
        wanted = _sent_to(referent.id, report.convention_id, group.id, quarter)
        if db.session.scalar(select(ActionLink.id).where(*wanted).limit(1)) is None:
            _mail(report, referent, by=by, now=now)
            sent += 1
    return sent


def _mail(
    report: PublishedReport, referent: GroupReferent, *, by: Actor, now: datetime, step: str = "send"
) -> OutgoingMail:
    link = issue_link(Purpose.READ_REPORT, report.id, referent, expires_at=now + LINK_LIFE)
    event = record(report, step, by=by, now=now)
    mail = group_messages.group_report(report, referent, link, event=event, now=now)
    db.session.add(mail)
    return mail


def send_report_link(link: ActionLink, now: datetime) -> None:
    """Mail the link of a report again, to the address on file."""
    referent = db.session.get_one(GroupReferent, link.person_id)
    by = Actor(ActorKind.REFERENT, referent.id)
    at_once(_mail(find_linked_report(link), referent, by=by, now=now, step="send_link_again"))


def find_reported_group(report: PublishedReport) -> Group:
    """The group that a quarterly report is about."""
    _kind, group_id, *_rest = report.subject.split(":")
    return db.session.get_one(Group, int(group_id))


def find_linked_report(link: ActionLink) -> PublishedReport:
    """The report that a link opens."""
    return db.session.get_one(PublishedReport, link.object_id)
