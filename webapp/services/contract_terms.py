"""The terms of a convention as they were at the end of a day, and the history of their changes. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.domain.eligibility import Rule
from webapp.domain.text import bare
from webapp.extensions import db
from webapp.models.conventions import Amendment, AmendmentApplied, Convention, Pledge, TermChange
from webapp.services.contracts import Terms, terms_of


@dataclass(frozen=True)
class PledgeTerms:
    """What one pledge was at a moment, in minutes, and the conditions of its group."""

    pledge: Pledge
    pledged: int
    overrun: int
    conditions: tuple[Rule, ...]


@dataclass(frozen=True)
class Contract:
    """A convention as it read at a moment."""

    terms: Terms
    #: (name, kind), in the order of names
    signatories: tuple[tuple[str, str], ...]
    pledges: tuple[PledgeTerms, ...]


@dataclass(frozen=True)
class Written:
    """One line of the history of a contract: an amendment, or another term that changed."""

    at: datetime
    amendment: Amendment | None = None
    pledge: Pledge | None = None
    #: None: its day is to come
    applied_at: datetime | None = None
    change: TermChange | None = None


def find_scoped_pledge(territory_ids: frozenset[int], pledge_id: int) -> Pledge | None:
    """A pledge of a convention of one of these territories."""
    return db.session.scalar(
        select(Pledge)
        .join(Pledge.convention)
        .where(Pledge.id == pledge_id, Convention.territory_id.in_(territory_ids))
        .options(joinedload(Pledge.convention), joinedload(Pledge.group))
    )


def read_contract(convention: Convention, until: datetime) -> Contract:
    """The contract as it read just before a moment."""
    pledges = _pledges(convention)
    later = _changes(convention, pledges, since=until)
    own = dict(vars(terms_of(convention)))
    signatories = {f"signatory:{each.name}": each.kind for each in convention.signatories}
    past = _undone(own | signatories, [change for change in later if change.object_kind == "convention"])
    terms = Terms(
        str(past["title"]),
        _day(past["starts_on"]),
        _day(past["ends_on"]),
        int(str(past["minutes_per_day"])),
        None if past["day_value_cents"] is None else int(str(past["day_value_cents"])),
    )
    signed = [(name.removeprefix("signatory:"), str(kind)) for name, kind in past.items() if name not in own]
    cuts = _applied_since(pledges, until)
    return Contract(
        terms,
        tuple(sorted(signed, key=lambda each: bare(each[0]))),
        tuple(_pledge_at(pledge, cuts.get(pledge.id, (0, 0)), later) for pledge in pledges),
    )


def _pledge_at(pledge: Pledge, later: tuple[int, int], changes: Sequence[TermChange]) -> PledgeTerms:
    own = [change for change in changes if change.object_kind == "pledge" and change.object_id == pledge.id]
    now = {f"condition:{row.code}": "" if row.value is None else str(row.value) for row in pledge.conditions}
    rules = [
        Rule(name.removeprefix("condition:"), int(str(value)) if value else None)
        for name, value in _undone(dict(now), own).items()
    ]
    return PledgeTerms(pledge, pledge.pledged_minutes - later[0], pledge.overrun_minutes - later[1], tuple(rules))


def _undone(terms: dict[str, object], later: Iterable[TermChange]) -> dict[str, object]:
    """Today's terms with the later changes taken back, newest first. What was absent is absent again."""
    past = dict(terms)
    for change in sorted(later, key=lambda change: change.id, reverse=True):
        if change.before is None and ":" in change.name:
            past.pop(change.name, None)
        else:
            past[change.name] = change.before
    return past


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _pledges(convention: Convention) -> Sequence[Pledge]:
    rows = select(Pledge).where(Pledge.convention_id == convention.id)
    options = joinedload(Pledge.group), selectinload(Pledge.conditions)
    return db.session.scalars(rows.options(*options).order_by(Pledge.group_id, Pledge.year, Pledge.id)).all()


def _changes(
    convention: Convention, pledges: Sequence[Pledge], *, since: datetime | None = None
) -> Sequence[TermChange]:
    about = or_(
        and_(TermChange.object_kind == "convention", TermChange.object_id == convention.id),
        and_(TermChange.object_kind == "pledge", TermChange.object_id.in_([pledge.id for pledge in pledges])),
    )
    rows = select(TermChange).where(about)
    if since is not None:
        rows = rows.where(TermChange.written_at >= since)
    return db.session.scalars(rows.order_by(TermChange.id)).all()


def _applied_since(pledges: Sequence[Pledge], since: datetime) -> dict[int, tuple[int, int]]:
    rows = (
        select(Amendment.pledge_id, Amendment.delta_minutes, Amendment.overrun_delta_minutes)
        .join(AmendmentApplied, AmendmentApplied.amendment_id == Amendment.id)
        .where(Amendment.pledge_id.in_([pledge.id for pledge in pledges]), AmendmentApplied.applied_at >= since)
    )
    later: dict[int, tuple[int, int]] = {}
    for pledge_id, days, overrun in db.session.execute(rows):
        before = later.get(pledge_id, (0, 0))
        later[pledge_id] = (before[0] + days, before[1] + overrun)
    return later


def list_history(convention: Convention, until: datetime) -> list[Written]:
    """Every amendment and every other change written before a moment, the last first."""
    pledges = {pledge.id: pledge for pledge in _pledges(convention)}
    rows = (
        select(Amendment, AmendmentApplied.applied_at)
        .outerjoin(AmendmentApplied, AmendmentApplied.amendment_id == Amendment.id)
        .where(Amendment.pledge_id.in_(pledges), Amendment.written_at < until)
    )
    told = [
        Written(row.written_at, amendment=row, pledge=pledges[row.pledge_id], applied_at=applied_at)
        for row, applied_at in db.session.execute(rows)
    ]
    changes = (change for change in _changes(convention, list(pledges.values())) if change.written_at < until)
    told += [
        Written(change.written_at, change=change, pledge=pledges.get(change.object_id))
        if change.object_kind == "pledge"
        else Written(change.written_at, change=change)
        for change in changes
    ]
    return sorted(told, key=lambda each: each.at, reverse=True)
