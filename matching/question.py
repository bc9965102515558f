"""A need, read against a catalogue: what each of its words weighs, and which terms of the offers answer it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.background import CORRECTED
from matching.catalogue import Catalogue
from matching.formulas import weigh
from matching.normalize import Token, tokens
from matching.senses import NONE, senses
from matching.stems import stem
from matching.stopwords import STOP_WORDS
from matching.types import Tie
from matching.typos import likeness
from matching.vocabulary import LEAST

#: Terms that answer one word, at most.
WIDTH = 24
#: A spelling is worth nothing from this likeness down, and everything at 1.
LIKE = 0.6
#: What it is worth when the word was read as another one already.
READ_OTHERWISE = 0.8
#: A tie of at least this worth makes a term one of those that hold the word.
STRONG = 0.5


class Answer(NamedTuple):
    """A term of the offers that answers a word of the need, and the word or phrase through which it does."""

    term: int
    worth: float
    tie: Tie
    through: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of the need: as written, what it may have been meant for, and the terms that answer it, best first."""

    token: Token
    meant: tuple[tuple[str, float], ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A need as arrays, for scoring.

    Attributes
    ----------
    asked : tuple of Asked
        The different words of the need, in its order.
    weights : array (words,)
        What each is worth, in nats.
    senses : array (words,)
        Row of each in the table of senses, NONE where it has none.
    terms : array (terms,)
        The terms that answer any of them, ascending.
    words, ties, firsts : arrays (pairs,), (pairs,), (terms + 1,)
        Pairs of a term and a word that it answers, with what the tie is worth, in the order of `terms`; those of term i
        stand from firsts[i] to firsts[i + 1].
    """

    asked: tuple[Asked, ...]
    weights: npt.NDArray[np.float64]
    senses: npt.NDArray[np.int64]
    terms: npt.NDArray[np.int64]
    words: npt.NDArray[np.int64]
    ties: npt.NDArray[np.float64]
    firsts: npt.NDArray[np.int64]


def read(need: str, catalogue: Catalogue) -> Question:
    """Read a need. O(words x (vocabulary / 64 + family)), whatever the number of offers."""
    found: dict[str, Token] = {}
    for token in tokens(need):
        found.setdefault(token.folded, token)
    meanings = {folded: _meant(folded, catalogue) for folded in found}
    kept = [token for folded, token in found.items() if not _is_slip_of_stop_word(folded, meanings[folded], catalogue)]
    phrases = _phrase_answers([meanings[token.folded] for token in kept], catalogue)
    asked = []
    for place, token in enumerate(kept):
        meant = meanings[token.folded]
        answers = _word_answers(place, token.folded, meant, catalogue)
        for answer in phrases.get(place, ()):
            _keep_better(answers, answer)
        asked.append(Asked(token, meant, _widest(answers, catalogue)))
    return _as_arrays(tuple(asked), _weights(asked, catalogue))


def _meant(folded: str, catalogue: Catalogue) -> tuple[tuple[str, float], ...]:
    """Return what a word may have been meant for; one that an offer or the thesaurus holds is meant as it stands."""
    if catalogue.holds(folded) or catalogue.thesaurus.equivalents(stem(folded)):
        return ((folded, 1.0),)
    return catalogue.background.meant(folded)


def _is_slip_of_stop_word(folded: str, meant: tuple[tuple[str, float], ...], catalogue: Catalogue) -> bool:
    word = meant[0][0]
    return word != folded and word in STOP_WORDS and not catalogue.holds(folded)


def _word_answers(
    place: int, folded: str, meant: tuple[tuple[str, float], ...], catalogue: Catalogue
) -> dict[int, Answer]:
    vocabulary = catalogue.vocabulary
    answers: dict[int, Answer] = {}
    through = (place, place + 1)
    for word, share in meant:
        for kin in vocabulary.kin(word):
            tie: Tie = kin.tie if word == folded else "spelling"
            _keep_better(answers, Answer(kin.term, kin.worth * share, tie, through))
    if len(folded) < CORRECTED or folded.isdigit() or catalogue.holds(folded):
        return answers
    exists = meant[0][0] == folded
    for number, edits in vocabulary.lexicon.near(folded, 1 if exists or len(folded) < 7 else 2):
        worth = (likeness(folded, vocabulary.lexicon.words[number], edits) - LIKE) / (1 - LIKE)
        worth *= 1.0 if exists else READ_OTHERWISE
        if worth > LEAST:
            _keep_better(answers, Answer(number, worth, "spelling", through))
    return answers


def _phrase_answers(meanings: list[tuple[tuple[str, float], ...]], catalogue: Catalogue) -> dict[int, list[Answer]]:
    """Return, for each word of a phrase that the thesaurus knows, the terms that answer the phrase."""
    stems = [stem(meant[0][0]) for meant in meanings]
    found: dict[int, list[Answer]] = defaultdict(list)
    for start, end, phrase in catalogue.thesaurus.find(stems):
        answers = [
            Answer(term, equivalent.weight, "synonym", (start, end))
            for equivalent in catalogue.thesaurus.equivalents(phrase)
            for term in catalogue.vocabulary.with_stem(equivalent.phrase)
        ]
        for place in range(start, end):
            found[place] += answers
    return found


def _keep_better(answers: dict[int, Answer], answer: Answer) -> None:
    known = answers.get(answer.term)
    if known is None or known.worth < answer.worth:
        answers[answer.term] = answer


def _widest(answers: dict[int, Answer], catalogue: Catalogue) -> tuple[Answer, ...]:
    held, words = catalogue.held.view(), catalogue.vocabulary.lexicon.words
    there = [answer for answer in answers.values() if held[answer.term]]
    if len(there) > 1:
        there.sort(key=lambda answer: (-answer.worth, words[answer.term]))
    return tuple(there[:WIDTH])


def _weights(asked: list[Asked], catalogue: Catalogue) -> npt.NDArray[np.float64]:
    held, chance = catalogue.held.view(), catalogue.background.chance
    chances, counts = [], []
    for each in asked:
        total = sum(share for _word, share in each.meant)
        chances.append(sum(share * chance(word) for word, share in each.meant) / total)
        counts.append(float(sum(held[answer.term] for answer in each.answers if answer.worth >= STRONG)))
    return weigh(np.array(chances), np.array(counts), len(catalogue), catalogue.settings)


def _sense(asked: Asked) -> int:
    place = senses().place(asked.token.folded)
    return place if place != NONE else senses().place(asked.meant[0][0])


def _as_arrays(asked: tuple[Asked, ...], weights: npt.NDArray[np.float64]) -> Question:
    pairs = sorted((answer.term, word, answer.worth) for word, each in enumerate(asked) for answer in each.answers)
    terms: list[int] = []
    firsts: list[int] = []
    for place, (term, _word, _worth) in enumerate(pairs):
        if not terms or terms[-1] != term:
            terms.append(term)
            firsts.append(place)
    return Question(
        asked=asked,
        weights=weights,
        senses=np.array([_sense(each) for each in asked], dtype=np.int64),
        terms=np.array(terms, dtype=np.int64),
        words=np.array([word for _term, word, _worth in pairs], dtype=np.int64),
        ties=np.array([worth for _term, _word, worth in pairs], dtype=np.float64),
        firsts=np.array([*firsts, len(pairs)], dtype=np.int64),
    )
