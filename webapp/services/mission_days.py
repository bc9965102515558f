"""The missions that gave time under a convention, with what they gave: for the reports. Reads only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from webapp.extensions import db
from webapp.models.companies import Company
from webapp.models.conventions import Convention, Pledge
from webapp.models.groups import Group
from webapp.models.ledger import DayEntry
from webapp.models.missions import Mission, Visit
from webapp.models.needs import Need, NeedRole
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal
from webapp.models.territories import Commune
from webapp.reports.bilan_figures import MissionDays
from webapp.reports.group_figures import ComingDays
from webapp.services.tallies import DELTAS

_GIVEN = ("confirmed", "deemed", "declared")

#: a mission's firm and skill, by the names that the reports give them
_NAMED = (
    Mission.id.label("mission_id"),
    Company.name.label("company"),
    Commune.name.label("commune"),
    Company.staff,
    Offer.title.label("skill"),
)


def list_mission_days(
    convention: Convention, until: datetime, *, group_id: int | None = None, booked: tuple[date, date] | None = None
) -> tuple[MissionDays, ...]:
    """Missions that gave time, by what was written before a moment; booked in a span of days, of one group, where asked."""
    sums = [func.sum(DELTAS[state]).label(state) for state in _GIVEN]
    first_on, last_on = func.min(DayEntry.worked_on), func.max(DayEntry.worked_on)
    visits = func.count(DayEntry.visit_id.distinct()).label("visits")
    more = Company.id.label("company_id"), Group.name.label("group"), visits
    rows = _of_missions(
        select(*_NAMED, *more, first_on.label("first_on"), last_on.label("last_on"), *sums), convention, until, group_id
    )
    rows = rows.join(Group, Group.id == Pledge.group_id).where(DayEntry.visit_id.is_not(None))
    if booked is not None:
        rows = rows.where(DayEntry.booked_on.between(*booked))
    rows = rows.group_by(Mission.id, Company.id, Company.name, Commune.name, Company.staff, Offer.title, Group.name)
    found = db.session.execute(rows.having(func.sum(DELTAS["delivered"]) > 0).order_by(first_on, Mission.id))
    return tuple(MissionDays(**row) for row in found.mappings())


def list_coming_days(convention: Convention, until: datetime, *, group_id: int, after: date) -> tuple[ComingDays, ...]:
    """Missions of a group that still have days reserved, and the day of their next visit."""
    planned = Visit.mission_id == Mission.id, Visit.state == "planned", Visit.planned_on > after
    next_on = select(func.min(Visit.planned_on)).where(*planned).correlate(Mission).scalar_subquery()
    reserved = func.sum(DELTAS["reserved"])
    rows = _of_missions(
        select(*_NAMED, reserved.label("reserved"), next_on.label("next_on")), convention, until, group_id
    )
    rows = rows.group_by(Mission.id, Company.name, Commune.name, Company.staff, Offer.title).having(reserved > 0)
    return tuple(ComingDays(**row) for row in db.session.execute(rows.order_by(Mission.id)).mappings())


def _of_missions(rows: Select[Any], convention: Convention, until: datetime, group_id: int | None) -> Select[Any]:
    joined = (
        rows.select_from(DayEntry)
        .join(Pledge, Pledge.id == DayEntry.pledge_id)
        .join(Mission, Mission.id == DayEntry.mission_id)
        .join(Proposal, Proposal.id == Mission.proposal_id)
        .join(Offer, Offer.id == Proposal.offer_id)
        .join(NeedRole, NeedRole.id == Mission.role_id)
        .join(Need, Need.id == NeedRole.need_id)
        .join(Company, Company.id == Need.company_id)
        .join(Commune, Commune.insee == Company.commune_insee)
        .where(Pledge.convention_id == convention.id, DayEntry.written_at < until)
    )
    return joined if group_id is None else joined.where(Pledge.group_id == group_id)
