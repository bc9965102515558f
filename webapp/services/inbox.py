"""What waits for a coordinator, basket by basket. Reads only, in a number of queries that does not grow with the baskets.

A basket holds what one rule says and nothing else; what lies in a hot one waits for an act today. What somebody has seen
and put aside until a day stays in its basket, out of sight, and comes back after that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from webapp.services.basket_entries import Basket, Entry
from webapp.services.basket_missions import list_mission_baskets
from webapp.services.basket_money import list_money_baskets
from webapp.services.basket_needs import list_need_baskets
from webapp.services.basket_people import list_people_baskets
from webapp.services.basket_seen import put_aside


def list_baskets(territory_ids: frozenset[int], now: datetime) -> list[Basket]:
    """Every basket of some territories, in the order of the work: needs, missions, days, money, people, pledges."""
    baskets = [
        *list_need_baskets(territory_ids, now),
        *list_mission_baskets(territory_ids, now),
        *list_money_baskets(territory_ids, now),
        *list_people_baskets(territory_ids, now),
    ]
    return put_aside(baskets, now)


def find_entry(baskets: Iterable[Basket], code: str, kind: str, object_id: int) -> Entry | None:
    """One thing in one basket, in sight or put aside; None when it does not lie there."""
    entries = (entry for basket in baskets if basket.code == code for entry in basket.everything)
    return next((entry for entry in entries if entry.kind == kind and entry.about.id == object_id), None)


def count_waiting_firms(baskets: Iterable[Basket]) -> int:
    """How many firms wait for an act today."""
    hot = (entry for basket in baskets if basket.is_hot for entry in basket.entries)
    return len({_firm_of(entry) for entry in hot} - {None})


def _firm_of(entry: Entry) -> int | None:
    if entry.kind == "advance":
        return int(entry.about.decision.dossier.company_id)
    return None if entry.need is None else entry.need.company_id or -entry.need.id
