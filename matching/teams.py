"""Complementary offers for one need."""

from __future__ import annotations

from collections.abc import Callable

from matching.normalize import tokens
from matching.types import Hit, Part, Team


def gather(rank: Callable[..., list[Hit]], need: str, size: int) -> Team:
    """Return complementary offers that together cover `need`."""
    hits = rank(need, limit=size)
    words = [token.written for token in tokens(need)]
    uncovered = tuple(word for word in words if all(word in hit.unanswered for hit in hits))
    members = tuple(hit.offer_id for hit in hits)
    return Team(tuple(hits), (Part(need, members),), max((hit.score for hit in hits), default=0.0), uncovered)
