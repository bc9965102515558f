"""The figures of a ranking, each from its definition."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.stats import rankdata


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Discounted gain of the first `depth` offers (2^grade - 1, over log2 of the place + 1), out of the best possible."""

    def gain(row: Iterable[int]) -> float:
        return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(row))

    best = gain(sorted(grades.values(), reverse=True)[:depth])
    return gain(grades.get(offer, 0) for offer in ranked[:depth]) / best if best else 0.0


def auroc(answered: Sequence[float], unanswered: Sequence[float]) -> float:
    """Chance that a need with an answer scores above one without; equal scores count half (Mann and Whitney, 1947)."""
    if not answered or not unanswered:
        return math.nan
    ranks = rankdata([*answered, *unanswered])
    wins = ranks[: len(answered)].sum() - len(answered) * (len(answered) + 1) / 2
    return float(wins / (len(answered) * len(unanswered)))


def quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` of them lie under, taken among them."""
    if not values:
        return math.nan
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def share_reaching(scores: Sequence[float], floor: float) -> float:
    """Share of `scores` that reach `floor`; no score at all never does."""
    return mean(score >= floor and score > 0 for score in scores)


def mean(values: Iterable[float]) -> float:
    """The mean, not a number for nothing."""
    found = list(values)
    return float(np.mean(found)) if found else math.nan
