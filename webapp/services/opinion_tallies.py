"""What firms and experts said of their missions, in sums, with the rate of answers. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select

from webapp.domain.opinions import SCORES, Opinions, OpinionTotal
from webapp.extensions import db
from webapp.models.conventions import Convention, Pledge
from webapp.models.missions import Mission
from webapp.models.opinions import Opinion


def opinions_of(convention_ids: Collection[int], *, until: datetime, group_id: int | None = None) -> Opinions:
    """The answers about the missions of some conventions, or of one group in them, given before a moment."""
    said = Opinion.answered_at < until
    rows = _counted(Opinion.side, said=said).where(Pledge.convention_id.in_(convention_ids), Opinion.created_at < until)
    if group_id is not None:
        rows = rows.where(Pledge.group_id == group_id)
    return _opinions({side: counts for side, *counts in db.session.execute(rows.group_by(Opinion.side))})


def opinions_by_territory(territory_ids: Collection[int]) -> dict[int, Opinions]:
    """The same of every convention of some territories until now, territory by territory."""
    keys = Convention.territory_id, Opinion.side
    rows = (
        _counted(*keys, said=Opinion.answered_at.is_not(None))
        .join(Convention, Convention.id == Pledge.convention_id)
        .where(Convention.territory_id.in_(territory_ids))
        .group_by(*keys)
    )
    found: dict[int, dict[str, list[int]]] = {}
    for territory_id, side, *counts in db.session.execute(rows):
        found.setdefault(territory_id, {})[side] = counts
    return {territory_id: _opinions(counts) for territory_id, counts in found.items()}


def _opinions(counts: dict[str, list[int]]) -> Opinions:
    return Opinions(OpinionTotal(*counts.get("contact", ())), OpinionTotal(*counts.get("expert", ())))


def _counted(*keys: Any, said: Any) -> Select[Any]:
    """How many were asked, and how many gave each answer."""
    counts = [func.coalesce(func.sum(case(((Opinion.score == score) & said, 1), else_=0)), 0) for score in SCORES]
    return (
        select(*keys, func.count(Opinion.id), *counts)
        .select_from(Opinion)
        .join(Mission, Mission.id == Opinion.mission_id)
        .join(Pledge, Pledge.id == Mission.pledge_id)
    )
