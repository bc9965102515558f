"""What waits for a coordinator, basket by basket. Reads only, in a number of queries that does not grow with the baskets.

A basket holds what one rule says and nothing else; what lies in a hot one waits for an act today.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload

from webapp.clock import local_date
from webapp.extensions import db
from webapp.models.groups import Expert
from webapp.models.missions import Mission, Visit
from webapp.models.needs import Need, NeedRole
from webapp.models.proposals import Proposal
from webapp.services.shortlists import Match, best_matches

#: An expert who was asked about a mission and has not answered for so long.
SILENT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Asked:
    """What became of the requests about one role."""

    counts: dict[str, int] = field(default_factory=dict)
    first_sent_at: datetime | None = None
    reminded_at: datetime | None = None
    answer_by: date | None = None

    @property
    def count(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Entry:
    """One thing in a basket, with what its line needs; `about` is a role, a need, a proposal, a visit or a mission."""

    about: Any
    need: Need
    #: since when it waits here
    since: datetime | None
    match: Match | None = None
    asked: Asked | None = None


@dataclass(frozen=True)
class Basket:
    """One rule and what it holds, what waits longest first."""

    code: str
    entries: Sequence[Entry]
    is_hot: bool = False


def list_baskets(territory_ids: frozenset[int], now: datetime) -> list[Basket]:
    """Every basket of some territories, in the order of the work: needs, missions, days."""
    roles = _open_roles(territory_ids)
    fresh = [role for role in roles if role.state == "open"]
    matches = best_matches(fresh)
    asked = _asked([role.id for role in roles])
    return [
        Basket("to_qualify", [_fresh(role, matches) for role in fresh if _is_matched(role, matches)], is_hot=True),
        Basket("no_match", [_fresh(role, matches) for role in fresh if not _is_matched(role, matches)], is_hot=True),
        Basket("unanswered", [_sent(role, asked) for role in roles if role.state == "unanswered"], is_hot=True),
        Basket("held_yes", _held_yes(territory_ids), is_hot=True),
        Basket("held_needs", _held_needs(territory_ids), is_hot=True),
        Basket("asked", [_sent(role, asked) for role in roles if _is_waiting(role, asked)]),
        Basket("disputed", _visits(territory_ids, Visit.state == "disputed"), is_hot=True),
        Basket("no_news", _no_news(territory_ids, now)),
        Basket("no_room", _visits(territory_ids, *_WITHOUT_ROOM), is_hot=True),
    ]


def count_waiting_firms(baskets: Iterable[Basket]) -> int:
    """How many firms wait for an act today."""
    hot = (entry.need for basket in baskets if basket.is_hot for entry in basket.entries)
    return len({need.company_id or -need.id for need in hot})


def _open_roles(territory_ids: frozenset[int]) -> Sequence[NeedRole]:
    rows = (
        select(NeedRole)
        .join(NeedRole.need)
        .where(
            Need.territory_id.in_(territory_ids),
            Need.state == "open",
            NeedRole.state.in_(("open", "proposed", "unanswered")),
        )
        .options(
            contains_eager(NeedRole.need).joinedload(Need.company),
            contains_eager(NeedRole.need).joinedload(Need.territory),
            contains_eager(NeedRole.need).selectinload(Need.roles),
        )
        .order_by(Need.opened_at, NeedRole.id)
    )
    return db.session.scalars(rows).unique().all()


def _asked(role_ids: Sequence[int]) -> dict[int, Asked]:
    rows = db.session.execute(
        select(
            Proposal.role_id,
            Proposal.state,
            func.count(),
            func.min(Proposal.sent_at),
            func.max(Proposal.reminded_at),
            func.max(Proposal.answer_by),
        )
        .where(Proposal.role_id.in_(role_ids))
        .group_by(Proposal.role_id, Proposal.state)
    )
    found: dict[int, Asked] = {}
    for role_id, state, count, first, reminded, answer_by in rows:
        before = found.get(role_id, Asked())
        found[role_id] = Asked(
            before.counts | {state: count},
            min(filter(None, (before.first_sent_at, first)), default=None),
            max(filter(None, (before.reminded_at, reminded)), default=None),
            max(filter(None, (before.answer_by, answer_by)), default=None),
        )
    return found


def _is_matched(role: NeedRole, matches: dict[int, Match]) -> bool:
    return matches[role.id].count > 0


def _is_waiting(role: NeedRole, asked: dict[int, Asked]) -> bool:
    return role.state == "proposed" and "held" not in asked.get(role.id, Asked()).counts


def _fresh(role: NeedRole, matches: dict[int, Match]) -> Entry:
    return Entry(role, role.need, role.need.opened_at, match=matches[role.id])


def _sent(role: NeedRole, asked: dict[int, Asked]) -> Entry:
    found = asked.get(role.id, Asked())
    return Entry(role, role.need, found.first_sent_at, asked=found)


def _held_yes(territory_ids: frozenset[int]) -> list[Entry]:
    rows = (
        select(Proposal)
        .join(Proposal.role)
        .join(NeedRole.need)
        .where(Need.territory_id.in_(territory_ids), Proposal.state == "held")
        .options(
            contains_eager(Proposal.role).contains_eager(NeedRole.need).joinedload(Need.company),
            joinedload(Proposal.expert).joinedload(Expert.group),
        )
        .order_by(Proposal.decided_at, Proposal.id)
    )
    return [Entry(proposal, proposal.role.need, proposal.decided_at) for proposal in db.session.scalars(rows)]


def _held_needs(territory_ids: frozenset[int]) -> list[Entry]:
    rows = (
        select(Need)
        .where(Need.territory_id.in_(territory_ids), Need.state == "held")
        .options(joinedload(Need.company))
        .order_by(Need.received_at, Need.id)
    )
    return [Entry(need, need, need.received_at) for need in db.session.scalars(rows)]


_WITHOUT_ROOM = (Visit.state.in_(("declared", "confirmed", "deemed")), Visit.posted_minutes < Visit.minutes)


def _visits(territory_ids: frozenset[int], *conditions: Any) -> list[Entry]:
    rows = _with_people(select(Visit).join(Visit.mission), contains_eager(Visit.mission), territory_ids)
    found = db.session.scalars(rows.where(*conditions).order_by(Visit.declared_at, Visit.planned_on, Visit.id))
    return [Entry(visit, visit.mission.role.need, visit.declared_at or visit.asked_at) for visit in found]


def _no_news(territory_ids: frozenset[int], now: datetime) -> list[Entry]:
    """Visits whose day has passed without a word, and missions whose expert was asked and stays silent."""
    passed = _visits(territory_ids, Visit.state == "planned", Visit.planned_on < local_date(now))
    met = exists().where(Visit.mission_id == Mission.id, Visit.state != "cancelled")
    rows = _with_people(select(Mission), None, territory_ids).where(
        Mission.state.in_(("agreed", "running")), Mission.last_asked_at < now - SILENT_FOR, ~met
    )
    silent = db.session.scalars(rows.order_by(Mission.last_asked_at, Mission.id))
    return passed + [Entry(mission, mission.role.need, mission.last_asked_at) for mission in silent]


def _with_people(rows: Select[Any], mission: Any, territory_ids: frozenset[int]) -> Select[Any]:
    """The query within the scope, with the firm and the expert of each mission."""
    start = contains_eager if mission is None else mission.contains_eager
    role, proposal = start(Mission.role), start(Mission.proposal)
    return (
        rows.join(Mission.role)
        .join(NeedRole.need)
        .join(Mission.proposal)
        .where(Need.territory_id.in_(territory_ids))
        .options(
            role.contains_eager(NeedRole.need).joinedload(Need.company),
            proposal.joinedload(Proposal.expert).joinedload(Expert.group),
        )
    )
