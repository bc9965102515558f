"""Needs that resemble each other: the same request filed twice, or two that could share a visit."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from matching.types import Likeness

#: From here up two needs say the same; from here up they have a subject in common.
SAME, SHARED = 0.75, 0.3


def both_ways(forth: npt.NDArray[np.float64], back: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the harmonic mean of the share of one need that the other answers and the share of the other that it asks.

    1 when both say the same words; low when one is only a part of the other. Shapes (needs,).
    """
    total = forth + back
    return np.divide(2 * forth * back, total, out=np.zeros_like(total), where=total > 0)


def nearest(pairs: Iterable[tuple[str, float]], limit: int) -> list[Likeness]:
    """Return the needs with a subject in common, nearest first, ties in the order of ids."""
    order = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
    return [
        Likeness(need_id, score, "same" if score >= SAME else "shared")
        for need_id, score in order[:limit]
        if score >= SHARED
    ]
