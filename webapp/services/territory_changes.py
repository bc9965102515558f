"""A territory after its opening: what it is called, whom people write to, its communes, and where communes lie.

Each act leaves its events; the desk shows what changed of the name, the operator, the holidays and the number of communes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select, update

from webapp.domain.distances import Point
from webapp.domain.errors import Refusal
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.companies import Company
from webapp.models.needs import Need
from webapp.models.territories import Commune, Territory, territory_commune
from webapp.services.contracts import Reason, note_changes
from webapp.services.steps import lock, record

#: What the desk shows of a change, before and after; of the contact, a person, only that it changed.
SHOWN = ("name", "operator_name", "department")

#: The states of a request that somebody still follows.
UNDER_WAY = ("received", "held", "open")


def change_territory(territory: Territory, wanted: Mapping[str, str], *, by: Actor, now: datetime) -> list[str]:
    """Write what a territory is called, who runs it, whom people reach, whose holidays count; the names of what changed.

    Pages bear the new words at once, mails from now on; those that wait in the outbox were written with the old ones.

    Raises:
        Refusal: no commune is in that department (`unknown_department`).
    """
    department = wanted.get("department")
    if department and db.session.scalar(select(Commune.insee).where(Commune.department == department).limit(1)) is None:
        raise Refusal("unknown_department", name=department)
    lock(territory)
    before = {name: getattr(territory, name) for name, value in wanted.items() if getattr(territory, name) != value}
    for name in before:
        setattr(territory, name, wanted[name])
        record(territory, "change", by=by, now=now, reason=name)
    shown = [name for name in before if name in SHOWN]
    _note(territory, {name: before[name] for name in shown}, {name: wanted[name] for name in shown}, by=by, now=now)
    return list(before)


def change_communes(
    territory: Territory, joining: Collection[str], leaving: Collection[str], *, by: Actor, now: datetime
) -> tuple[list[Commune], list[Commune]]:
    """Let communes join and leave a territory; those that did. What firms there have asked stays where it is.

    Raises:
        Refusal: a code is of no commune (`unknown_communes`), stands on both sides (`joins_and_leaves`), or none would be
            left (`no_commune_left`).
    """
    if both := sorted(set(joining) & set(leaving)):
        raise Refusal("joins_and_leaves", codes=both)
    known = {commune.insee: commune for commune in _communes([*joining, *leaving])}
    if unknown := sorted({*joining, *leaving} - known.keys()):
        raise Refusal("unknown_communes", codes=unknown)
    lock(territory)
    inside = {commune.insee for commune in list_communes(territory)}
    joined, left = sorted(set(joining) - inside), sorted(set(leaving) & inside)
    if len(inside) + len(joined) == len(left):
        raise Refusal("no_commune_left")
    _write(territory, joined, left)
    for step, codes in (("add_commune", joined), ("withdraw_commune", left)):
        for insee in codes:
            record(territory, step, by=by, now=now, reason=insee)
    counts = len(inside), len(inside) + len(joined) - len(left)
    _note(territory, {"communes": counts[0]}, {"communes": counts[1]}, by=by, now=now)
    db.session.expire(territory, ["communes"])
    return [known[insee] for insee in joined], [known[insee] for insee in left]


def list_communes(territory: Territory) -> list[Commune]:
    """The communes of a territory, by code."""
    joined = territory_commune.c.insee == Commune.insee
    rows = select(Commune).join(territory_commune, joined).where(territory_commune.c.territory_id == territory.id)
    return list(db.session.scalars(rows.order_by(Commune.insee)))


def list_communes_of_groupings(sirens: Collection[str]) -> list[str]:
    """The INSEE codes of the communes of some groupings."""
    return list(db.session.scalars(select(Commune.insee).where(Commune.epci_siren.in_(sirens)).order_by(Commune.insee)))


@dataclass(frozen=True)
class LeftBehind:
    """What stands in communes that left a territory: firms, and how many of their requests it still follows."""

    firms: int
    requests: int


def count_left_behind(territory: Territory, insees: Collection[str]) -> LeftBehind:
    """The firms of some communes, and their requests under way in a territory that the communes have left."""
    there = Company.commune_insee.in_(insees)
    under_way = Need.territory_id == territory.id, Need.state.in_(UNDER_WAY)
    firms = db.session.scalar(select(func.count()).select_from(Company).where(there)) or 0
    requests = select(func.count()).select_from(Need).join(Need.company).where(there, *under_way)
    return LeftBehind(firms, db.session.scalar(requests) or 0)


@dataclass(frozen=True)
class Placed:
    """What became of a file of places: new or moved, as they were, and codes that are of no commune here."""

    changed: int
    same: int
    unknown: int


def place_communes(places: Mapping[str, Point], *, by: Actor, now: datetime) -> Placed:
    """Note where communes lie; distances follow at once. One event for each territory that has some of them."""
    stood = {
        insee: (latitude, longitude)
        for insee, latitude, longitude in db.session.execute(select(Commune.insee, Commune.latitude, Commune.longitude))
    }
    changed = {insee: place for insee, place in places.items() if insee in stood and stood[insee] != place}
    if changed:
        row = update(Commune).where(Commune.insee == bindparam("code"))
        values = {"latitude": bindparam("north"), "longitude": bindparam("east")}
        lines = [{"code": insee, "north": north, "east": east} for insee, (north, east) in changed.items()]
        db.session.connection().execute(row.values(values), lines)
        db.session.expire_all()
    for territory, count in _touched(changed):
        record(territory, "place_communes", by=by, now=now, reason=str(count))
    unknown = len(places.keys() - stood.keys())
    return Placed(len(changed), len(places) - len(changed) - unknown, unknown)


def _touched(insees: Collection[str]) -> list[tuple[Territory, int]]:
    joined = territory_commune.c.territory_id == Territory.id
    pairs = db.session.execute(
        select(Territory, territory_commune.c.insee).join(territory_commune, joined).order_by(Territory.id)
    )
    counts: dict[Territory, int] = {}
    for territory, insee in pairs:
        counts[territory] = counts.get(territory, 0) + (insee in insees)
    return [(territory, count) for territory, count in counts.items() if count]


def _communes(insees: Iterable[str]) -> list[Commune]:
    return list(db.session.scalars(select(Commune).where(Commune.insee.in_(set(insees)))))


def _write(territory: Territory, joined: list[str], left: list[str]) -> None:
    if joined:
        db.session.execute(
            insert(territory_commune), [{"territory_id": territory.id, "insee": insee} for insee in joined]
        )
    if left:
        mine = territory_commune.c.territory_id == territory.id
        db.session.execute(delete(territory_commune).where(mine, territory_commune.c.insee.in_(left)))


def _note(
    territory: Territory, before: dict[str, object], after: dict[str, object], *, by: Actor, now: datetime
) -> None:
    note_changes("territory", territory.id, before, after, Reason(by, now))
    db.session.flush()
