"""A scored offer as the reader of the list sees it: its score, and its reasons when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from matching.question import Question
from matching.reasons import Case, explain
from matching.scoring import Scored
from matching.senses import NONE
from matching.shelf import Shelf
from matching.types import Hit, Offer, Said

#: Share of a word from which an offer is said to answer it.
ANSWERED = 0.2


class Asking(NamedTuple):
    """One need asked of a catalogue, and the terms of its offers: number -> term."""

    need: str
    question: Question
    scored: Scored
    terms: Sequence[str]


def hits_of(asking: Asking, shelf: Shelf, places: Sequence[int]) -> list[Hit]:
    """Return the hits of the offers at `places` of what was scored; their reasons are worked out when they are read."""
    slots, scores = asking.scored.slots, asking.scored.scores
    hits = []
    for place in places:
        offer = shelf[slots.item(place)]
        hits.append(Hit(offer.id, scores.item(place), explain=partial(_explain, asking, offer, place)))
    return hits


def _explain(asking: Asking, offer: Offer, place: int) -> Said:
    """Return the reasons of a score.

    It is shared out over the words that the offer answers, in proportion to the weight that it answers of each. What its
    words answer by less than ANSWERED is not told of them, unless there is nothing else.
    """
    need, question, scored, terms = asking
    answered = scored.answered[:, place]
    told = answered * (answered >= ANSWERED * question.weights)
    sensed = np.maximum(scored.sensed[:, place], 0.0)
    if not told.any() and not (sensed * (question.senses != NONE)).any():
        told = answered
    score, places = scored.scores.item(place), question.senses.tolist()
    return explain(Case(need, question.asked, offer, score, told.tolist(), sensed.tolist(), places, terms))
