"""The project's own collection: does the expert come first, and is it said when nobody fits?"""

from __future__ import annotations

import math
from dataclasses import dataclass

from benchmarks.quality.engines import Factory
from benchmarks.quality.figures import auroc, mean, ndcg, share_reaching
from benchmarks.quality.texts import Collection

#: Grade from which an offer answers a need.
ANSWERS = 2


@dataclass(frozen=True)
class OwnFigures:
    """Figures of one engine on the own collection, each in [0, 1].

    Attributes
    ----------
    first : float
        Share of the answerable needs whose first offer is one of those judged best.
    ndcg : float
        nDCG@10 over the answerable needs.
    auroc : float
        Chance that an answerable need scores above one that nobody answers.
    kept, passed : float
        Share of the answerable, and of the unanswerable needs whose best score reaches `floor`; not a number without one.
    """

    first: float
    ndcg: float
    auroc: float
    kept: float
    passed: float


def measure_own(factory: Factory, collection: Collection, floor: float = math.nan) -> OwnFigures:
    """Measure an engine; `floor` is the score under which it says that nobody fits."""
    engine = factory(collection.offers)
    firsts, gains, yes, no = [], [], [], []
    for need, words in collection.needs["typed"].items():
        grades = collection.grades.get(need, {})
        found = engine.search(words, 10)
        score = found[0][1] if found else 0.0
        if not is_answerable(collection, need):
            no.append(score)
            continue
        yes.append(score)
        firsts.append(bool(found) and grades.get(found[0][0], 0) == max(grades.values()))
        gains.append(ndcg([offer for offer, _score in found], grades))
    kept, through = (math.nan if math.isnan(floor) else share_reaching(scores, floor) for scores in (yes, no))
    return OwnFigures(mean(firsts), mean(gains), auroc(yes, no), kept, through)


def is_answerable(collection: Collection, need: str) -> bool:
    """True when some offer answers the need."""
    return max(collection.grades.get(need, {}).values(), default=0) >= ANSWERS
