"""Waves of requests in territories that let them leave by themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from jobs.items import Outcome, isolate
from webapp.clock import local_date
from webapp.domain.deadlines import is_sending_hour
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.needs import Need, NeedRole
from webapp.models.territories import Territory
from webapp.services.proposals import send_proposals
from webapp.services.shortlists import first_choices, shortlist
from webapp.services.steps import lock
from webapp.transaction import transaction

#: a role nobody was asked for yet, and one whose last wave brought no yes
WITHOUT_REQUEST = ("open", "unanswered")


def send_waves(now: datetime) -> Outcome:
    """Ask the best experts in territories in `auto`: the first wave, and the next when the last brought no yes.

    Nothing leaves under the territory's floor, nor after the day the help is useful, nor outside of sending hours; a
    yes that waits for days holds the next wave back. The role's state marks it done. After a week off, one wave, not
    several.
    """
    if not is_sending_hour(now):
        return Outcome()
    due = (
        select(NeedRole.id)
        .join(NeedRole.need)
        .join(Need.territory)
        .where(
            Territory.dispatch == "auto",
            Need.state == "open",
            NeedRole.state.in_(WITHOUT_REQUEST),
            or_(Need.deadline_on.is_(None), Need.deadline_on >= local_date(now)),
        )
        .order_by(Need.opened_at, NeedRole.id)
    )

    def send(role_id: int) -> bool:
        role = db.session.get_one(NeedRole, role_id)
        if not is_sending_hour(now, role.need.department):
            return False
        choices = first_choices(shortlist(role, now), _territory(role).wave_size)
        with transaction():
            lock(role)
            if not choices or role.state not in WITHOUT_REQUEST:
                return False
            return bool(send_proposals(role, choices, by=JOB, now=now))

    return isolate(db.session.scalars(due).all(), send)


def _territory(role: NeedRole) -> Territory:
    territory = role.need.territory
    assert territory is not None, "an open need has its territory"
    return territory
