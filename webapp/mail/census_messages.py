"""The mail of the census, as in messages.py."""

from __future__ import annotations

from datetime import datetime

from webapp.mail.envelopes import REMINDER, to_person
from webapp.models.events import Event
from webapp.models.groups import Expert, GroupReferent
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.models.territories import Territory


def offers_to_confirm(
    person: Expert | GroupReferent, count: int, link: ActionLink, *, event: Event, now: datetime
) -> OutgoingMail:
    """To an expert or a referent, once a year: do these offers, so many, still stand?"""
    mail = to_person("offers_to_confirm", person, person, event=event, now=now, link=link, priority=REMINDER)
    mail.parameters = {"count": count, "of_group": isinstance(person, GroupReferent)}
    return mail


def ask_there(mail: OutgoingMail, territory: Territory) -> None:
    """Name the coordinator of the only territory of that person, to whom an answer to the mail then goes."""
    mail.reply_to = territory.contact_email
    mail.parameters = {**(mail.parameters or {}), "territory": territory.id}
