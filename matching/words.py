"""One word of a need, read against a catalogue: what it may have been meant for, and which terms of the offers answer it.

Needs share their words, so that a catalogue keeps those that it has read until an offer comes or goes.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from matching.background import CORRECTED, Meant
from matching.catalogue import Catalogue
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
#: Words that a catalogue keeps, at most.
KEPT = 4096

#: A term of the offers that answers a word, what the tie is worth, and how they are tied.
Tied = tuple[int, float, Tie]
Answers = dict[int, tuple[float, Tie]]


class Answered(NamedTuple):
    """The terms that answer a word.

    Attributes
    ----------
    best : list of (term, worth, tie)
        Best first.
    held : int
        Offers that hold those with a strong tie, each counted once for each term.
    """

    best: list[Tied]
    held: int


class Word(NamedTuple):
    """A folded word.

    Attributes
    ----------
    meant : tuple of (str, float)
        What it may have been meant for, likeliest first, each with its share of the best.
    chance : float
        That to meet it in an offer, by the background.
    sense : int
        Its row in the table of senses, NONE where it has none.
    answered : Answered
    """

    meant: Meant
    chance: float
    sense: int
    answered: Answered


def words_of(folded: Collection[str], catalogue: Catalogue) -> dict[str, Word | None]:
    """Return what folded words say to a catalogue, nothing for a slip of a stop word.

    O(family + vocabulary / 1,000) for each that is asked for the first time, whatever the number of offers.
    """
    kept = catalogue.words
    known = {word: kept[word] for word in folded if word in kept} if kept else {}
    if len(known) < len(folded):
        new = _read([word for word in folded if word not in known], catalogue)
        if len(kept) + len(new) > KEPT:
            kept = catalogue.words = {}
        kept.update(new)
        known.update(new)
    return known


def _read(folded: list[str], catalogue: Catalogue) -> dict[str, Word | None]:
    meanings = _meanings(folded, catalogue)
    found: dict[str, Word | None] = {word: None for word in folded if _is_slip_of_stop_word(word, meanings[word])}
    asked = {word: meant for word, meant in meanings.items() if word not in found}
    chance, place = catalogue.background.chance, senses().place
    for word, answers in _answers(asked, catalogue).items():
        meant = asked[word]
        sense = place(word)
        found[word] = Word(
            meant=meant,
            chance=sum(share * chance(other) for other, share in meant) / sum(share for _other, share in meant),
            sense=sense if sense != NONE else place(meant[0][0]),
            answered=best_of(answers, catalogue),
        )
    return found


def _meanings(folded: list[str], catalogue: Catalogue) -> dict[str, Meant]:
    """Return what words may have been meant for; one that an offer or the thesaurus holds is meant as it stands."""
    found: dict[str, Meant] = {
        word: ((word, 1.0),) for word in folded if catalogue.holds(word) or catalogue.thesaurus.equivalents(stem(word))
    }
    if len(found) < len(folded):
        found.update(catalogue.background.meant(word for word in folded if word not in found))
    return found


def _is_slip_of_stop_word(folded: str, meant: Meant) -> bool:
    word = meant[0][0]
    return word != folded and word in STOP_WORDS


def _answers(asked: dict[str, Meant], catalogue: Catalogue) -> dict[str, Answers]:
    vocabulary = catalogue.vocabulary
    found: dict[str, Answers] = {}
    kin = vocabulary.kin([word for meant in asked.values() for word, _share in meant])
    for folded, meant in asked.items():
        answers = found[folded] = {}
        for word, share in meant:
            for term, worth, tie in kin[word]:
                keep_better(answers, term, worth * share, tie if word == folded else "spelling")
    wrong = {
        folded: 1 if meant[0][0] == folded or len(folded) < 7 else 2
        for folded, meant in asked.items()
        if not (len(folded) < CORRECTED or folded.isdigit() or catalogue.holds(folded))
    }
    for folded, near in vocabulary.lexicon.near(wrong).items():
        worth_of_all = 1.0 if asked[folded][0][0] == folded else READ_OTHERWISE
        for term, edits in near:
            worth = (likeness(folded, vocabulary.lexicon.words[term], edits) - LIKE) / (1 - LIKE) * worth_of_all
            if worth > LEAST:
                keep_better(found[folded], term, worth, "spelling")
    return found


def keep_better(answers: Answers, term: int, worth: float, tie: Tie) -> bool:
    """Add an answer, in place of a weaker one of the same term; tell whether it is better than what was there."""
    known = answers.get(term)
    better = known is None or known[0] < worth
    if better:
        answers[term] = (worth, tie)
    return better


def best_of(answers: Answers, catalogue: Catalogue) -> Answered:
    """Return the best WIDTH answers whose term an offer holds, best first, ties in the order of their letters."""
    held, words = catalogue.held.view(), catalogue.vocabulary.lexicon.words
    there = [(-worth, words[term], term, tie) for term, (worth, tie) in answers.items() if held.item(term)]
    there.sort()
    best = [(term, -minus, tie) for minus, _word, term, tie in there[:WIDTH]]
    return Answered(best, sum(held.item(term) for term, worth, _tie in best if worth >= STRONG))
