"""Mails about jobs, as in messages.py: one function a mail, named by what happened."""

from __future__ import annotations

from datetime import datetime

from webapp.mail.envelopes import REMINDER, to_person
from webapp.models.events import Event
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.models.outcomes import JobSurvey


def jobs_to_count(survey: JobSurvey, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the firm, so many months after it was helped: how many jobs were created, how many preserved?"""
    contact = survey.promise.contact
    return to_person("jobs_to_count", survey, contact, event=event, now=now, link=link, priority=REMINDER)
