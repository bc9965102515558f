"""What a coordinator writes with one click to the referents of a group: its days come late, or they are nearly spent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from webapp.domain.ledger import Balance
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.mail import group_messages
from webapp.models.conventions import Pledge
from webapp.models.events import Event
from webapp.services.basket_people import BEHIND, SPENT, Standing
from webapp.services.steps import lock, record

#: the same letter to the same group, not sooner
WRITE_AGAIN_AFTER = timedelta(days=14)


def write_to_group(standing: Standing, step: str, *, by: Actor, now: datetime) -> int:
    """Mail every referent of a group where its days stand, and ask what helps; how many mails.

    0 when the group has no referent, or had the same letter in the last two weeks.

    Raises:
        ValueError: there is no such letter.
    """
    if step not in (BEHIND, SPENT):
        raise ValueError(step)
    pledge = lock(db.session.get_one(Pledge, standing.id))
    about = Event.object_kind == "pledge", Event.object_id == pledge.id, Event.step == step
    last = db.session.scalar(select(func.max(Event.at)).where(*about))
    referents = pledge.group.referents
    if not referents or (last is not None and now < last + WRITE_AGAIN_AFTER):
        return 0
    event = record(pledge, step, by=by, now=now)
    write = group_messages.group_behind if step == BEHIND else group_messages.group_nearly_spent
    facts = _facts(standing, standing.tally.balance if step == BEHIND else standing.tally.this_year)
    db.session.add_all(write(standing.convention, referent, facts, event=event, now=now) for referent in referents)
    db.session.flush()
    return len(referents)


def _facts(standing: Standing, balance: Balance) -> dict[str, Any]:
    return {
        "group": standing.tally.group.name,
        "minutes_per_day": standing.convention.minutes_per_day,
        "pledged": balance.pledged,
        "for_this_year": balance != standing.tally.balance,
        "given": balance.counters.delivered,
        "reserved": balance.counters.reserved,
        "free": max(balance.free, 0),
        "elapsed": round(standing.tally.elapsed, 2),
        "ends_on": standing.convention.ends_on.isoformat(),
    }
