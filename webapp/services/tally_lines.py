"""The lines a figure of the tally is made of: visits for what was given, missions for what is reserved. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, false, func, select

from webapp.domain import deadlines
from webapp.extensions import db
from webapp.models.companies import Company
from webapp.models.conventions import Amendment, Convention, Pledge
from webapp.models.groups import Expert, Group
from webapp.models.ledger import DayEntry
from webapp.models.missions import Mission, Visit
from webapp.models.needs import Need, NeedRole
from webapp.models.proposals import Proposal
from webapp.services.breakdowns import find_families
from webapp.services.paging import Page, clamp
from webapp.services.tallies import DELTAS, Promise, promises_at

LINES_PER_PAGE = 50


@dataclass(frozen=True)
class LineFilter:
    """Which lines: one group's, those booked from one day to another, both included, those of one family of skills."""

    group_id: int | None = None
    since: date | None = None
    until: date | None = None
    #: a code of services/breakdowns.py; "" for offers without skills
    family: str | None = None
    #: written by the end of this day; None: today
    as_of: date | None = None


@dataclass(frozen=True)
class Line:
    """What one visit, or one mission where nothing was done yet, adds to a figure, in minutes."""

    mission_id: int
    group: str
    expert: str
    company: str
    title: str
    #: day of the visit; None for a reservation
    worked_on: date | None
    booked_on: date
    minutes: int


def list_lines(convention: Convention, figure: str, wanted: LineFilter, *, page: int) -> Page[Line]:
    """The lines whose sum is the figure, newest first; a visit whose movements cancel out is none of them."""
    lines = _lines(convention, figure, wanted)
    counted = lines.subquery()
    count, total = db.session.execute(select(func.count(), func.sum(counted.c.minutes)).select_from(counted)).one()
    number = clamp(page, count, LINES_PER_PAGE)
    rows = db.session.execute(
        lines.order_by(func.max(DayEntry.booked_on).desc(), DayEntry.mission_id.desc(), func.max(DayEntry.id).desc())
        .limit(LINES_PER_PAGE)
        .offset((number - 1) * LINES_PER_PAGE)
    )
    return Page([Line(**row) for row in rows.mappings()], number, count, LINES_PER_PAGE, total or 0)


def _lines(convention: Convention, figure: str, wanted: LineFilter) -> Select[Any]:
    minutes = func.sum(DELTAS[figure])
    lines = (
        select(
            DayEntry.mission_id,
            Group.name.label("group"),
            Expert.name.label("expert"),
            Company.name.label("company"),
            NeedRole.title.label("title"),
            Visit.worked_on,
            func.max(DayEntry.booked_on).label("booked_on"),
            minutes.label("minutes"),
        )
        .join(Pledge, Pledge.id == DayEntry.pledge_id)
        .join(Group, Group.id == Pledge.group_id)
        .join(Mission, Mission.id == DayEntry.mission_id)
        .join(Proposal, Proposal.id == Mission.proposal_id)
        .join(Expert, Expert.id == Proposal.expert_id)
        .join(NeedRole, NeedRole.id == Mission.role_id)
        .join(Need, Need.id == NeedRole.need_id)
        .join(Company, Company.id == Need.company_id)
        .where(Pledge.convention_id == convention.id, *_conditions(wanted))
    )
    # What is reserved belongs to a mission: the visits that use it up do not split it.
    visit = false() if figure == "reserved" else Visit.id == DayEntry.visit_id
    return (
        lines.outerjoin(Visit, visit)
        .group_by(DayEntry.mission_id, Group.name, Expert.name, Company.name, NeedRole.title, Visit.id, Visit.worked_on)
        .having(minutes != 0)
    )


def _conditions(wanted: LineFilter) -> list[Any]:
    conditions: list[Any] = []
    if wanted.group_id is not None:
        conditions.append(Pledge.group_id == wanted.group_id)
    if wanted.since is not None:
        conditions.append(DayEntry.booked_on >= wanted.since)
    if wanted.until is not None:
        conditions.append(DayEntry.booked_on <= wanted.until)
    if wanted.as_of is not None:
        conditions.append(DayEntry.written_at < deadlines.end_of_day(wanted.as_of))
    if wanted.family is not None:
        families = find_families()
        if wanted.family:
            conditions.append(
                Proposal.offer_id.in_([offer for offer, each in families.items() if each == wanted.family])
            )
        else:
            conditions.append(Proposal.offer_id.not_in(list(families)))
    return conditions


@dataclass(frozen=True)
class PromiseLine:
    """What a pledge promises, and the amendments that say so, in the order they were written."""

    promise: Promise
    amendments: Sequence[Amendment]


def list_promises(convention: Convention, on: date, group_id: int | None = None) -> list[PromiseLine]:
    """What the promised days are made of at the end of a day."""
    until = deadlines.end_of_day(on)
    promises = [each for each in promises_at(convention, until) if group_id in (None, each.pledge.group_id)]
    amendments = db.session.scalars(
        select(Amendment)
        .where(Amendment.pledge_id.in_([each.pledge.id for each in promises]), Amendment.written_at < until)
        .order_by(Amendment.id)
    ).all()
    return [PromiseLine(each, [row for row in amendments if row.pledge_id == each.pledge.id]) for each in promises]


def list_groups(convention: Convention) -> dict[int, str]:
    """The names of the groups of a convention, by id, in the order of their pledges."""
    rows = select(Group.id, Group.name).join(Pledge).where(Pledge.convention_id == convention.id).order_by(Pledge.id)
    return {row.id: row.name for row in db.session.execute(rows)}
