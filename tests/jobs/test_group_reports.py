from datetime import date

from factories.due import at_ten, send_group_reports
from sqlalchemy import select

from jobs import group_reports
from jobs.items import Outcome
from webapp.extensions import db
from webapp.models.reports import PublishedReport


def test_the_job_publishes_without_the_names_of_firms_and_once(engine_app, session, now):
    due = send_group_reports(now)

    assert group_reports.send_group_reports(due.at.replace(hour=3)) == Outcome()
    assert group_reports.send_group_reports(due.at) == Outcome(done=2)
    assert group_reports.send_group_reports(due.at) == Outcome()
    reports = db.session.scalars(select(PublishedReport)).all()
    assert {(report.kind, report.as_of) for report in reports} == {("group_quarter", date(2027, 1, 11))}
    assert all(report.subject.endswith(":2026-T4:fr:no_names") for report in reports)
    assert due.at == at_ten(date(2027, 1, 11))
