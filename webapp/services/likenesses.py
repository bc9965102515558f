"""Needs that resemble one: the same request filed twice, or two that one visit could serve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.extensions import db
from webapp.models.needs import Need
from webapp.services.needs import list_recent_alike
from webapp.services.shortlists import texts_alike

#: States of a need that may still be served, by a visit that serves another one too.
WAITING = ("received", "held", "open")
#: A request filed longer ago than this is another one.
LATELY = timedelta(days=180)
#: Needs compared, the newest first, and those that are shown.
COMPARED, SHOWN = 400, 4


@dataclass(frozen=True)
class Resemblance:
    """Another need of the territory, and what it has in common with this one."""

    need: Need
    says_the_same: bool
    is_of_the_same_firm: bool


def list_resemblances(need: Need) -> list[Resemblance]:
    """Needs of the same territory that say the same, or have a subject in common and still wait; the nearest first."""
    others = {other.id: other for other in _list_compared(need)}
    same_firm = {other.id for other in list_recent_alike(need)}
    found = texts_alike(need.text, {need_id: other.text for need_id, other in others.items()})
    rows = [Resemblance(others[need_id], is_same, need_id in same_firm) for need_id, is_same in found.items()]
    return [row for row in rows if row.says_the_same or row.need.state in WAITING][:SHOWN]


def _list_compared(need: Need) -> list[Need]:
    now = need.received_at or need.created_at
    others = (
        select(Need)
        .where(Need.id != need.id, Need.territory_id == need.territory_id, Need.text != "")
        .where(Need.state.in_(WAITING) | Need.received_at.between(now - LATELY, now + LATELY))
        .where(Need.state != "draft")
        .options(joinedload(Need.company), joinedload(Need.contact))
        .order_by(Need.received_at.desc(), Need.id.desc())
        .limit(COMPARED)
    )
    return list(db.session.scalars(others))
