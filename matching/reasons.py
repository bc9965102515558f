"""Why an offer answers a need: words of one, words of the other, how they are tied, and what each tie adds to the score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matching.groups import Sought, compounds, groups
from matching.normalize import Token, composed, tokens
from matching.question import Answer, Asked
from matching.senses import NONE, Floats, senses
from matching.stems import stem
from matching.thesaurus import places_of
from matching.types import Offer, Reason, Said, Tie

#: Two words are told as near in sense from this cosine up; where nothing else can be told, the nearest two are.
NEAR, NEAREST = 0.4, -1.0

#: Ties to words that the offer holds, if written otherwise; the nearest first.
_WRITTEN: tuple[Tie, ...] = ("same", "form", "spelling")

_Fields = list[tuple[str, list[Token]]]
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Case:
    """What a score was made of.

    Attributes
    ----------
    need : str
    asked : tuple of Asked
    offer : Offer
    score : float
    answered, sensed : sequences of float
        What the words and the sense of the offer answer of each word of the need, in nats; 0 for what is not to be told.
    places : sequence of int
        Row of each word of the need in the table of senses.
    terms : sequence of str
        The vocabulary: number -> term.
    """

    need: str
    asked: tuple[Asked, ...]
    offer: Offer
    score: float
    answered: Sequence[float]
    sensed: Sequence[float]
    places: Sequence[int]
    terms: Sequence[str]


class _Directed(NamedTuple):
    """The words of an offer whose direction is known, as they are written, and where they point: shape (words, WIDTH)."""

    words: list[str]
    rows: Floats


class _Tied(NamedTuple):
    """Words of the offer that answer some of the need, how, and what that is worth in nats."""

    found: str
    tie: Tie
    worth: float


def explain(case: Case) -> Said:
    """Return the reasons, largest share first, and what nothing answers, rarest first. The shares sum to the score."""
    fields = [(composed(text), tokens(text)) for text in (case.offer.title, *case.offer.skills, case.offer.text)]
    directed = _directed(fields)
    tied = _tied(case, fields, directed, NEAR) or _tied(case, fields, directed, NEAREST)
    whole = sum(each.worth for each in tied.values())
    need = composed(case.need)
    tied = _joined(tied, case, need, fields)
    reasons = [
        Reason(_written(need, case.asked, span), each.found, each.tie, each.worth * case.score / whole)
        for span, each in tied.items()
    ]
    reasons.sort(key=lambda reason: -reason.share)
    told = {
        place for first, end in tied for place in range(first, end) if case.answered[place] + case.sensed[place] > 0
    }
    chances = {word.token: word.word.chance for place, word in enumerate(case.asked) if place not in told}
    rest = sorted(compounds(need, chances), key=lambda words: min(chances[word] for word in words))
    return tuple(reasons), tuple(need[words[0].start : words[-1].end] for words in rest)


def _tied(case: Case, fields: _Fields, directed: _Directed, least: float) -> dict[_Span, _Tied]:
    tied: dict[_Span, _Tied] = {}
    for place, word in enumerate(case.asked):
        worth = case.answered[place] + case.sensed[place]
        best = _found(word, fields, case.terms) if case.answered[place] > 0 else None
        if best is not None:
            span, found, tie = best[0].through, best[1], best[0].tie
        else:
            span, found, tie = (place, place + 1), _near(case.places[place], directed, least), "near"
        if found and worth > 0:
            known = tied.get(span, _Tied(found, tie, 0.0))
            tied[span] = known._replace(worth=known.worth + worth)
    return tied


def _joined(tied: dict[_Span, _Tied], case: Case, need: str, fields: _Fields) -> dict[_Span, _Tied]:
    """Return the same ties, words that stand side by side in the need and in the offer told together."""
    sought = {}
    for place, word in enumerate(case.asked):
        if (known := tied.get((place, place + 1))) and known.tie in _WRITTEN:
            terms = {case.terms[answer.term] for answer in word.answers if answer.tie in _WRITTEN}
            sought[place] = Sought(word.token, terms)
    joined = dict(tied)
    for first, last, found in groups(need, sought, fields):
        its = [joined.pop((place, place + 1)) for place in range(first, last)]
        tie = max((each.tie for each in its), key=_WRITTEN.index)
        joined[first, last] = _Tied(found, tie, sum(each.worth for each in its))
    return joined


def _directed(fields: _Fields) -> _Directed:
    table = senses()
    words = [(token.written, table.place(token.folded)) for _text, read in fields for token in read]
    known = [(written, place) for written, place in words if place != NONE]
    places = np.array([place for _written, place in known], dtype=np.int64)
    return _Directed([written for written, _place in known], table.units(places))


def _near(place: int, directed: _Directed, least: float) -> str:
    """Return the word of the offer that is nearest in sense, nothing where none is at least so near."""
    if place == NONE or not directed.words:
        return ""
    cosines = np.round(directed.rows @ senses().units(np.array([place]))[0], 9)
    best = int(np.argmax(cosines))
    return directed.words[best] if cosines[best] >= least else ""


def _found(word: Asked, fields: _Fields, terms: Sequence[str]) -> tuple[Answer, str] | None:
    for answer in word.answers:
        term = terms[answer.term]
        for text, read in fields:
            written = _place(term, text, read)
            if written:
                return answer, written
    return None


def _place(term: str, text: str, read: list[Token]) -> str:
    """Return `term` as a field writes it, nothing where it does not hold it."""
    if " " not in term:
        return next((token.written for token in read if token.folded == term), "")
    known, stems = term.split(), [stem(token.folded) for token in read]
    for start, its_stem in enumerate(stems):
        if its_stem == known[0] and (places := places_of(known, stems, start)):
            return text[read[start].start : read[places[-1]].end]
    return ""


def _written(need: str, asked: tuple[Asked, ...], through: _Span) -> str:
    first, last = asked[through[0]].token, asked[through[1] - 1].token
    return need[first.start : last.end]
