"""Territories: which there are, which one a commune belongs to, a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.conventions import Convention, Pledge
from webapp.models.groups import Group
from webapp.models.territories import Commune, Territory, territory_commune
from webapp.services.steps import record


@dataclass(frozen=True)
class TerritoryFacts:
    """What is known of a territory when it is opened; `models/territories.py` says what each is."""

    code: str
    name: str
    operator_name: str
    contact_name: str
    contact_phone: str
    contact_email: str


def open_territory(facts: TerritoryFacts, sirens: frozenset[str], *, by: Actor, now: datetime) -> int:
    """Add a territory of the communes of these groupings, with the usual delays and no rule; how many communes it has.

    Its public holidays are those of the department in which most of its people live.
    """
    territory = Territory(created_at=now, **vars(facts))
    db.session.add(territory)
    db.session.flush()
    inside = db.session.scalars(select(Commune.insee).where(Commune.epci_siren.in_(sirens))).all()
    db.session.execute(insert(territory_commune), [{"territory_id": territory.id, "insee": insee} for insee in inside])
    territory.department = main_department(territory)
    record(territory, "open", by=by, now=now)
    return len(inside)


def main_department(territory: Territory) -> str | None:
    """The department in which most people of a territory live; None without a commune."""
    return db.session.scalar(
        select(Commune.department)
        .join(territory_commune, territory_commune.c.insee == Commune.insee)
        .where(territory_commune.c.territory_id == territory.id)
        .group_by(Commune.department)
        .order_by(func.sum(Commune.population).desc(), Commune.department)
        .limit(1)
    )


def list_territories() -> list[Territory]:
    """Every territory, by name."""
    return list(db.session.scalars(select(Territory).order_by(without_accents(Territory.name))))


def find_territory(code: str) -> Territory | None:
    """The territory of that code."""
    return db.session.scalar(select(Territory).where(Territory.code == code))


def find_territory_of(insee: str) -> Territory | None:
    """The territory that a commune belongs to; the first by code where two claim it."""
    return db.session.scalar(
        select(Territory)
        .join(territory_commune, territory_commune.c.territory_id == Territory.id)
        .where(territory_commune.c.insee == insee)
        .order_by(Territory.code)
        .limit(1)
    )


def list_pledging_territories(group: Group) -> list[Territory]:
    """Where a group, or its parent, has pledged days."""
    groups = [group.id, *([group.parent_id] if group.parent_id else [])]
    pledging = (
        select(Convention.territory_id)
        .join(Pledge, Pledge.convention_id == Convention.id)
        .where(Pledge.group_id.in_(groups), Convention.state == "signed")
    )
    return list(db.session.scalars(select(Territory).where(Territory.id.in_(pledging)).order_by(Territory.id)))


def find_only_territory() -> Territory | None:
    """The territory of an installation that serves one; None where it serves several."""
    found = list_territories()
    return found[0] if len(found) == 1 else None
