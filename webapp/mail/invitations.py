"""The date of a sitting for a calendar (RFC 5545): published, so that nothing has to be answered; or taken back."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _
from icalendar import Calendar, Event

from webapp.clock import PARIS
from webapp.models.committees import Sitting


def method_of(sitting: Sitting) -> str:
    """What a mail reader is to do with the date: enter it, or take it out."""
    return "CANCEL" if sitting.state == "cancelled" else "PUBLISH"


def invitation_to(sitting: Sitting, language: str, *, moves: int = 0) -> str:
    """The sitting as one event, the same each time it is written; one that is cancelled leaves the calendar.

    `moves` tells how often its date was changed: a calendar keeps the version with the highest number.
    """
    is_off = sitting.state == "cancelled"
    event = Event()
    event.add("uid", f"{sitting.public_id}@alize")
    event.add("dtstamp", sitting.convened_at or sitting.created_at)
    event.add("dtstart", sitting.starts_at.astimezone(PARIS))
    event.add("dtend", sitting.ends_at.astimezone(PARIS))
    with force_locale(language):
        event.add("summary", _("Séance du comité"))
    event.add("location", sitting.place)
    event.add("sequence", moves + is_off)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Alize//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method_of(sitting))
    calendar.add_component(event)
    calendar.add_missing_timezones()
    written: str = calendar.to_ical().decode()
    return written
