"""What must hold between requests, roles and missions. Each check yields a line for each breach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypeVar

from sqlalchemy import func, select

from webapp.domain.states import LIVE_YES, MACHINES, OPEN_PROPOSAL
from webapp.extensions import db
from webapp.models.base import Base
from webapp.models.events import Event
from webapp.models.missions import Mission
from webapp.models.needs import NeedRole
from webapp.models.proposals import Proposal

K = TypeVar("K")

ACCEPTED = ("accepted", "accepted_on_behalf")


def compare_yeses() -> Iterator[str]:
    """At most one yes lives in a role, and at most one open request for each offer."""
    yeses = select(Proposal.role_id).where(Proposal.state.in_(LIVE_YES))
    for role_id, count in _repeated(Counter(db.session.scalars(yeses))):
        yield f"role {role_id}: {count} experts have said yes"
    asked = select(Proposal.role_id, Proposal.offer_id).where(Proposal.state.in_(OPEN_PROPOSAL))
    for (role_id, offer_id), count in _repeated(Counter(tuple(row) for row in db.session.execute(asked))):
        yield f"role {role_id}: offer {offer_id} is asked {count} times at once"


def compare_roles() -> Iterator[str]:
    """A role is filled or done while, and only while, somebody's yes stands for it."""
    accepted = set(db.session.scalars(select(Proposal.role_id).where(Proposal.state.in_(ACCEPTED))))
    for role in db.session.scalars(select(NeedRole).order_by(NeedRole.id)):
        is_filled = role.state in ("filled", "done")
        if is_filled != (role.id in accepted):
            yield f"role {role.id}, {role.state}: a yes {'stands' if role.id in accepted else 'does not stand'}"


def compare_waiting_roles() -> Iterator[str]:
    """A role says `proposed` only while somebody may still answer, or has said no and may take it back."""
    waiting = select(Proposal.role_id).where(
        Proposal.state.in_(("sent", "held")) | ((Proposal.state == "declined") & Proposal.settled_at.is_(None))
    )
    pending = set(db.session.scalars(waiting))
    for role_id in db.session.scalars(select(NeedRole.id).where(NeedRole.state == "proposed").order_by(NeedRole.id)):
        if role_id not in pending:
            yield f"role {role_id}, proposed: nobody is left to answer"


def compare_missions() -> Iterator[str]:
    """An accepted request has one mission that was not cancelled, in the same role; no other request has one."""
    living = Counter(
        db.session.scalars(select(Mission.proposal_id).where(Mission.state.not_in(("cancelled", "abandoned"))))
    )
    for proposal in db.session.scalars(select(Proposal).order_by(Proposal.id)):
        expected = int(proposal.state in ACCEPTED)
        if living[proposal.id] != expected:
            yield f"proposal {proposal.id}, {proposal.state}: {living[proposal.id]} missions instead of {expected}"
    strayed = select(Mission.id).join(Mission.proposal).where(Proposal.role_id != Mission.role_id)
    for mission_id in db.session.scalars(strayed):
        yield f"mission {mission_id}: not in the role of its request"


def compare_introductions() -> Iterator[str]:
    """Both sides are introduced when the yes takes effect, not before."""
    taken_back = (Mission.state == "cancelled") & Mission.introduced_at.is_(None)
    rows = select(Mission.id, Mission.introduced_at, Proposal.settled_at).join(Mission.proposal)
    for mission_id, introduced_at, settled_at in db.session.execute(
        rows.where(Proposal.state.in_(ACCEPTED), ~taken_back)
    ):
        if (introduced_at is None) != (settled_at is None):
            yield f"mission {mission_id}: introduced {introduced_at}, the yes took effect {settled_at}"


def compare_histories() -> Iterator[str]:
    """The state of a thing is the one that its last event led to."""
    tables = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}
    for thing in MACHINES:
        table = tables[thing]
        last = (
            select(Event.object_id, func.max(Event.id).label("event_id"))
            .where(Event.object_kind == thing, Event.to_state != "")
            .group_by(Event.object_id)
            .subquery()
        )
        rows = select(table.id, table.state, Event.to_state).join(last, last.c.object_id == table.id)
        told = rows.join(Event, Event.id == last.c.event_id).where(table.state != Event.to_state).order_by(table.id)
        for row_id, state, to_state in db.session.execute(told):
            yield f"{thing} {row_id}: is {state}, its last event says {to_state}"


def _repeated(counts: Counter[K]) -> list[tuple[K, int]]:
    return [(key, count) for key, count in counts.items() if count > 1]


CHECKS = (
    compare_yeses,
    compare_roles,
    compare_waiting_roles,
    compare_missions,
    compare_introductions,
    compare_histories,
)
