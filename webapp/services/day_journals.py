"""The ledger of a convention, line by line: what, for whom, on which pledge, by whom, on what it rests. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.domain import deadlines
from webapp.domain.ledger import Movement
from webapp.extensions import db
from webapp.models.accounts import Account
from webapp.models.companies import Contact
from webapp.models.conventions import Convention, Pledge
from webapp.models.groups import Expert
from webapp.models.ledger import DayEntry
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.proposals import Proposal
from webapp.services.paging import Page, paginate

LINES_PER_PAGE = 50

#: where the name of who wrote a line is kept, by kind of person
PEOPLE: dict[str, Any] = {"account": Account, "expert": Expert, "contact": Contact}


@dataclass(frozen=True)
class JournalFilter:
    """Which lines: of a group, of one kind, booked from a day to another, written by the end of a day."""

    group_id: int | None = None
    kind: str | None = None
    since: date | None = None
    until: date | None = None
    written_by: date | None = None


def list_journal(convention: Convention, wanted: JournalFilter, *, page: int) -> Page[DayEntry]:
    """The lines of a convention in the order they were written, the last first."""
    mission = joinedload(DayEntry.mission)
    need = mission.joinedload(Mission.role).joinedload(NeedRole.need)
    rows = (
        select(DayEntry)
        .join(Pledge, Pledge.id == DayEntry.pledge_id)
        .where(Pledge.convention_id == convention.id, *_conditions(wanted))
        .options(
            joinedload(DayEntry.pledge).joinedload(Pledge.group),
            need.joinedload(Need.company),
            mission.joinedload(Mission.proposal).joinedload(Proposal.expert),
        )
        .order_by(DayEntry.id.desc())
    )
    return paginate(rows, page, size=LINES_PER_PAGE)


def _conditions(wanted: JournalFilter) -> list[Any]:
    asked = [
        (wanted.group_id, lambda value: Pledge.group_id == value),
        (wanted.kind if wanted.kind in tuple(Movement) else None, lambda value: DayEntry.kind == value),
        (wanted.since, lambda value: DayEntry.booked_on >= value),
        (wanted.until, lambda value: DayEntry.booked_on <= value),
        (wanted.written_by, lambda value: DayEntry.written_at < deadlines.end_of_day(value)),
    ]
    return [condition(value) for value, condition in asked if value is not None]


def list_names_of(actors: Iterable[tuple[str, int | None]]) -> dict[tuple[str, int | None], str]:
    """The names of some actors, by kind of person and id; a job has none."""
    wanted: dict[str, set[int]] = {}
    for kind, person_id in actors:
        if person_id is not None:
            wanted.setdefault(kind, set()).add(person_id)
    names: dict[tuple[str, int | None], str] = {}
    for kind, ids in wanted.items():
        table = PEOPLE.get(kind)
        if table is not None:
            rows = db.session.execute(select(table.id, table.name).where(table.id.in_(ids)))
            names |= {(kind, person_id): name for person_id, name in rows}
    return names
