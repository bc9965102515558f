"""What must hold of the seals of the history, recomputed from the events themselves."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.services.seals import list_broken


def compare_seals() -> Iterator[str]:
    """What was sealed is what stands there: no event was changed, taken away or put between."""
    for seal in list_broken():
        events = f"events {seal.first_event_id} to {seal.last_event_id}"
        yield f"seal {seal.number}, {events}: not what was sealed on {seal.sealed_at:%Y-%m-%d %H:%M} UTC"


CHECKS = (compare_seals,)
