"""What a firm hopes for once somebody helps it, in territories that ask: so many jobs created, so many preserved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from webapp.domain.outcomes import MONTHS, due_on
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.services.outcomes import aid_of_mission, asks_for_jobs, find_promise, open_promise, state_promise


@dataclass(frozen=True)
class Hope:
    """What a firm is asked about its help; both figures None until it has said, in hundredths."""

    mission: Mission
    #: the day on which it is asked what came of it: from then on nothing is hoped for any more
    until: date
    created: int | None = None
    preserved: int | None = None

    @property
    def is_said(self) -> bool:
        return self.created is not None and self.preserved is not None

    def is_open(self, today: date) -> bool:
        """True while what is hoped for may be said, or said otherwise."""
        return today < self.until


def find_hope(need: Need) -> Hope | None:
    """What the firm of a request is asked, or has said; None where its territory does not ask, or nobody helps yet.

    One question a request, about the first help: of several promises of a firm the largest counts.
    """
    if need.territory is None or not asks_for_jobs(need.territory):
        return None
    mission = db.session.scalar(
        select(Mission)
        .join(Mission.role)
        .where(NeedRole.need_id == need.id, Mission.introduced_at.is_not(None), Mission.state != "cancelled")
        .order_by(Mission.id)
        .limit(1)
    )
    if mission is None:
        return None
    until = due_on(aid_of_mission(mission).on, MONTHS[0])
    promise = find_promise("mission", mission.id)
    said = (None, None) if promise is None else (promise.created_hundredths, promise.preserved_hundredths)
    return Hope(mission, until, *said)


def state_hope(hope: Hope, created: int, preserved: int, *, by: Actor, now: datetime) -> None:
    """Write down what the firm hopes for; said again, the new figures stand. The same twice changes nothing."""
    promise = open_promise(aid_of_mission(hope.mission), by=by, now=now)
    if (promise.created_hundredths, promise.preserved_hundredths) != (created, preserved):
        state_promise(promise, created, preserved, by=by, now=now)
