"""The report of the third quarter of 2026, sent to who answers for each group on the day on which the job would send it."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import force_locale

from seed_data.agenda import Agenda, at
from webapp.clock import local_date
from webapp.domain.quarters import Quarter
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.conventions import Convention
from webapp.models.groups import Group
from webapp.reports.files import make_files
from webapp.services.group_reports import draw_up_group_quarter, list_due_reports, send_report, subject_of_group
from webapp.services.published_reports import publish_report

QUARTER = Quarter(2026, 3)

#: the first sending hour once the quarter has been over for ten days
SENT_ON, SENT_AT = date(2026, 10, 12), 8


def tell_group_reports(agenda: Agenda) -> None:
    """Note the sending in the agenda."""
    agenda.add(at(SENT_ON, SENT_AT), _send)


def _send(now: datetime) -> None:
    for convention_id, group_id in list_due_reports(local_date(now)):
        convention, group = db.session.get_one(Convention, convention_id), db.session.get_one(Group, group_id)
        with force_locale("fr"):
            document = draw_up_group_quarter(convention, group, QUARTER, now=now)
        subject = subject_of_group(group, QUARTER, document, with_names=False)
        report = publish_report(convention, document, make_files(document), subject=subject, by=JOB, now=now)
        send_report(report, group, QUARTER, by=JOB, now=now)
