"""A scored offer as the reader of the list sees it: its score, and its reasons when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.catalogue import Catalogue
from matching.question import Question
from matching.reasons import Case, explain
from matching.scoring import Scored
from matching.types import Hit, Offer, Said

#: Share of a word from which an offer is said to answer it.
ANSWERED = 0.2


@dataclass(frozen=True, slots=True)
class Asking:
    """One need asked of a catalogue."""

    need: str
    question: Question
    scored: Scored
    catalogue: Catalogue


def hit_of(asking: Asking, place: int) -> Hit:
    """Return the hit of the offer at `place` of what was scored; its reasons are worked out when they are read."""
    catalogue, scored = asking.catalogue, asking.scored
    offer = catalogue.shelf[int(scored.slots[place])]
    value = float(scored.scores[place])
    given = _Given(offer, value, scored.answered[:, place].copy(), catalogue.vocabulary.lexicon.words)
    return Hit(offer.id, value, explain=partial(_explain, asking.need, asking.question, given))


class _Given(NamedTuple):
    """What an offer answers: weight of each word of the need, in nats, shape (words,)."""

    offer: Offer
    score: float
    answered: npt.NDArray[np.float64]
    terms: list[str]


def _explain(need: str, question: Question, given: _Given) -> Said:
    """Return the reasons of a score.

    It is shared out over the words that the offer answers, in proportion to the weight that it answers of each. Words
    answered by less than ANSWERED get nothing and are told as unanswered, unless there are no others.
    """
    told = given.answered * (given.answered >= ANSWERED * question.weights)
    if not told.any():
        told = given.answered
    shares = tuple((told * (given.score / told.sum())).tolist())
    return explain(Case(need, question.asked, given.offer, shares, given.terms))
