"""A card about which somebody was just asked: out of sight until an answer can be there, then back by itself."""

from __future__ import annotations

from datetime import date, datetime

from webapp.clock import local_date
from webapp.domain.baskets import wait_until
from webapp.domain.states import Actor
from webapp.services.basket_seen import mark_seen
from webapp.services.inbox import list_baskets


def let_wait(
    territory_ids: frozenset[int], kind: str, object_id: int, asked: str, *, by: Actor, now: datetime
) -> date | None:
    """Put a thing aside in every basket where it lies now, for as long as what was asked takes; the day it comes back.

    None when it lies nowhere: what was done has dealt with it.
    """
    until = wait_until(asked, local_date(now))
    lies = [
        (basket.code, entry)
        for basket in list_baskets(territory_ids, now)
        for entry in basket.entries
        if entry.kind == kind and entry.about.id == object_id
    ]
    for code, entry in lies:
        mark_seen(code, entry, until, by=by, now=now)
    return until if lies else None
