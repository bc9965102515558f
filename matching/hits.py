"""A scored offer as the reader of the list sees it: its score, and its reasons when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.catalogue import Catalogue
from matching.question import Question
from matching.reasons import Case, explain
from matching.scoring import Scored
from matching.senses import NONE
from matching.types import Hit, Offer, Said

#: Share of a word from which an offer is said to answer it.
ANSWERED = 0.2


class Asking(NamedTuple):
    """One need asked of a catalogue."""

    need: str
    question: Question
    scored: Scored
    catalogue: Catalogue


def hits_of(asking: Asking, places: Sequence[int]) -> list[Hit]:
    """Return the hits of the offers at `places` of what was scored; their reasons are worked out when they are read."""
    scored, shelf, terms = asking.scored, asking.catalogue.shelf, asking.catalogue.vocabulary.lexicon.words
    chosen = np.array(places, dtype=np.int64)
    hits = []
    for slot, score, answered, sensed in zip(
        scored.slots.take(chosen).tolist(),
        scored.scores.take(chosen).tolist(),
        scored.answered.take(chosen, axis=1).T,
        scored.sensed.take(chosen, axis=1).T,
        strict=True,
    ):
        offer = shelf[slot]
        given = _Given(offer, score, answered, sensed)
        hits.append(Hit(offer.id, score, explain=partial(_explain, asking.need, asking.question, given, terms)))
    return hits


class _Given(NamedTuple):
    """What an offer answers of each word of the need, by its words and by its sense, in nats, shape (words,)."""

    offer: Offer
    score: float
    answered: npt.NDArray[np.float64]
    sensed: npt.NDArray[np.float64]


def _explain(need: str, question: Question, given: _Given, terms: list[str]) -> Said:
    """Return the reasons of a score.

    It is shared out over the words that the offer answers, in proportion to the weight that it answers of each. What its
    words answer by less than ANSWERED is not told of them, unless there is nothing else.
    """
    told = given.answered * (given.answered >= ANSWERED * question.weights)
    sensed = np.maximum(given.sensed, 0.0)
    if not told.any() and not (sensed * (question.senses != NONE)).any():
        told = given.answered
    places = question.senses.tolist()
    return explain(Case(need, question.asked, given.offer, given.score, told.tolist(), sensed.tolist(), places, terms))
