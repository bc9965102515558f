"""Mails of the committee: a dossier to complete, what was decided on it, a sitting to come. As in `messages.py`."""

from __future__ import annotations

from datetime import date, datetime

from webapp.clock import local_date
from webapp.mail.envelopes import ANSWER, REQUEST, to_account, to_coordinator, to_person
from webapp.models.accounts import Account
from webapp.models.committees import Sitting
from webapp.models.dossiers import Dossier
from webapp.models.events import Event
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail


def dossier_to_complete(dossier: Dossier, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the firm: the link by which it completes its dossier."""
    assert dossier.contact is not None, "a link has its person"
    return to_person("dossier_to_complete", dossier, dossier.contact, event=event, now=now, link=link, priority=ANSWER)


def dossier_decided(dossier: Dossier, link: ActionLink, *, event: Event, now: datetime) -> OutgoingMail:
    """To the firm, the same day: what the committee decided, in plain words."""
    assert dossier.contact is not None, "a link has its person"
    return to_person("dossier_decided", dossier, dossier.contact, event=event, now=now, link=link, priority=ANSWER)


def sitting_convened(sitting: Sitting, account: Account, *, event: Event, now: datetime) -> OutgoingMail:
    """To a member: when, where, how many dossiers; with the date for the calendar."""
    mail = to_account("sitting_convened", account, event=event, now=now)
    mail.object_kind, mail.object_id, mail.priority = "sitting", sitting.id, REQUEST
    return mail


def sitting_moved(sitting: Sitting, account: Account, *, before: datetime, event: Event, now: datetime) -> OutgoingMail:
    """To a member who was called: another date, hour or place; it moves in their calendar."""
    mail = to_account("sitting_moved", account, event=event, now=now)
    mail.object_kind, mail.object_id, mail.priority = "sitting", sitting.id, ANSWER
    mail.parameters = {"planned_on": local_date(before).isoformat()}
    return mail


def sitting_cancelled(sitting: Sitting, account: Account, *, event: Event, now: datetime) -> OutgoingMail:
    """To a member who was called: it will not be held; the date leaves their calendar."""
    mail = to_account("sitting_cancelled", account, event=event, now=now)
    mail.object_kind, mail.object_id, mail.priority = "sitting", sitting.id, ANSWER
    return mail


def sitting_to_prepare(sitting: Sitting, *, leaves_on: date, waiting: int, event: Event, now: datetime) -> OutgoingMail:
    """To the coordinator: what lacks before the dossiers leave, and how many are still in preparation."""
    mail = to_coordinator("sitting_to_prepare", sitting, sitting.territory, event=event, now=now)
    mail.parameters = {"leaves_on": leaves_on.isoformat(), "waiting": waiting}
    return mail


def consultation_over(sitting: Sitting, *, event: Event, now: datetime) -> OutgoingMail:
    """To the coordinator: the vote in writing is closed; what was said is theirs to write down as decisions."""
    return to_coordinator("consultation_over", sitting, sitting.territory, event=event, now=now)
