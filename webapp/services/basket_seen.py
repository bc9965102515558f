"""What somebody has seen in a basket: out of sight until a day, then there again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from webapp.clock import local_date
from webapp.domain.baskets import may_put_aside
from webapp.domain.errors import Refusal
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.baskets import BasketSeen
from webapp.services.basket_entries import Basket, Entry
from webapp.services.steps import record

Key = tuple[str, str, int]


def put_aside(baskets: Iterable[Basket], now: datetime) -> list[Basket]:
    """The baskets with what was put aside apart, what comes back first at the head."""
    seen = _list_seen(local_date(now))
    return [_parted(basket, seen) for basket in baskets]


def _parted(basket: Basket, seen: dict[Key, BasketSeen]) -> Basket:
    marked = [replace(entry, seen=seen.get((basket.code, entry.kind, entry.about.id))) for entry in basket.entries]
    aside = [entry for entry in marked if entry.seen is not None]
    return replace(
        basket,
        entries=[entry for entry in marked if entry.seen is None],
        aside=sorted(aside, key=lambda entry: (entry.seen.until, entry.seen.id) if entry.seen else (date.max, 0)),
    )


def _list_seen(today: date) -> dict[Key, BasketSeen]:
    """The last row about each thing, where its day has not passed."""
    last = select(func.max(BasketSeen.id)).group_by(BasketSeen.basket, BasketSeen.object_kind, BasketSeen.object_id)
    rows = (
        select(BasketSeen)
        .where(BasketSeen.until >= today, BasketSeen.id.in_(last))
        .options(joinedload(BasketSeen.account))
    )
    return {(row.basket, row.object_kind, row.object_id): row for row in db.session.scalars(rows) if row.until > today}


def mark_seen(code: str, entry: Entry, until: date, *, by: Actor, now: datetime) -> BasketSeen:
    """Put a thing of a basket aside until a day; whatever becomes of it meanwhile is not hidden from other baskets.

    Raises:
        Refusal: the day has passed, or lies so far away that it would be forgotten (`aside_too_long`).
    """
    if not may_put_aside(until, local_date(now)):
        raise Refusal("aside_too_long")
    return _write(code, entry, until, "see", by=by, now=now)


def bring_back(code: str, entry: Entry, *, by: Actor, now: datetime) -> BasketSeen:
    """Put a thing back in sight before its day."""
    return _write(code, entry, local_date(now), "bring_back", by=by, now=now)


def _write(code: str, entry: Entry, until: date, step: str, *, by: Actor, now: datetime) -> BasketSeen:
    row = BasketSeen(
        basket=code,
        object_kind=entry.kind,
        object_id=entry.about.id,
        until=until,
        account_id=by.id,
        seen_at=now,
    )
    db.session.add(row)
    db.session.flush()
    record(row, step, by=by, now=now, reason=code)
    return row
