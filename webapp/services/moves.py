"""A coordinator moves a mission to another pledge: of another year, of the next convention, of the group's parent.

What the mission still keeps is released there and reserved here. Days already given stay where they were booked.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.domain.errors import WrongState
from webapp.domain.states import OPEN_MISSION, Actor
from webapp.extensions import db
from webapp.models.conventions import Convention, Pledge
from webapp.models.ledger import MissionMove
from webapp.models.missions import Mission
from webapp.services import ledger
from webapp.services.steps import lock, record


def check_open(mission: Mission, step: str) -> None:
    """Look whether a mission still goes on.

    Raises:
        WrongState: it is over.
    """
    if mission.state not in OPEN_MISSION:
        raise WrongState(thing="mission", step=step, state=mission.state)


def list_other_pledges(mission: Mission) -> list[Pledge]:
    """The pledges that a mission may move to: its expert's group's or the parent's, signed in the need's territory."""
    group = mission.proposal.expert.group
    rows = (
        select(Pledge)
        .join(Pledge.convention)
        .where(
            Pledge.group_id.in_({group.id, group.parent_id or group.id}),
            Pledge.id != mission.pledge_id,
            Convention.territory_id == mission.role.need.territory_id,
            Convention.state == "signed",
        )
        .options(joinedload(Pledge.convention), joinedload(Pledge.group))
        .order_by(Convention.starts_on.desc(), Pledge.year, Pledge.id)
    )
    return list(db.session.scalars(rows))


def move_mission(mission: Mission, pledge: Pledge, *, reason: str, by: Actor, now: datetime) -> int:
    """Move a mission to another pledge, with what it still keeps; the minutes moved. What is declared next goes there.

    Raises:
        WrongState: it is there already, or it was cancelled.
        PledgeExhausted: the other pledge has fewer days left than the mission keeps.
    """
    lock(mission)
    if mission.state == "cancelled" or pledge not in list_other_pledges(mission):
        raise WrongState(thing="mission", step="move", state=mission.state)
    for pledge_id in sorted((mission.pledge_id, pledge.id)):
        lock(db.session.get_one(Pledge, pledge_id))
    left = mission.pledge_id
    minutes = ledger.release_days(mission, by=by, now=now, reason="moved")
    mission.pledge = pledge
    db.session.flush()
    if minutes:
        ledger.reserve_days(mission, minutes, by=by, now=now, basis="desk")
    db.session.add(
        MissionMove(
            mission_id=mission.id,
            from_pledge_id=left,
            to_pledge_id=pledge.id,
            minutes=minutes,
            written_at=now,
            actor_id=by.id,
            reason=reason,
        )
    )
    record(mission, "move", by=by, now=now, reason=reason)
    return minutes


def gather_reserve(mission: Mission, *, by: Actor, now: datetime) -> None:
    """What a correction returned to the reserve of a mission: free again when it is over, else kept on its own pledge.

    A mission that was moved has left the pledge on which its visit was booked; what comes back there follows it, as far as
    its own pledge has room.
    """
    if mission.state not in OPEN_MISSION:
        ledger.release_days(mission, by=by, now=now, reason="mission_over")
        return
    minutes = ledger.release_days(mission, by=by, now=now, reason="moved", elsewhere=True)
    room = ledger.balance_of(lock(db.session.get_one(Pledge, mission.pledge_id))).free
    if min(minutes, room) > 0:
        ledger.reserve_days(mission, min(minutes, room), by=by, now=now, basis="desk")
