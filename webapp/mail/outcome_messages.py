"""Mails about jobs, as in messages.py: one function a mail, named by what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from webapp.mail.envelopes import ANSWER, REMINDER, to_person
from webapp.models.advances import Advance
from webapp.models.companies import Contact
from webapp.models.events import Event
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.models.outcomes import JobSurvey


def jobs_to_count(survey: JobSurvey, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the firm, so many months after it was helped: how many jobs were created, how many preserved?"""
    contact = survey.promise.contact
    return to_person("jobs_to_count", survey, contact, event=event, now=now, link=link, priority=REMINDER)


def jobs_missing(
    advance: Advance, contact: Contact, facts: dict[str, Any], link: ActionLink, *, event: Event, now: datetime
) -> OutgoingMail:
    """To the firm, when its promised jobs did not come and the rule was applied: how it repays from now on."""
    mail = to_person("jobs_missing", advance, contact, event=event, now=now, link=link, priority=ANSWER)
    mail.parameters = facts
    return mail
