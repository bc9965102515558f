"""The missions of a desk: their list, and one of them with its visits and the movements of its days. Reads only."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webapp.domain.states import OPEN_MISSION
from webapp.extensions import db
from webapp.models.companies import Company
from webapp.models.conventions import Pledge
from webapp.models.groups import Expert
from webapp.models.ledger import DayEntry
from webapp.models.missions import Mission, Visit
from webapp.models.needs import Need, NeedRole
from webapp.models.proposals import Proposal
from webapp.services.paging import Page, contains, paginate

FILTERS = {"open": OPEN_MISSION, "over": ("finished", "abandoned", "cancelled")}


def list_missions(territory_ids: frozenset[int], state: str, words: str, *, page: int) -> Page[Mission]:
    """The missions of some territories, the last agreed first."""
    rows = (
        select(Mission)
        .join(Mission.role)
        .join(NeedRole.need)
        .join(Company, Company.id == Need.company_id)
        .join(Mission.proposal)
        .join(Proposal.expert)
        .where(Need.territory_id.in_(territory_ids))
        .options(
            contains_eager(Mission.role).contains_eager(NeedRole.need).contains_eager(Need.company),
            contains_eager(Mission.proposal).contains_eager(Proposal.expert).joinedload(Expert.group),
            selectinload(Mission.visits),
        )
        .order_by(Mission.created_at.desc(), Mission.id.desc())
    )
    if state in FILTERS:
        rows = rows.where(Mission.state.in_(FILTERS[state]))
    if words:
        named = (contains(column, words) for column in (Company.name, Expert.name, NeedRole.title))
        rows = rows.where(next(named) | next(named) | next(named))
    return paginate(rows, page)


def find_scoped_mission(territory_ids: frozenset[int], mission_id: int) -> Mission | None:
    """A mission of one of these territories, with the people, the visits and the pledge."""
    need = joinedload(Mission.role).joinedload(NeedRole.need)
    proposal = joinedload(Mission.proposal)
    return db.session.scalar(
        select(Mission)
        .join(Mission.role)
        .join(NeedRole.need)
        .where(Mission.id == mission_id, Need.territory_id.in_(territory_ids))
        .options(
            need.joinedload(Need.company),
            need.joinedload(Need.contact),
            need.joinedload(Need.territory),
            proposal.joinedload(Proposal.offer),
            proposal.joinedload(Proposal.expert).joinedload(Expert.group),
            joinedload(Mission.pledge).joinedload(Pledge.convention),
            joinedload(Mission.pledge).joinedload(Pledge.group),
            selectinload(Mission.visits),
        )
    )


def find_scoped_visit(territory_ids: frozenset[int], visit_id: int) -> Visit | None:
    """A visit of a mission of one of these territories."""
    return db.session.scalar(
        select(Visit)
        .join(Visit.mission)
        .join(Mission.role)
        .join(NeedRole.need)
        .where(Visit.id == visit_id, Need.territory_id.in_(territory_ids))
    )


def list_movements(mission: Mission) -> list[DayEntry]:
    """Every movement of a mission's days, in the order they were written."""
    rows = select(DayEntry).where(DayEntry.mission_id == mission.id).order_by(DayEntry.id)
    return list(db.session.scalars(rows))
