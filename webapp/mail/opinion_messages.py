"""The mail about a mission that is over, as in messages.py."""

from __future__ import annotations

from datetime import datetime

from webapp.mail.envelopes import REMINDER, to_person
from webapp.models.events import Event
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.models.opinions import Opinion


def opinion_wanted(opinion: Opinion, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To one side of a mission that is over: was it useful, or would you do it again?"""
    mission = opinion.mission
    person = mission.role.need.contact if opinion.side == "contact" else mission.proposal.expert
    return to_person("opinion_wanted", opinion, person, event=event, now=now, link=link, priority=REMINDER)
