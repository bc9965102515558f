"""What a firm is written about its advance: one function per mail, as in `messages.py`.

The figures of now stand in the row: what is said is what was true when the mail was called for.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from webapp.mail.envelopes import ANSWER, REMINDER, to_coordinator, to_person
from webapp.models.advances import Advance
from webapp.models.companies import Contact
from webapp.models.events import Event
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail

Facts = dict[str, Any]


def repayment_received(
    advance: Advance, contact: Contact, facts: Facts, link: ActionLink, *, event: Event, now: datetime
) -> OutgoingMail:
    """To a firm: its money has come in; what is left, what was too much."""
    return _with_facts("repayment_received", advance, contact, facts, link, event=event, now=now)


def instalment_coming(
    advance: Advance, contact: Contact, facts: Facts, link: ActionLink, *, event: Event, now: datetime
) -> OutgoingMail:
    """To a firm, before an instalment: how much, when, with which reference."""
    return _with_facts("instalment_coming", advance, contact, facts, link, event=event, now=now)


def instalment_late(
    advance: Advance, contact: Contact, facts: Facts, link: ActionLink, *, event: Event, now: datetime
) -> OutgoingMail:
    """To a firm, after an instalment was missed: how much, since when, whom to call."""
    return _with_facts("instalment_late", advance, contact, facts, link, event=event, now=now)


def debit_announced(
    advance: Advance, contact: Contact, facts: Facts, link: ActionLink, *, event: Event, now: datetime
) -> OutgoingMail:
    """To a firm that signed a mandate: how much leaves its account, and when."""
    return _with_facts("debit_announced", advance, contact, facts, link, event=event, now=now)


def advance_to_follow(
    advance: Advance, contact: Contact, link: ActionLink, *, event: Event, now: datetime
) -> OutgoingMail:
    """To a firm, when it is paid and whenever it asks: the page of its advance."""
    return to_person("advance_to_follow", advance, contact, event=event, now=now, link=link, priority=ANSWER)


def advance_released(advance: Advance, *, event: Event, now: datetime) -> OutgoingMail:
    """To the coordinator: the money for one that waited is there."""
    return to_coordinator("advance_released", advance, advance.fund.territory, event=event, now=now)


def _with_facts(
    template: str, advance: Advance, contact: Contact, facts: Facts, link: ActionLink, *, event: Event, now: datetime
) -> OutgoingMail:
    mail = to_person(template, advance, contact, event=event, now=now, priority=REMINDER, link=link)
    mail.parameters = facts
    return mail
