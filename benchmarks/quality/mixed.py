"""Peers that compare strings or mix rankings: rapidfuzz, and a fusion of two engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from benchmarks.quality.engines import Found, words_of
from benchmarks.quality.okapi import Bm25s
from benchmarks.quality.vectors import Characters, best_of
from matching import Offer

#: Places of each ranking that a fusion reads, and the constant that its source found best.
_DEPTH, _CONSTANT = 100, 60


class TokenSet:
    """rapidfuzz's token_set_ratio between the need and each whole offer."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self._ids = [offer.id for offer in offers]
        self._texts = [default_process(words_of(offer)) for offer in offers]

    def search(self, need: str, limit: int) -> Found:
        scores = process.cdist([default_process(need)], self._texts, scorer=fuzz.token_set_ratio, dtype=np.float32)
        return best_of(self._ids, scores[0], limit)


class Fusion:
    """Reciprocal-rank fusion of bm25s and of TF-IDF of characters (Cormack, Clarke and Büttcher, SIGIR 2009)."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self._engines = (Bm25s(offers), Characters(offers))

    def search(self, need: str, limit: int) -> Found:
        points: Counter[str] = Counter()
        for engine in self._engines:
            for place, (offer, _score) in enumerate(engine.search(need, _DEPTH), start=1):
                points[offer] += 1 / (_CONSTANT + place)
        return points.most_common(limit)
