"""What the desk can take away: the rows of each export, read one by one, within a scope. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, select, union

from webapp.clock import local_date
from webapp.domain.identifiers import show_phone, show_siret
from webapp.domain.opinions import SIDES
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.companies import Company
from webapp.models.conventions import Convention, Pledge
from webapp.models.groups import Expert, Group
from webapp.models.ledger import DayEntry
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.offers import Offer
from webapp.models.opinions import Opinion
from webapp.models.proposals import Proposal
from webapp.models.territories import Commune
from webapp.reports import names
from webapp.reports.document import Cell, Table
from webapp.reports.exports import head_of
from webapp.reports.names import OPINIONS, name_of
from webapp.services.directory import lends_to
from webapp.services.tallies import COUNTERS

Row = tuple[Cell, ...]


class _Words:
    """The words of codes, each looked up once an export: a hundred thousand rows say the same few."""

    def __init__(self) -> None:
        self._said: dict[tuple[int, str], str] = {}

    def of(self, known: dict[str, Any], code: str) -> str:
        key = id(known), code
        if key not in self._said:
            self._said[key] = name_of(known, code)
        return self._said[key]


class OutOfScope(LookupError):
    """The convention of an export is missing, or of another territory than those of who asks."""


#: Rows read at once.
BATCH = 5_000


@dataclass(frozen=True)
class Export:
    """One export: its head, the ids of its rows, and the way to read them."""

    table: Table
    #: what each row is of, in the order of the export
    ids: Sequence[int]
    key: ColumnElement[int]
    query: Select[Any]
    row_of: Callable[[Any], Row]

    @property
    def count(self) -> int:
        """How many rows it has."""
        return len(self.ids)

    def rows(self, *, after_batch: Callable[[int], None] | None = None) -> Iterator[Row]:
        """The rows in order, read batch by batch, so that neither memory nor a lock is held; tells how many are read.

        A batch is found by the ids that it holds, not by what comes before it. What is written meanwhile is left to the next
        export.
        """
        for start in range(0, self.count, BATCH):
            batch = self.ids[start : start + BATCH]
            yield from [self.row_of(row) for row in db.session.execute(self._read(batch))]
            if after_batch is not None:
                after_batch(start + len(batch))

    def _read(self, batch: Sequence[int]) -> Select[Any]:
        """Ids in order are a span; others are a list, as long as a batch."""
        is_span = all(before < after for before, after in pairwise(batch))
        return self.query.where(self.key.between(batch[0], batch[-1]) if is_span else self.key.in_(batch))


def read_export(kind: str, territory_ids: frozenset[int], convention: Convention | None) -> Export:
    """An export of `reports.exports.KINDS`; those of days need their convention, within the scope or not at all.

    Raises:
        OutOfScope: the convention is missing, or of another territory.
    """
    query, key = _query(kind, territory_ids, convention), _KEYS[kind]
    ids = db.session.scalars(query.with_only_columns(key, maintain_column_froms=True)).all()
    per_day = convention.minutes_per_day if convention is not None else 420
    return Export(head_of(kind, per_day), ids, key, query, partial(_ROWS[kind], _Words()))


def _query(kind: str, territory_ids: frozenset[int], convention: Convention | None) -> Select[Any]:
    if kind == "needs":
        return _needs(territory_ids)
    if kind == "experts":
        return _experts(territory_ids)
    if convention is None or convention.territory_id not in territory_ids:
        raise OutOfScope(kind)
    return _missions(convention) if kind == "missions" else _ledger(convention)


def _needs(territory_ids: frozenset[int]) -> Select[Any]:
    roles = NeedRole.need_id == Need.id
    asked = select(func.count(Proposal.id)).join(NeedRole, NeedRole.id == Proposal.role_id).where(roles)
    met = select(func.count(Mission.id)).join(NeedRole, NeedRole.id == Mission.role_id)
    met = met.where(roles, Mission.state != "cancelled")
    return (
        select(
            Need.id,
            Need.state,
            Need.title,
            Need.text,
            Company.name.label("company"),
            Company.siret,
            Commune.name.label("commune"),
            Company.staff,
            Need.received_at,
            Need.opened_at,
            Need.ended_at,
            Need.deadline_on,
            Need.place,
            Need.wished_minutes,
            asked.correlate(Need).scalar_subquery().label("asked"),
            met.correlate(Need).scalar_subquery().label("missions"),
        )
        .outerjoin(Company, Company.id == Need.company_id)
        .outerjoin(Commune, Commune.insee == Company.commune_insee)
        .where(Need.territory_id.in_(territory_ids), Need.state != "draft")
        .order_by(Need.id)
    )


def _missions(convention: Convention) -> Select[Any]:
    sums = [func.coalesce(func.sum(getattr(DayEntry, f"{name}_delta")), 0).label(name) for name in COUNTERS]
    places = _places(convention)
    own = func.max(case((Pledge.id == Mission.pledge_id, Group.name)))
    return (
        select(
            Mission.id,
            Mission.state,
            Company.name.label("company"),
            Commune.name.label("commune"),
            Company.staff,
            Offer.title,
            func.coalesce(own, func.min(Group.name)).label("group"),
            Expert.name.label("expert"),
            Mission.created_at,
            Mission.ended_at,
            Mission.agreed_minutes,
            *sums,
            *map(_opinion_of, SIDES),
        )
        .select_from(places)
        .join(Pledge, Pledge.id == places.c.pledge_id)
        .join(Group, Group.id == Pledge.group_id)
        .join(Mission, Mission.id == places.c.mission_id)
        .join(Proposal, Proposal.id == Mission.proposal_id)
        .join(Expert, Expert.id == Proposal.expert_id)
        .join(Offer, Offer.id == Proposal.offer_id)
        .join(NeedRole, NeedRole.id == Mission.role_id)
        .join(Need, Need.id == NeedRole.need_id)
        .join(Company, Company.id == Need.company_id)
        .join(Commune, Commune.insee == Company.commune_insee)
        .outerjoin(DayEntry, (DayEntry.mission_id == Mission.id) & (DayEntry.pledge_id == Pledge.id))
        .group_by(Mission.id, Company.id, Commune.insee, Offer.id, Expert.id)
        .order_by(Mission.id)
    )


def _opinion_of(side: str) -> ColumnElement[str | None]:
    said = select(Opinion.score).where(Opinion.mission_id == Mission.id, Opinion.side == side)
    return said.correlate(Mission).scalar_subquery().label(f"{side}_opinion")


def _places(convention: Convention) -> Subquery:
    """Missions and pledges of a convention: one that was moved has its place, or days, in two, which each tell their own."""
    pledges = select(Pledge.id).where(Pledge.convention_id == convention.id)
    return union(
        select(Mission.id.label("mission_id"), Mission.pledge_id).where(Mission.pledge_id.in_(pledges)),
        select(DayEntry.mission_id, DayEntry.pledge_id).where(DayEntry.pledge_id.in_(pledges)),
    ).subquery()


def _ledger(convention: Convention) -> Select[Any]:
    return (
        select(
            DayEntry.id,
            DayEntry.kind,
            Group.name.label("group"),
            Company.name.label("company"),
            DayEntry.mission_id,
            DayEntry.visit_id,
            DayEntry.worked_on,
            DayEntry.booked_on,
            DayEntry.written_at,
            *(getattr(DayEntry, f"{name}_delta").label(name) for name in COUNTERS),
            DayEntry.actor_kind,
            DayEntry.basis,
            DayEntry.reason,
            DayEntry.reverses_id,
        )
        .join(Pledge, Pledge.id == DayEntry.pledge_id)
        .join(Group, Group.id == Pledge.group_id)
        .join(Mission, Mission.id == DayEntry.mission_id)
        .join(NeedRole, NeedRole.id == Mission.role_id)
        .join(Need, Need.id == NeedRole.need_id)
        .join(Company, Company.id == Need.company_id)
        .where(Pledge.convention_id == convention.id)
        .order_by(DayEntry.id)
    )


def _experts(territory_ids: frozenset[int]) -> Select[Any]:
    return (
        select(
            Expert.code,
            Group.name.label("group"),
            Expert.name,
            Expert.job,
            Expert.email,
            Expert.phone,
            Expert.commune_insee,
            Offer.code.label("offer"),
            Offer.title,
            Offer.text,
            Offer.place,
            Offer.radius_km,
            Offer.minutes_per_year,
            Offer.confirmed_on,
        )
        .join(Group, Group.id == Expert.group_id)
        .join(Offer, Offer.expert_id == Expert.id)
        .where(lends_to(territory_ids), Expert.state == "active", Offer.state == "active")
        .order_by(without_accents(Group.name), without_accents(Expert.name), Offer.id)
    )


def _need_row(words: _Words, row: Any) -> Row:
    return (
        row.id,
        words.of(names.NEED_STATES, row.state),
        row.title,
        row.text,
        row.company,
        show_siret(row.siret) if row.siret else None,
        row.commune,
        row.staff,
        *(_day(row[place]) for place in (8, 9, 10)),
        _day(row.deadline_on),
        words.of(names.PLACES, row.place),
        row.wished_minutes,
        row.asked,
        row.missions,
    )


def _mission_row(words: _Words, row: Any) -> Row:
    head = (row.id, words.of(names.MISSION_STATES, row.state), *row[2:8])
    said = [OPINIONS[side].get(getattr(row, f"{side}_opinion")) for side in SIDES]
    opinions = (None if each is None else str(each) for each in said)
    return (*head, _day(row.created_at), _day(row.ended_at), *row[10 : -len(SIDES)], *opinions)


def _ledger_row(words: _Words, row: Any) -> Row:
    return (
        row.id,
        words.of(names.MOVEMENTS, row.kind),
        *row[2:6],
        *(_day(row[place]) for place in (6, 7, 8)),
        *row[9:14],
        words.of(names.ACTORS, row.actor_kind),
        words.of(names.BASES, row.basis),
        words.of(names.LINE_REASONS, row.reason) if row.reason else None,
        row.reverses_id,
    )


def _expert_row(words: _Words, row: Any) -> Row:
    head = (*row[:5], show_phone(row.phone) if row.phone else None, *row[6:10])
    return (*head, words.of(names.PLACES, row.place), row.radius_km, row.minutes_per_year, _day(row.confirmed_on))


#: the id by which the rows of an export are found again
_KEYS: dict[str, Any] = {"needs": Need.id, "missions": Mission.id, "ledger": DayEntry.id, "experts": Offer.id}

_ROWS: dict[str, Callable[[_Words, Any], Row]] = {
    "needs": _need_row,
    "missions": _mission_row,
    "ledger": _ledger_row,
    "experts": _expert_row,
}


def _day(moment: date | datetime | None) -> str | None:
    if moment is None:
        return None
    return (local_date(moment) if isinstance(moment, datetime) else moment).isoformat()
