"""Words cut into runs of three characters, and what each run weighs: what joins "radiocommunication" and "communications".

A run is a number: three characters of an alphabet of 38 (a-z, 0-9, the edge of a word, anything else).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matching.rows import flat

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
#: Runs that are asked, of which of the words each is, what it weighs; what each word weighs; the least likeness.
_Asking = tuple[Ints, npt.NDArray[np.integer], Floats, Floats, float]

_EDGE, _OTHER, _SIZE = 0, 37, 38
_LETTERS = b"abcdefghijklmnopqrstuvwxyz0123456789"
_CODES = bytes(_LETTERS.find(char) + 1 or _OTHER for char in range(256))

#: Less than any run weighs that weighs something.
_SOMETHING = 1e-6

RUNS = _SIZE**3
"""Numbers of runs are below this one."""

CAREFUL = 1 - 1e-9
"""What a bound is lowered by, so that no rounding hides a word."""

CELLS = 500_000
"""Pairs of an asked word and a known one that are looked at together."""

UNREAD = 256
"""New words that are kept apart before all are read anew, at least."""


def _coded(word: str) -> bytes:
    return word.encode("ascii", "replace").translate(_CODES)


def runs(word: str) -> set[int]:
    """Return the runs of a folded word, its edges among its characters.

    >>> len(runs("plan")), runs("plan") <= runs("plans")
    (4, False)
    """
    codes = b"\0%b\0" % _coded(word)
    return {(one * _SIZE + two) * _SIZE + three for one, two, three in zip(codes, codes[1:], codes[2:], strict=False)}


def run_weights(words: Iterable[str]) -> Floats:
    """Return what each run weighs: log(1 + words / words that hold it), shape (RUNS,). O(letters of all words)."""
    table = np.frombuffer(_CODES, dtype=np.uint8).astype(np.int64)
    table[ord(" ")] = _EDGE
    joined = " ".join(("", *words, ""))
    codes = table[np.frombuffer(joined.encode("ascii", "replace"), dtype=np.uint8)]
    counts = np.bincount((codes[:-2] * _SIZE + codes[1:-1]) * _SIZE + codes[2:], minlength=RUNS)
    return np.log1p(joined.count(" ") / (counts + 1.0))


@lru_cache(maxsize=20_000)
def _in_order(word: str) -> Ints:
    return np.array(sorted(runs(word)), dtype=np.int64)


class _Held(NamedTuple):
    """The runs of some words, by run.

    Attributes
    ----------
    begins : array of int64, shape (RUNS + 1,)
        Where the holders of each run begin.
    holders : array of int32, shape (pairs,)
        Words that hold it, ascending, counted from the first of them.
    norms : array (words,)
        What the runs of each word weigh together.
    """

    begins: Ints
    holders: npt.NDArray[np.int32]
    norms: Floats

    @classmethod
    def of(cls, words: Sequence[str], weights: Floats) -> _Held:
        """Read `words`; a phrase, which has a space, holds nothing. O(letters log letters)."""
        letters = b"\0".join(b"" if " " in word else _coded(word) for word in words)
        codes = np.frombuffer(b"\0%b\0" % letters, dtype=np.uint8).astype(np.int64)
        middles = np.flatnonzero(codes)
        found = (codes[middles - 1] * _SIZE + codes[middles]) * _SIZE + codes[middles + 1]
        telling = weights[found] > 0
        owners = (np.cumsum(codes == _EDGE)[middles] - 1)[telling]
        owners, found = np.divmod(np.unique(owners * RUNS + found[telling]), RUNS)
        begins = np.concatenate(([0], np.cumsum(np.bincount(found, minlength=RUNS))))
        norms: Floats = np.bincount(owners, weights=weights[found], minlength=len(words)).astype(np.float64, copy=False)
        return cls(begins, owners[found.argsort(kind="stable")].astype(np.int32), norms)


class Alike:
    """Words by their runs: which of them share how much with a given one.

    Words are read when there are many new ones (:meth:`settle`), a few later ones beside them.

    Parameters
    ----------
    weights : array (RUNS,)
        What each run weighs; one that weighs nothing is not looked at.
    """

    def __init__(self, weights: Floats) -> None:
        self._weights = weights
        self._many = self._later = _Held.of((), weights)

    def settle(self, words: Sequence[str]) -> None:
        """Read the new words; `words` are all that there are, in the order of their numbers. O(letters), now and then."""
        read = len(self._many.norms)
        if len(words) - read > max(UNREAD, read // 32):
            self._many, read = _Held.of(words, self._weights), len(words)
        self._later = _Held.of(words[read:], self._weights)

    def arrays(self, words: Sequence[str]) -> dict[str, npt.NDArray[np.generic]]:
        """Return what :meth:`restore` makes the same words from."""
        held = self._many if len(self._many.norms) == len(words) else _Held.of(words, self._weights)
        return {f"run_{name}": values for name, values in held._asdict().items()}

    def restore(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        """Take the words that were saved."""
        self._many = _Held(*(arrays[f"run_{name}"] for name in _Held._fields))
        self._later = _Held.of((), self._weights)

    def near(self, words: Sequence[str], least: float) -> list[list[tuple[int, float]]]:
        """Return, for each of `words`, (number, likeness) of those at least so like it, in the order of numbers.

        Likeness is what both share over what the smaller has, with a fifth of the larger: 1.25 s / (min + max / 4), in
        [0, 1]: a word inside a longer one is like it, two words that share an ending are not. O(words that share a run).
        """
        most = max(CELLS // max(len(self._many.norms), 1), 1)
        return [each for first in range(0, len(words), most) for each in self._near(words[first : first + most], least)]

    def _near(self, words: Sequence[str], least: float) -> list[list[tuple[int, float]]]:
        found: list[list[tuple[int, float]]] = [[] for _word in words]
        mine = [_in_order(word) for word in words]
        asked = np.concatenate(mine)
        askers = np.arange(len(words)).repeat([len(each) for each in mine])
        weights = self._weights.take(asked)
        own = np.bincount(askers, weights=weights, minlength=len(words)).astype(np.float64, copy=False)
        for held, first in ((self._many, 0), (self._later, len(self._many.norms))):
            if len(held.norms):
                self._look(held, first, (asked, askers, weights, own, least), found)
        return found

    @staticmethod
    def _look(held: _Held, first: int, asking: _Asking, found: list[list[tuple[int, float]]]) -> None:
        asked, askers, weights, own, least = asking
        size = len(held.norms)
        begins = held.begins.take(asked)
        counts = held.begins.take(asked + 1) - begins
        cells = (askers * size).repeat(counts)
        cells += held.holders.take(flat(begins, counts))
        shared = np.bincount(cells, weights=weights.repeat(counts), minlength=len(own) * size)
        # No word shares more than it has: 1.25 s >= least (s + own / 4) at least; and it shares something.
        few = np.maximum(CAREFUL * least / (5 - 4 * least) * own, _SOMETHING)
        # Of one dimension: of two, numpy looks ten times as long.
        near = (shared.reshape(-1, size) >= few[:, None]).ravel().nonzero()[0]
        which, numbers = np.divmod(near, size)
        its, norms = own.take(which), held.norms.take(numbers)
        likeness = 1.25 * shared.take(near) / (np.minimum(its, norms) + np.maximum(its, norms) / 4)
        kept = (likeness >= least).nonzero()[0]
        numbers = numbers.take(kept) + first
        for asker, number, its_likeness in zip(
            which.take(kept).tolist(), numbers.tolist(), likeness.take(kept).tolist(), strict=True
        ):
            found[asker].append((number, its_likeness))
