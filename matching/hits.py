"""A scored offer as the reader of the list sees it: its score, and its reasons when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from matching.catalogue import Catalogue
from matching.question import Question
from matching.reasons import Case, explain
from matching.scoring import Scored
from matching.types import Hit

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
    """Return the hit of the offer at `place` of what was scored.

    The score is shared out over the words that the offer answers, in proportion to the weight that it answers of each. Words
    answered by less than ANSWERED get nothing and are told as unanswered, unless there are no others.
    """
    value = float(asking.scored.scores[place])
    answered = asking.scored.answered[:, place]
    told = answered * (answered >= ANSWERED * asking.question.weights)
    if not told.any():
        told = answered
    offer = asking.catalogue.shelf[int(asking.scored.slots[place])]
    shares = tuple((told * (value / told.sum())).tolist())
    case = Case(asking.need, asking.question.asked, offer, shares, asking.catalogue.vocabulary.lexicon.words)
    return Hit(offer.id, value, explain=partial(explain, case))
