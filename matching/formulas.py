"""The formulas of the score, each with its source, on arrays. No word is read here.

Notation: `frequency` of a term in a field is how often the field holds it; a field's `length` is in words that carry a
subject; weights are in nats (natural logarithm of one over a probability).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

USUAL = 24.0
"""What a need weighs with the doubt, in nats: the median of 200 at 1,000 and at 100,000 offers."""
MOST = 2.5
"""The most that an entry promises, in presences."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The constants of the score. Lengths are those of a usual offer, so that a score does not depend on its neighbours."""

    title: float = 4.0
    """Worth of a word of the title beside one of the text."""
    saturation: float = 1.4
    """BM25's k1: how soon a second occurrence stops to count."""
    shortness: float = 0.75
    """BM25's b: how much a long field is held against its words, 0 to 1."""
    title_length: float = 6.0
    text_length: float = 100.0
    background: float = 1000.0
    """Offers that the background stands for when it is mixed with the catalogue's own counts."""
    doubt: float = 6.0
    """Weight, in nats, that is always left unanswered: two matching words say more than one."""
    essence: int = 8
    """Words that a need weighs at most: of a long one the weightiest, so that its story does not count against it."""
    twosided: float = 0.2
    """Share of the title that is asked for, beside the share of the need that is answered."""
    sense: float = 0.5
    """Share of a word without an answer that an offer answers when it is all about it."""
    apart: float = 0.1
    """Nearness in sense of two things that have nothing to do with each other."""
    alone: float = 0.1
    """Share of a need that an offer answers at least by its sense, where no offer has a word of the need."""
    offset: float = 1.3
    slope: float = 2.4
    """Of the curve from fit to score. Learned on five collections in villages of 32 offers, one left out in turn: the offset
    is 1.1 to 1.6 and the slope 2.3 to 2.7."""


def dampen(lengths: npt.NDArray[np.int32], usual: float, settings: Settings) -> Floats:
    """Return what a term frequency is divided by: 1 - b + b length / usual (Robertson and Walker, 1994)."""
    return 1.0 - settings.shortness + settings.shortness * lengths.astype(np.float64) / usual


def saturate(frequency: Floats, settings: Settings) -> Floats:
    """Return x / (k1 + x), scaled so that a word once in a title of the usual length gives 1, and never more.

    `frequency` is that of BM25F (Zaragoza et al., 2004): fields are added before they saturate.
    """
    scale = 1.0 + settings.saturation / settings.title
    return np.minimum(scale * frequency / (settings.saturation + frequency), 1.0)


def title_shares(title_weights: Floats, settings: Settings) -> Floats:
    """Return what a word of each title is worth beside its presence, for a need of USUAL weight."""
    return settings.twosided * USUAL / np.maximum(title_weights, 1.0)


def promise(presences: Floats, titled: npt.NDArray[np.bool_], shares: Floats) -> Floats:
    """Return what entries promise for the score, in parts of MOST, at most 1: a word, and its part of the title's share.

    :func:`combine` makes of a word that weighs w: w presence / asked + twosided w / title weight. Times a usual `asked`,
    over w, that is a figure of the entry alone: good enough to choose which offers are scored. `shares` are those of
    :func:`title_shares`, one for each entry.
    """
    return np.minimum((presences + titled * shares) / MOST, 1.0)


def weigh(chances: Floats, held: Floats, offers: int, settings: Settings) -> Floats:
    """Return the weight of words, in nats: -log of the chance to meet them in an offer.

    The chance is the catalogue's own count, smoothed by the background as by `settings.background` offers more
    (Dirichlet prior: MacKay and Peto, 1995). With thirty offers the background decides, with thousands the catalogue.
    """
    mixed = (np.minimum(held, offers) + settings.background * chances) / (offers + settings.background)
    return np.maximum(-np.log(mixed), 0.05)


def asked_for(weights: Floats, settings: Settings) -> float:
    """Return what a need weighs as a whole, in nats: its weightiest words, at most `settings.essence` of them.

    A manager who tells who he is and what happened before he asks writes thirty words more, which no offer answers.
    """
    if len(weights) <= settings.essence:
        return float(weights.sum())
    return float(np.partition(weights, -settings.essence)[-settings.essence :].sum())


def with_sense(answered: Floats, sensed: Floats, least: float) -> Floats:
    """Return what offers answer by their words and their sense, in nats.

    Of what words answer a tenth stays at least; sense alone counts from `least` nats up.
    """
    both = np.maximum(answered + sensed, answered / 10)
    return np.where((answered > 0) | (sensed >= least), both, 0.0)


def combine(answered: Floats, asked: float, titles: Floats, settings: Settings) -> Floats:
    """Return how well offers fit, in [0, 1]: the share of the need that is answered, and a part of the title's.

    Parameters
    ----------
    answered : array (offers,)
        Weight of the need that each offer answers, by its words and by its sense, in nats; nothing below 0.
    asked : float
        Weight of the whole need (:func:`asked_for`), also of what nothing answers, in nats.
    titles : array (offers,)
        Share of each offer's title that the need asks for, in [0, 1].
    """
    covered = np.minimum(answered / (asked + settings.doubt), 1.0)
    return (covered + settings.twosided * titles) / (1.0 + settings.twosided)


def calibrate(fits: Floats, settings: Settings) -> Floats:
    """Return the score, in [0, 1]: it rises with the chance that an offer is the right one.

    Logistic in the log-odds of the fit (Platt, 1999): odds(score) = exp(offset) x odds(fit) ^ slope. The order of offers
    is that of their fits; what a figure means is the same for each need.
    """
    right = np.exp(settings.offset) * fits**settings.slope
    scores: Floats = right / (right + (1.0 - fits) ** settings.slope)
    return scores
