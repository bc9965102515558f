"""Offers scored for a question: candidates from the postings, then each of them exactly, from its row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.catalogue import Catalogue
from matching.formulas import combine, dampen, saturate
from matching.postings import Wanted
from matching.question import Question

#: Offers scored exactly in a large catalogue, at least.
CANDIDATES = 300


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
    titles : array (offers,)
        Share of the title that the need asks for, in [0, 1].
    """

    slots: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float64]
    answered: npt.NDArray[np.float64]
    titles: npt.NDArray[np.float64]


def score(question: Question, catalogue: Catalogue, count: int) -> Scored:
    """Score the offers that may be among the best `count`: all of a small catalogue, the candidates of a large one."""
    return score_slots(question, catalogue, candidates(question, catalogue, max(CANDIDATES, 3 * count)))


def candidates(question: Question, catalogue: Catalogue, count: int) -> npt.NDArray[np.int64]:
    """Return the slots to score: the best `count` by the sum of single impacts, and all that came after the postings."""
    postings = catalogue.postings
    if postings is None:
        return np.flatnonzero(catalogue.present.view())
    worth = np.zeros(len(question.terms))
    if len(question.terms):
        worth = np.add.reduceat(question.weights[question.words] * question.ties, question.firsts[:-1])
    removed = postings.offers - int(catalogue.present.view()[: postings.offers].sum())
    met = postings.best(Wanted(question.terms, worth), count + min(removed, count))
    slots = np.concatenate((met, np.arange(postings.offers, len(catalogue.offers))))
    present: npt.NDArray[np.int64] = slots[catalogue.present.view()[slots]]
    return present


def score_slots(question: Question, catalogue: Catalogue, slots: npt.NDArray[np.int64]) -> Scored:
    """Score these slots exactly. O(entries of their rows)."""
    settings, rows = catalogue.settings, catalogue.rows
    places, owners = rows.entries(slots)
    rank = np.zeros(len(catalogue.vocabulary), dtype=np.int32)
    rank[question.terms] = np.arange(1, len(question.terms) + 1)
    ranks = rank[rows.terms.view()[places]]
    met = np.flatnonzero(ranks)
    places, owners, ranks = places[met], owners[met], ranks[met] - 1
    in_title = rows.titles.view()[places]
    titles = (
        settings.title
        * in_title
        / dampen(catalogue.title_lengths.view()[slots], settings.title_length, settings)[owners]
    )
    texts = (
        rows.texts.view()[places] / dampen(catalogue.text_lengths.view()[slots], settings.text_length, settings)[owners]
    )
    answered = _answered(question, titles + texts, owners, ranks, len(slots))
    answered = saturate(answered, settings) * question.weights[:, None]
    shares = _titles(question, catalogue, (rows.terms.view()[places], in_title, owners, ranks), slots)
    scores = combine(answered.sum(axis=0), float(question.weights.sum()), shares, settings)
    scores[~answered.any(axis=0)] = 0.0
    return Scored(slots, np.round(scores, 12), answered, shares)


def _answered(
    question: Question,
    frequency: npt.NDArray[np.float64],
    owners: npt.NDArray[np.int64],
    ranks: npt.NDArray[np.int32],
    offers: int,
) -> npt.NDArray[np.float64]:
    """Return the frequency with which each offer answers each word, terms added by what their ties are worth."""
    firsts = question.firsts[ranks]
    counts = question.firsts[ranks + 1] - firsts
    pairs = np.arange(int(counts.sum())) + np.repeat(firsts - (np.cumsum(counts) - counts), counts)
    cells = question.words[pairs] * offers + np.repeat(owners, counts)
    values = question.ties[pairs] * np.repeat(frequency, counts)
    words = len(question.asked)
    sums = np.bincount(cells, weights=values, minlength=words * offers)
    return sums.astype(np.float64, copy=False).reshape(words, offers)


def _titles(
    question: Question,
    catalogue: Catalogue,
    entries: tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8], npt.NDArray[np.int64], npt.NDArray[np.int32]],
    slots: npt.NDArray[np.int64],
) -> npt.NDArray[np.float64]:
    """Return the share of each title that is asked for, its words by their background weights, in [0, 1]."""
    terms, in_title, owners, ranks = entries
    if not len(question.terms):
        return np.zeros(len(slots))
    best = np.maximum.reduceat(question.ties, question.firsts[:-1])
    worth = catalogue.weights.view()[terms] * best[ranks] * (in_title > 0)
    whole = catalogue.title_weights.view()[slots]
    shares: npt.NDArray[np.float64] = np.bincount(owners, weights=worth, minlength=len(slots)) / np.maximum(whole, 1e-9)
    return np.minimum(shares, 1.0)
