"""Needs that resemble each other."""

from __future__ import annotations

from collections.abc import Iterable

from matching.types import Hit, Likeness


def nearest(hits: Iterable[Hit]) -> list[Likeness]:
    """Return what the hits among needs say."""
    return [Likeness(hit.offer_id, hit.score, "same" if hit.score > 0.8 else "shared") for hit in hits]
