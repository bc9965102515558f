"""The baskets of missions: no first contact, given up, no news of a visit, gone quiet, disputed, without room. Reads only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import contains_eager

from webapp.clock import local_date
from webapp.domain.baskets import CONTACT_WITHIN_DAYS, QUIET_AFTER_DAYS
from webapp.domain.states import OPEN_MISSION
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.groups import Expert
from webapp.models.missions import Mission, Visit
from webapp.models.needs import Need, NeedRole
from webapp.models.proposals import Proposal
from webapp.services.basket_entries import Basket, Entry
from webapp.services.give_ups import STEP, find_give_up

#: An expert who was asked about a mission and has not answered for so long.
SILENT_FOR = timedelta(days=7)

#: the step by which a coordinator notes that the two have spoken
FIRST_CONTACT = "first_contact"

_MET = exists().where(Visit.mission_id == Mission.id, Visit.state != "cancelled")
_PLANNED = exists().where(Visit.mission_id == Mission.id, Visit.state == "planned")
_SPOKE = exists().where(Event.object_kind == "mission", Event.object_id == Mission.id, Event.step == FIRST_CONTACT)
#: the expert said that it will not happen, and nothing was planned or declared since
_LATER = (
    exists()
    .where(
        Visit.mission_id == Mission.id,
        Visit.state != "cancelled",
        (Visit.declared_at >= Event.at) | (Visit.created_at >= Event.at),
    )
    # of the mission looked at, which is two queries away: nothing correlates so far by itself
    .correlate(Mission, Event)
)
_GAVE_UP = exists().where(Event.object_kind == "mission", Event.object_id == Mission.id, Event.step == STEP, ~_LATER)
_WITHOUT_ROOM = (Visit.state.in_(("declared", "confirmed", "deemed")), Visit.posted_minutes < Visit.minutes)


def list_mission_baskets(territory_ids: frozenset[int], now: datetime) -> list[Basket]:
    """The baskets of missions, in the order of the work."""
    return [
        Basket("no_contact", _no_contact(territory_ids, now), is_hot=True),
        Basket("given_up", _given_up(territory_ids), is_hot=True),
        Basket("no_news", _no_news(territory_ids, now)),
        Basket("quiet", _quiet(territory_ids, now)),
        Basket("disputed", _visits(territory_ids, Visit.state == "disputed"), is_hot=True),
        Basket("no_room", _visits(territory_ids, *_WITHOUT_ROOM), is_hot=True),
    ]


def _no_contact(territory_ids: frozenset[int], now: datetime) -> list[Entry]:
    """Missions whose two sides were introduced a while ago: no visit, and nobody has noted that they spoke.

    Once the expert was asked and stays silent, the mission lies in `no_news` instead.
    """
    since = now - timedelta(days=CONTACT_WITHIN_DAYS)
    silent = (Mission.last_asked_at < now - SILENT_FOR) & Mission.last_asked_at.is_not(None)
    rows = _with_people(select(Mission), None, territory_ids).where(
        Mission.state == "agreed", Mission.introduced_at < since, ~_MET, ~_SPOKE, ~silent, ~_GAVE_UP
    )
    found = db.session.scalars(rows.order_by(Mission.introduced_at, Mission.id))
    return [Entry(mission, mission.role.need, mission.introduced_at) for mission in found]


def _given_up(territory_ids: frozenset[int]) -> list[Entry]:
    """Missions whose expert says that they will not meet; nothing is kept for them any more, somebody should end them."""
    rows = _with_people(select(Mission), None, territory_ids).where(Mission.state.in_(OPEN_MISSION), _GAVE_UP)
    found = [(find_give_up(mission), mission) for mission in db.session.scalars(rows.order_by(Mission.id))]
    return [Entry(mission, mission.role.need, event.at) for event, mission in found if event is not None]


def _no_news(territory_ids: frozenset[int], now: datetime) -> list[Entry]:
    """Visits whose day has passed without a word, and missions whose expert was asked and stays silent."""
    passed = _visits(territory_ids, Visit.state == "planned", Visit.planned_on < local_date(now))
    rows = _with_people(select(Mission), None, territory_ids).where(
        Mission.state.in_(OPEN_MISSION), Mission.last_asked_at < now - SILENT_FOR, ~_MET, ~_GAVE_UP
    )
    silent = db.session.scalars(rows.order_by(Mission.last_asked_at, Mission.id))
    return passed + [Entry(mission, mission.role.need, mission.last_asked_at) for mission in silent]


def _quiet(territory_ids: frozenset[int], now: datetime) -> list[Entry]:
    """Missions under way whose last visit is long past, with none planned: they go on, or somebody should end them."""
    last = select(func.max(Visit.worked_on)).where(Visit.mission_id == Mission.id, Visit.state != "cancelled")
    before = local_date(now) - timedelta(days=QUIET_AFTER_DAYS)
    rows = _with_people(select(Mission), None, territory_ids).where(
        Mission.state == "running", ~_PLANNED, ~_GAVE_UP, last.scalar_subquery() < before
    )
    found = db.session.scalars(rows.order_by(Mission.last_asked_at, Mission.id))
    return [Entry(mission, mission.role.need, mission.last_asked_at) for mission in found]


def _visits(territory_ids: frozenset[int], *conditions: Any) -> list[Entry]:
    rows = _with_people(select(Visit).join(Visit.mission), contains_eager(Visit.mission), territory_ids)
    found = db.session.scalars(rows.where(*conditions).order_by(Visit.declared_at, Visit.planned_on, Visit.id))
    return [Entry(visit, visit.mission.role.need, visit.declared_at or visit.asked_at) for visit in found]


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
