"""The missions that gave time under a convention, with what they gave: for the reports. Reads only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Select, Subquery, case, cast, func, select

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
    lines = _lines_by_mission(convention, until, group_id).where(DayEntry.visit_id.is_not(None))
    if booked is not None:
        lines = lines.where(DayEntry.booked_on.between(*booked))
    lines = lines.add_columns(
        DayEntry.visit_id,
        DayEntry.worked_on,
        *(func.sum(DELTAS[state]).label(state) for state in (*_GIVEN, "delivered")),
    )
    visit = lines.group_by(DayEntry.visit_id, DayEntry.worked_on).subquery()
    # what was undone, or said again of another day, has lines that cancel out: it is neither a visit nor a day of one
    counts = visit.c.delivered > 0
    worked_on = case((counts, visit.c.worked_on))
    each = (
        select(
            visit.c.mission_id,
            visit.c.group_id,
            func.count(case((counts, visit.c.visit_id)).distinct()).label("visits"),
            func.min(worked_on).label("first_on"),
            func.max(worked_on).label("last_on"),
            # the sum of a sum is a decimal on PostgreSQL
            *(cast(func.sum(visit.c[state]), Integer).label(state) for state in _GIVEN),
        )
        .group_by(visit.c.mission_id, visit.c.group_id)
        .having(func.sum(visit.c.delivered) > 0)
        .subquery()
    )
    found = [each.c[name] for name in ("visits", "first_on", "last_on", *_GIVEN)]
    rows = _with_names(select(*_NAMED, Company.id.label("company_id"), Group.name.label("group"), *found), each)
    rows = rows.join(Group, Group.id == each.c.group_id).order_by(each.c.first_on, Mission.id, Group.id)
    return tuple(MissionDays(**row) for row in db.session.execute(rows).mappings())


def list_coming_days(convention: Convention, until: datetime, *, group_id: int, after: date) -> tuple[ComingDays, ...]:
    """Missions of a group that still have days reserved, and the day of their next visit."""
    planned = Visit.mission_id == Mission.id, Visit.state == "planned", Visit.planned_on > after
    next_on = select(func.min(Visit.planned_on)).where(*planned).correlate(Mission).scalar_subquery()
    reserved = func.sum(DELTAS["reserved"])
    lines = _lines_by_mission(convention, until, group_id).add_columns(reserved.label("reserved"))
    each = lines.having(reserved > 0).subquery()
    rows = _with_names(select(*_NAMED, each.c.reserved, next_on.label("next_on")), each).order_by(Mission.id)
    return tuple(ComingDays(**row) for row in db.session.execute(rows).mappings())


def _lines_by_mission(convention: Convention, until: datetime, group_id: int | None) -> Select[Any]:
    """The lines of each mission for each group, to be added up before anything is joined to them: they are many."""
    lines = (
        select(DayEntry.mission_id, Pledge.group_id)
        .join(Pledge, Pledge.id == DayEntry.pledge_id)
        .where(Pledge.convention_id == convention.id, DayEntry.written_at < until)
        .group_by(DayEntry.mission_id, Pledge.group_id)
    )
    return lines if group_id is None else lines.where(Pledge.group_id == group_id)


def _with_names(rows: Select[Any], lines: Subquery) -> Select[Any]:
    return (
        rows.select_from(lines)
        .join(Mission, Mission.id == lines.c.mission_id)
        .join(Proposal, Proposal.id == Mission.proposal_id)
        .join(Offer, Offer.id == Proposal.offer_id)
        .join(NeedRole, NeedRole.id == Mission.role_id)
        .join(Need, Need.id == NeedRole.need_id)
        .join(Company, Company.id == Need.company_id)
        .join(Commune, Commune.insee == Company.commune_insee)
    )
