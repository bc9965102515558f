"""Whole collections: is the right offer near the top?"""

from __future__ import annotations

import random

from benchmarks.quality.engines import Factory
from benchmarks.quality.figures import mean, ndcg
from benchmarks.quality.texts import Collection


def measure_ranking(factory: Factory, collection: Collection, sample: int | None = None) -> dict[str, float]:
    """nDCG@10 for each kind of needs; with `sample`, over so many needs drawn once and for all."""
    engine = factory(collection.offers)
    return {
        kind: mean(
            ndcg([offer for offer, _score in engine.search(needs[need], 10)], collection.grades.get(need, {}))
            for need in _asked(collection, kind, sample)
        )
        for kind, needs in collection.needs.items()
    }


def _asked(collection: Collection, kind: str, sample: int | None) -> list[str]:
    needs = list(collection.needs[kind])
    if sample is None or sample >= len(needs):
        return needs
    return random.Random(f"sample|{collection.name}").sample(needs, sample)
