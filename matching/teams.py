"""Complementary offers that together cover a need, each chosen because it adds the most.

The words of the need are the ground set, weighted in nats. A set of offers covers a word as far as its best offer answers it:

    cover(S) = sum over words of weight x max over offers of S of answered / sum over words of weight

This is facility location, monotone and submodular, so that taking each time the offer that adds the most reaches at least
1 - 1/e = 63 % of the best cover with as many offers (Nemhauser, Wolsey and Fisher, 1978, Mathematical Programming 14).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from matching.catalogue import Catalogue
from matching.hits import ANSWERED, Asking, hits_of
from matching.parts import begins_with_action, split
from matching.question import read
from matching.scoring import score, score_slots
from matching.types import Part, Team

#: An offer joins only if it adds at least this share of the need.
ADDS = 0.08
#: Offers that a team is chosen from, for the need and for each of its parts.
CHOSEN_FROM = 40


@dataclass(frozen=True, slots=True)
class Chosen:
    """A team as numbers.

    Attributes
    ----------
    places : tuple of int
        Offers chosen, in the order in which they were.
    cover : float
        Share of the need that they answer together, in [0, 1].
    """

    places: tuple[int, ...]
    cover: float


def choose(shares: npt.NDArray[np.float64], weights: npt.NDArray[np.float64], size: int) -> Chosen:
    """Choose at most `size` offers greedily.

    Parameters
    ----------
    shares : array (words, offers)
        How far each offer answers each word, in [0, 1]; offers in the order in which ties are broken.
    weights : array (words,)
        In nats.

    Notes
    -----
    O(size x words x offers).
    """
    whole = float(weights.sum())
    covered = np.zeros(len(weights))
    places: list[int] = []
    while len(places) < size and whole > 0 and shares.shape[1]:
        gains = (np.maximum(shares, covered[:, None]) - covered[:, None]).T @ weights
        best = int(np.argmax(np.round(gains, 9)))
        if gains[best] < ADDS * whole:
            break
        places.append(best)
        covered = np.maximum(covered, shares[:, best])
    return Chosen(tuple(places), float(covered @ weights / whole) if whole > 0 else 0.0)


@dataclass(frozen=True, slots=True)
class Pool:
    """Who may join a team.

    Attributes
    ----------
    floor : float
        Score that an offer must reach, for the need or for one of its parts.
    among : collection of str, optional
        Ids of the offers that may be chosen; all of them without it.
    """

    floor: float
    among: Collection[str] | None = None


def gather(catalogue: Catalogue, need: str, size: int, pool: Pool) -> Team:
    """Return the team for a need, its parts, and who answers each."""
    reaching = partial(_reaching, catalogue, pool)
    parts = split(need, partial(_are_apart, reaching))
    reached = {part: reaching(part) for part in parts}
    slots = sorted({slot for found in (reaching(need), *reached.values()) for slot in found})
    question = read(need, catalogue)
    if not slots:
        words = tuple(each.token.written for each in question.asked)
        return Team((), tuple(Part(part, (), begins_with_action(part)) for part in parts), 0.0, words)
    slots.sort(key=lambda slot: catalogue.shelf.ids[slot])
    scored = score_slots(question, catalogue, np.array(slots))
    shares = scored.answered / question.weights[:, None]
    chosen = choose(shares, question.weights, size)
    asking = Asking(need, question, scored, catalogue.vocabulary.lexicon.words)
    hits = tuple(hits_of(asking, catalogue.shelf, chosen.places))
    members = {slots[place] for place in chosen.places}
    answered = shares[:, list(chosen.places)].max(axis=1, initial=0.0) >= ANSWERED
    return Team(
        hits=hits,
        parts=tuple(Part(part, _ids(catalogue, reached[part], members), begins_with_action(part)) for part in parts),
        cover=chosen.cover,
        uncovered=tuple(
            each.token.written for each, is_answered in zip(question.asked, answered, strict=True) if not is_answered
        ),
    )


def _reaching(catalogue: Catalogue, pool: Pool, words: str) -> list[int]:
    """Return the slots whose score for some words reaches the floor, best first."""
    question = read(words, catalogue)
    if not question.asked or not len(catalogue):
        return []
    passed_over = 0 if pool.among is None else max(len(catalogue) - len(pool.among), 0)
    scored = score(question, catalogue, CHOSEN_FROM + passed_over)
    ids = catalogue.shelf.ids
    best = [place for place in scored.best(ids, CHOSEN_FROM + passed_over) if scored.scores[place] >= pool.floor]
    slots = [int(scored.slots[place]) for place in best]
    return [slot for slot in slots if pool.among is None or ids[slot] in pool.among][:CHOSEN_FROM]


def _are_apart(reaching: Callable[[str], list[int]], one: str, other: str) -> bool:
    """Tell whether two pieces of a need are answered, each by its own offers and none by one of both."""
    found, others = reaching(one), reaching(other)
    return bool(found) and bool(others) and not set(found) & set(others)


def _ids(catalogue: Catalogue, reached: list[int], members: set[int]) -> tuple[str, ...]:
    return tuple(catalogue.shelf.ids[slot] for slot in reached if slot in members)
