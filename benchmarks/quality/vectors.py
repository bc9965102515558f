"""Peers of scikit-learn: TF-IDF of characters and of words, cosine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.quality.engines import Found, words_of
from matching import Offer


class _Vectors:
    """Cosine of TF-IDF vectors, as anybody would set it up: sublinear counts, no accents."""

    settings: dict[str, Any] = {}

    def __init__(self, offers: Sequence[Offer]) -> None:
        self._ids = [offer.id for offer in offers]
        self._vectorizer = TfidfVectorizer(
            strip_accents="unicode", sublinear_tf=True, dtype=np.float32, **self.settings
        )
        self._terms = self._vectorizer.fit_transform([words_of(offer) for offer in offers]).T.tocsr()

    def search(self, need: str, limit: int) -> Found:
        asked = self._vectorizer.transform([need])
        return best_of(self._ids, (asked @ self._terms).toarray()[0], limit)


class Characters(_Vectors):
    """Pieces of three to five characters within words."""

    settings = {"analyzer": "char_wb", "ngram_range": (3, 5)}


class Words(_Vectors):
    """Words and pairs of words."""

    settings = {"ngram_range": (1, 2)}


def best_of(ids: Sequence[str], scores: np.ndarray, limit: int) -> Found:
    """The ids of the `limit` highest scores above 0, ties in the order of the offers."""
    if len(scores) > limit:
        least = np.partition(scores, -limit)[-limit]
        places = np.flatnonzero(scores >= max(least, np.finfo(scores.dtype).tiny))
    else:
        places = np.flatnonzero(scores > 0)
    order = places[np.argsort(-scores[places], kind="stable")][:limit]
    return [(ids[place], float(scores[place])) for place in order]
