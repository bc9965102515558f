"""What is measured: one function for each engine, offers in, something to search out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from matching import Matcher, Offer

Found = list[tuple[str, float]]


class Engine(Protocol):
    """Offers that were read, ready for needs."""

    def search(self, need: str, limit: int) -> Found:
        """At most `limit` (offer id, score), best first; offers that share nothing with the need may be left out."""


Factory = Callable[[Sequence[Offer]], Engine]


class Own:
    """The project's Matcher."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self._matcher = Matcher().fit(offers)

    def search(self, need: str, limit: int) -> Found:
        return [(hit.offer_id, hit.score) for hit in self._matcher.rank(need, limit=limit)]


def words_of(offer: Offer) -> str:
    """An offer as one text, for engines that know no fields."""
    return " ".join((offer.title, *offer.skills, offer.text))
