"""Conventions and pledges: which pledge answers for an expert on a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from webapp.extensions import db
from webapp.models.conventions import Convention, Pledge, binds_on
from webapp.models.groups import Group
from webapp.models.territories import Territory


def find_convention(territory: Territory, on: date) -> Convention | None:
    """The signed convention of a territory in force on a day; the latest to begin where two overlap."""
    rows = select(Convention).where(binds_on(territory.id, on)).order_by(Convention.starts_on.desc())
    return db.session.scalar(rows.limit(1))


def find_pledge(group: Group, territory: Territory, on: date) -> Pledge | None:
    """The pledge that the days of this group's people are booked on: its own, else its parent's, on that day's convention.

    A yearly pledge answers with the row of that year.
    """
    convention = find_convention(territory, on)
    if convention is None:
        return None
    return _pledge_of(group, convention, on) or (_pledge_of(group.parent, convention, on) if group.parent else None)


def _pledge_of(group: Group, convention: Convention, on: date) -> Pledge | None:
    return db.session.scalar(
        select(Pledge)
        .where(
            Pledge.convention_id == convention.id,
            Pledge.group_id == group.id,
            (Pledge.year == on.year) | Pledge.year.is_(None),
        )
        .order_by(Pledge.year.is_(None))
        .limit(1)
    )
