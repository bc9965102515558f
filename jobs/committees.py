"""Sittings of a committee: what lacks is told, members are called, a consultation in writing ends by itself."""

from __future__ import annotations

from datetime import datetime

from jobs.items import Outcome, for_each
from webapp.domain.deadlines import is_sending_hour
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.committees import Sitting
from webapp.services.sitting_calls import (
    call_members,
    end_consultation,
    list_consultations_over,
    list_planned_sittings,
    warn_of_what_lacks,
)


def tell_what_lacks(now: datetime) -> Outcome:
    """Write to the coordinator, once for a sitting, so many days before it: what is incomplete, what is not laid.

    Selects planned sittings that are to come; the event of the mail marks them. At sending hours only. Nothing is written
    about a sitting that is over, however long no job ran.
    """
    if not is_sending_hour(now):
        return Outcome()

    def tell(sitting_id: int) -> bool:
        sitting = db.session.get_one(Sitting, sitting_id)
        return is_sending_hour(now, sitting.territory.department) and warn_of_what_lacks(sitting, by=JOB, now=now)

    return for_each(list_planned_sittings(now), tell)


def convene_sittings(now: datetime) -> Outcome:
    """Call the members, so many days before a sitting: a mail each with the date and the way to their dossiers.

    Selects planned sittings that are to come and have something on their agenda; their state marks them done. At sending
    hours only. After a week off, members are called late, once; a sitting that has begun calls nobody.
    """
    if not is_sending_hour(now):
        return Outcome()

    def convene(sitting_id: int) -> bool:
        sitting = db.session.get_one(Sitting, sitting_id)
        return is_sending_hour(now, sitting.territory.department) and call_members(sitting, by=JOB, now=now)

    return for_each(list_planned_sittings(now), convene)


def end_consultations(now: datetime) -> Outcome:
    """Close the vote of consultations in writing whose last moment has passed, and tell the coordinator what it gave."""

    def end(sitting_id: int) -> bool:
        return end_consultation(db.session.get_one(Sitting, sitting_id), by=JOB, now=now)

    return for_each(list_consultations_over(now), end)
