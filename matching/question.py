"""A need, read against a catalogue: what each of its words weighs, and which terms of the offers answer it."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.catalogue import Catalogue
from matching.formulas import weigh
from matching.normalize import Token, tokens
from matching.stems import stem
from matching.thesaurus import Equivalent
from matching.types import Tie
from matching.words import Answered, Answers, Word, best_of, keep_better, words_of

Ints = npt.NDArray[np.int64]
#: Words of a need that stand together: the first, and one past the last.
Span = tuple[int, int]

_FIRST = np.zeros(1, dtype=np.int64)


class Answer(NamedTuple):
    """A term of the offers that answers a word of the need, and the word or phrase through which it does."""

    term: int
    worth: float
    tie: Tie
    through: Span


class Asked(NamedTuple):
    """One word of the need: as written, where it stands among them, and what answers it, by itself or within phrases.

    Attributes
    ----------
    through : dict
        term -> the words of the phrase through which it answers this one, (first, one past the last)
    """

    token: Token
    place: int
    word: Word
    answered: Answered
    through: dict[int, Span]

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The terms that answer it, best first."""
        alone = (self.place, self.place + 1)
        return tuple(Answer(*tied, self.through.get(tied[0], alone)) for tied in self.answered.best)


class Question(NamedTuple):
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
    """Read a need. O(words x family), whatever the number of offers."""
    found: dict[str, Token] = {}
    for token in tokens(need):
        found.setdefault(token.folded, token)
    words = words_of(found, catalogue)
    kept = [(token, word) for folded, token in found.items() if (word := words[folded]) is not None]
    phrases = _phrases([word for _token, word in kept], catalogue)
    asked = []
    for place, (token, word) in enumerate(kept):
        through: dict[int, Span] = {}
        answered = (
            _with_phrases(word.answered, phrases[place], through, catalogue) if place in phrases else word.answered
        )
        asked.append(Asked(token, place, word, answered, through))
    return _as_arrays(tuple(asked), catalogue)


def _phrases(words: list[Word], catalogue: Catalogue) -> dict[int, list[tuple[Span, Equivalent]]]:
    """Return, for each word of a phrase that the thesaurus knows, what may answer the phrase."""
    found: dict[int, list[tuple[Span, Equivalent]]] = defaultdict(list)
    for places, phrase in catalogue.thesaurus.find([stem(word.meant[0][0]) for word in words]):
        for equivalent in catalogue.thesaurus.equivalents(phrase):
            for place in places:
                found[place].append(((places[0], places[-1] + 1), equivalent))
    return found


def _with_phrases(
    answered: Answered, phrases: list[tuple[Span, Equivalent]], through: dict[int, Span], catalogue: Catalogue
) -> Answered:
    """Return what answers a word by itself or through the phrases that it is in; `through` takes the spans of these."""
    answers: Answers = {term: (worth, tie) for term, worth, tie in answered.best}
    for span, equivalent in phrases:
        for term in catalogue.vocabulary.with_stem(equivalent.phrase):
            if keep_better(answers, term, equivalent.weight, "synonym"):
                through[term] = span
    return best_of(answers, catalogue)


def _as_arrays(asked: tuple[Asked, ...], catalogue: Catalogue) -> Question:
    answered = [each.answered for each in asked]
    counts = np.array([each.held for each in answered], dtype=np.float64)
    chances = np.array([each.word.chance for each in asked])
    terms, words, ties, firsts = _pairs(answered)
    return Question(
        asked=asked,
        weights=weigh(chances, counts, len(catalogue), catalogue.settings),
        senses=np.array([each.word.sense for each in asked], dtype=np.int64),
        terms=terms,
        words=words,
        ties=ties,
        firsts=firsts,
    )


def _pairs(answered: list[Answered]) -> tuple[Ints, Ints, npt.NDArray[np.float64], Ints]:
    """Return the terms, the words and the worths of pairs in the order of terms, and where those of each term begin."""
    terms = np.array([term for each in answered for term, _worth, _tie in each.best], dtype=np.int64)
    ties = np.array([worth for each in answered for _term, worth, _tie in each.best], dtype=np.float64)
    words = np.arange(len(answered)).repeat([len(each.best) for each in answered])
    order = terms.argsort(kind="stable")
    terms = terms.take(order)
    changes = (terms[1:] != terms[:-1]).nonzero()[0] + 1
    firsts = np.concatenate((_FIRST[: len(terms)], changes, [len(terms)]))
    return terms.take(firsts[:-1]), words.take(order), ties.take(order), firsts
