"""The mail to the referent of a group, as in messages.py."""

from __future__ import annotations

from datetime import datetime

from webapp.mail.envelopes import REPORT, to_person
from webapp.models.events import Event
from webapp.models.groups import GroupReferent
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.models.reports import PublishedReport


def group_report(
    report: PublishedReport, referent: GroupReferent, link: ActionLink, *, event: Event, now: datetime
) -> OutgoingMail:
    """To a referent: the quarter of their group is there to be read."""
    return to_person("group_report", report, referent, event=event, now=now, link=link, priority=REPORT)
