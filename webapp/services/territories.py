"""Territories: which there are, which one a commune belongs to."""

from __future__ import annotations

from sqlalchemy import select

from webapp.extensions import db
from webapp.models.territories import Territory, territory_commune


def list_territories() -> list[Territory]:
    """Every territory, by name."""
    return list(db.session.scalars(select(Territory).order_by(Territory.name)))


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


def find_only_territory() -> Territory | None:
    """The territory of an installation that serves one; None where it serves several."""
    found = list_territories()
    return found[0] if len(found) == 1 else None
