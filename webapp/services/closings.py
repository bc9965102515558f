"""Months of a convention: closed in order, once they are over, and for good; nothing is booked in them any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from webapp.clock import local_date
from webapp.domain.errors import PeriodLocked, Refusal
from webapp.domain.ledger import month_end
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.conventions import Convention, Pledge
from webapp.models.events import Event
from webapp.models.missions import Mission, Visit
from webapp.models.needs import Need, NeedRole
from webapp.models.proposals import Proposal
from webapp.services.steps import lock, record


def next_month_to_close(convention: Convention) -> date | None:
    """The last day of the first month that is open; None when the convention is closed to its end."""
    first = convention.starts_on if convention.closed_through is None else convention.closed_through + timedelta(days=1)
    return min(month_end(first), convention.ends_on) if first <= convention.ends_on else None


def close_month(convention: Convention, last: date, *, by: Actor, now: datetime) -> None:
    """Close the month whose last day is given: what comes in later is booked on the first open day.

    Raises:
        PeriodLocked: it is closed already; it stays so.
        Refusal: another month comes first (`close_in_order`), the month is not over yet (`month_not_over`), or the
            convention is a draft (`not_signed`).
    """
    lock(convention)
    if convention.state != "signed":
        raise Refusal("not_signed")
    if convention.closed_through is not None and last <= convention.closed_through:
        raise PeriodLocked(closed_through=convention.closed_through)
    following = next_month_to_close(convention)
    if last != following:
        raise Refusal("close_in_order", first=following)
    if last >= local_date(now):
        raise Refusal("month_not_over", ends_on=last)
    convention.closed_through = last
    record(convention, "close_month", by=by, now=now, reason=last.isoformat())
    db.session.flush()


@dataclass(frozen=True)
class StillOpen:
    """What a month would leave open if it were closed now: nothing forbids it, a coordinator should know."""

    #: days that have come and that nobody has declared
    undeclared: Sequence[Visit]
    #: declared, and the firm has not answered yet
    unanswered: Sequence[Visit]
    disputed: Sequence[Visit]
    #: longer than what the pledge had room for
    without_room: Sequence[Visit]

    @property
    def count(self) -> int:
        return len(self.undeclared) + len(self.unanswered) + len(self.disputed) + len(self.without_room)


def list_still_open(convention: Convention, last: date, *, today: date) -> StillOpen:
    """What is open of a convention up to the last day of a month; a visit of today or to come is not late yet."""
    worked = Visit.worked_on <= last
    short = Visit.posted_minutes < Visit.minutes, Visit.state.in_(("declared", "confirmed", "deemed"))
    return StillOpen(
        undeclared=_visits(convention, Visit.state == "planned", Visit.planned_on <= last, Visit.planned_on < today),
        unanswered=_visits(convention, Visit.state == "declared", worked),
        disputed=_visits(convention, Visit.state == "disputed", worked),
        without_room=_visits(convention, *short, worked),
    )


def _visits(convention: Convention, *conditions: object) -> Sequence[Visit]:
    mission = joinedload(Visit.mission)
    need = mission.joinedload(Mission.role).joinedload(NeedRole.need)
    rows: Select[tuple[Visit]] = (
        select(Visit)
        .join(Visit.mission)
        .join(Mission.pledge)
        .where(Pledge.convention_id == convention.id, *conditions)
        .options(need.joinedload(Need.company), mission.joinedload(Mission.proposal).joinedload(Proposal.expert))
        .order_by(Visit.worked_on, Visit.planned_on, Visit.id)
    )
    return db.session.scalars(rows).all()


def list_closings(convention: Convention) -> list[Event]:
    """Each closed month with who closed it and when, the last first."""
    about = Event.object_kind == "convention", Event.object_id == convention.id, Event.step == "close_month"
    return list(db.session.scalars(select(Event).where(*about).order_by(Event.id.desc())))
