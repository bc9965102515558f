"""The mails to the referents of a group, as in messages.py."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from webapp.mail.envelopes import REMINDER, REPORT, to_person
from webapp.models.conventions import Convention
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


def group_behind(
    convention: Convention, referent: GroupReferent, facts: dict[str, Any], *, event: Event, now: datetime
) -> OutgoingMail:
    """To a referent: the days of the group come more slowly than its convention passes."""
    return _where_it_stands("group_behind", convention, referent, facts, event=event, now=now)


def group_nearly_spent(
    convention: Convention, referent: GroupReferent, facts: dict[str, Any], *, event: Event, now: datetime
) -> OutgoingMail:
    """To a referent: nearly nothing of what the group promised is free, would it promise more?"""
    return _where_it_stands("group_nearly_spent", convention, referent, facts, event=event, now=now)


def _where_it_stands(
    template: str,
    convention: Convention,
    referent: GroupReferent,
    facts: dict[str, Any],
    *,
    event: Event,
    now: datetime,
) -> OutgoingMail:
    mail = to_person(template, convention, referent, event=event, now=now, priority=REMINDER)
    mail.parameters = facts
    return mail
