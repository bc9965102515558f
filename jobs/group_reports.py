"""The quarterly reports of the groups: drawn up, published and mailed to who answers for each group, once."""

from __future__ import annotations

from datetime import datetime

from flask_babel import force_locale

from jobs.items import Outcome, isolate
from webapp.clock import local_date
from webapp.domain.deadlines import is_sending_hour
from webapp.domain.quarters import last_quarter
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.conventions import Convention
from webapp.models.groups import Group
from webapp.reports.files import make_files
from webapp.services.group_reports import draw_up_group_quarter, list_due_reports, send_report, subject_of_group
from webapp.services.published_reports import publish_report
from webapp.transaction import transaction


def send_group_reports(now: datetime) -> Outcome:
    """Publish the last quarter of each group that pledged days and mail it to the group's referents.

    Selects reports whose quarter has been over for ten days and that a referent was not sent; the link of the mail marks
    them done, whoever published them. Firms are not named. At sending hours only. After a week off, one report for each.
    """
    if not is_sending_hour(now):
        return Outcome()
    due = dict(enumerate(list_due_reports(local_date(now))))

    def send(place: int) -> bool:
        convention_id, group_id = due[place]
        convention = db.session.get_one(Convention, convention_id)
        if not is_sending_hour(now, convention.territory.department):
            return False
        return _send(convention, db.session.get_one(Group, group_id), now)

    return isolate(due, send)


def _send(convention: Convention, group: Group, now: datetime) -> bool:
    quarter = last_quarter(local_date(now))
    with force_locale("fr"):
        document = draw_up_group_quarter(convention, group, quarter, now=now)
    files, subject = make_files(document), subject_of_group(group, quarter, document, with_names=False)
    with transaction():
        report = publish_report(convention, document, files, subject=subject, by=JOB, now=now)
        return send_report(report, group, quarter, by=JOB, now=now) > 0
