"""Offers scored for a question: candidates from the postings, then each of them exactly, from its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.catalogue import BATCH, Catalogue
from matching.entries import Entries, entries_of
from matching.formulas import asked_for, calibrate, combine, with_sense
from matching.postings import Wanted
from matching.question import Question
from matching.rows import flat
from matching.senses import WIDTH, nearness, senses

#: Offers scored exactly in a large catalogue, at least, and one more for so many offers that it has.
CANDIDATES, ONE_MORE_IN = 800, 800
#: The most that one term answers a word: a logarithm of zero is never asked for.
SUREST = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Scored:
    """Offers with their scores.

    Attributes
    ----------
    slots : array (offers,)
    scores : array (offers,)
        In [0, 1].
    answered : array (words, offers)
        Weight of each word of the need that each offer answers, in nats.
    sensed : array (words, offers)
        What the sense of the offer adds to that, in nats; less than nothing where it speaks of something else.
    titles : array (offers,)
        Share of the title that the need asks for, in [0, 1].
    """

    slots: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float64]
    answered: npt.NDArray[np.float64]
    sensed: npt.NDArray[np.float64]
    titles: npt.NDArray[np.float64]

    def best(self, ids: Sequence[str], limit: int) -> list[int]:
        """Return the places of the best `limit` offers with a score, best first, ties in the order of `ids` (by slot)."""
        places = (self.scores > 0).nonzero()[0]
        scores = self.scores.take(places)
        if len(places) > limit > 0:
            kept = (scores >= np.partition(scores, -limit)[-limit]).nonzero()[0]
            places, scores = places.take(kept), scores.take(kept)
        slots = self.slots.take(places).tolist()
        among = zip((-scores).tolist(), [ids[slot] for slot in slots], places.tolist(), strict=True)
        return [place for _minus, _id, place in sorted(among)[: max(limit, 0)]]


def score(question: Question, catalogue: Catalogue, count: int) -> Scored:
    """Score the offers that may be among the best `count`: all of a small catalogue, the candidates of a large one."""
    enough = CANDIDATES + len(catalogue) // ONE_MORE_IN
    return score_slots(question, catalogue, candidates(question, catalogue, max(enough, 3 * count)))


def candidates(question: Question, catalogue: Catalogue, count: int) -> npt.NDArray[np.int64]:
    """Return the slots to score: the best `count` by the sum of single impacts, and all that came after the postings."""
    postings = catalogue.postings
    if postings is None or catalogue.is_small:
        return catalogue.present.view().nonzero()[0]
    if not len(question.terms):
        return _by_sense(question, catalogue, count)
    worth = np.add.reduceat(question.weights[question.words] * question.ties, question.firsts[:-1])
    removed = len(catalogue.shelf) - len(catalogue)
    slots = postings.best(Wanted(question.terms, worth), count + min(removed, count))
    if len(catalogue.shelf) > postings.offers:
        slots = np.concatenate((slots, np.arange(postings.offers, len(catalogue.shelf))))
    return slots[catalogue.present.view().take(slots)] if removed else slots


def _by_sense(question: Question, catalogue: Catalogue, count: int) -> npt.NDArray[np.int64]:
    """Return the `count` slots nearest in sense, for a need of which no offer has a word. O(offers x WIDTH)."""
    slots = np.flatnonzero(catalogue.present.view())
    towards = senses().towards(question.senses, question.weights)
    directions = catalogue.directions.view().reshape(-1, WIDTH)
    near = np.concatenate([directions[part] @ towards for part in np.array_split(slots, 1 + len(slots) // BATCH)])
    return slots if len(slots) <= count else np.sort(slots[np.argpartition(-near, count)[:count]])


def score_slots(question: Question, catalogue: Catalogue, slots: npt.NDArray[np.int64]) -> Scored:
    """Score these slots exactly. O(entries of their rows)."""
    settings = catalogue.settings
    entries = entries_of(question.terms, catalogue, slots)
    answered = _answered(question, entries, len(slots))
    answered *= question.weights[:, None]
    shares = _titles(question, catalogue, entries, slots)
    asked = asked_for(question.weights, settings)
    sensed = (question.weights[:, None] - answered) * (_near(question, catalogue, slots) - settings.apart)
    sensed *= settings.sense * asked / question.weights.sum()
    least = np.inf if len(question.terms) else settings.alone * asked
    covered = with_sense(answered.sum(axis=0), sensed.sum(axis=0), least)
    fits = combine(covered, asked, shares, settings)
    return Scored(slots, calibrate(fits, settings).round(12), answered, sensed, shares)


def _near(question: Question, catalogue: Catalogue, slots: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return how near the words of the need are to the offers in sense, in [-1, 1], shape (words, offers)."""
    return nearness(senses(), question.senses, catalogue.directions.view().reshape(-1, WIDTH).take(slots, axis=0))


def _answered(question: Question, entries: Entries, offers: int) -> npt.NDArray[np.float64]:
    """Return how far each offer answers each word, in [0, 1], shape (words, offers).

    Noisy OR (Pearl, 1988) over the terms that the offer holds: a term fails to answer the word with the chance
    1 - tie x presence, and the word goes unanswered when all of them fail.
    """
    begins = question.firsts.take(entries.ranks)
    counts = question.firsts.take(entries.ranks + 1) - begins
    pairs = flat(begins, counts)
    cells = question.words.take(pairs) * offers + entries.owners.repeat(counts)
    failures = np.log1p(-np.minimum(question.ties.take(pairs) * entries.presences.repeat(counts), SUREST))
    words = len(question.asked)
    sums = np.bincount(cells, weights=failures, minlength=words * offers)
    return -np.expm1(sums).reshape(words, offers)


def _titles(
    question: Question, catalogue: Catalogue, entries: Entries, slots: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Return the share of each title that is asked for, its words by their background weights, in [0, 1]."""
    titled = entries.titled.nonzero()[0]
    if not len(titled):
        return np.zeros(len(slots))
    best = catalogue.weights.view().take(question.terms) * np.maximum.reduceat(question.ties, question.firsts[:-1])
    weights = best.take(entries.ranks.take(titled))
    worth = np.bincount(entries.owners.take(titled), weights=weights, minlength=len(slots))
    whole = catalogue.title_weights.view().take(slots)
    shares: npt.NDArray[np.float64] = worth / np.maximum(whole, 1e-9)
    return np.minimum(shares, 1.0)
