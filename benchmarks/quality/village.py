"""What a territory has: catalogues of 32 offers drawn from a collection, and needs that nobody there answers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.quality.engines import Engine, Factory
from benchmarks.quality.figures import auroc, mean, quantile, share_reaching
from benchmarks.quality.texts import Collection
from matching import Offer

OFFERS, VILLAGES, NEEDS = 32, 25, 16

#: Share of the answerable needs that lie under the floor of "through".
DROPPED = 0.1


@dataclass(frozen=True)
class Village:
    """A small catalogue, needs that it answers and needs that it does not (ids)."""

    offers: Sequence[Offer]
    answered: Sequence[str]
    unanswered: Sequence[str]


@dataclass(frozen=True)
class VillageFigures:
    """First@1; AUROC of the best score; unanswerable needs that pass the score keeping 90 % of the answerable ones."""

    first: float
    auroc: float
    through: float


def draw_villages(collection: Collection, kind: str) -> list[Village]:
    """The same villages at each call, whatever the engine."""
    chance = random.Random(f"village|{collection.name}|{kind}")
    return [_draw(collection, kind, chance) for _number in range(VILLAGES)]


def _draw(collection: Collection, kind: str, chance: random.Random) -> Village:
    offers = chance.sample(collection.offers, min(OFFERS, len(collection.offers)))
    here = {offer.id for offer in offers}
    asked = collection.needs[kind]
    inside = sorted(need for need, grades in collection.grades.items() if need in asked and here & grades.keys())
    outside = sorted(need for need in asked if not here & collection.grades[need].keys())
    answered = chance.sample(inside, min(NEEDS, len(inside)))
    return Village(offers, answered, chance.sample(outside, min(NEEDS, len(outside))))


def measure_village(factory: Factory, collection: Collection, kind: str) -> VillageFigures:
    """Ask each village its needs; the scores of all villages are compared with each other."""
    needs, firsts, yes, no = collection.needs[kind], [], [], []
    for village in draw_villages(collection, kind):
        engine = factory(village.offers)
        for need in village.answered:
            offer, score = _first(engine, needs[need])
            firsts.append(offer in collection.grades[need])
            yes.append(score)
        no += [_first(engine, needs[need])[1] for need in village.unanswered]
    return VillageFigures(mean(firsts), auroc(yes, no), share_reaching(no, quantile(yes, DROPPED)))


def _first(engine: Engine, words: str) -> tuple[str, float]:
    return next(iter(engine.search(words, 1)), ("", 0.0))
