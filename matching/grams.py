"""Words cut into runs of three characters, and what each run weighs: what joins "radiocommunication" and "communications".

A run is a number: three characters of an alphabet of 38 (a-z, 0-9, the edge of a word, anything else).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

_EDGE, _OTHER, _SIZE = 0, 37, 38
_CODES = {char: place for place, char in enumerate("abcdefghijklmnopqrstuvwxyz0123456789", 1)}

RUNS = _SIZE**3
"""Numbers of runs are below this one."""

FEW = 150
"""Holders that are counted one by one; more are counted as arrays, with the same sums."""


def runs(word: str) -> set[int]:
    """Return the runs of a folded word, its edges among its characters.

    >>> len(runs("plan")), runs("plan") <= runs("plans")
    (4, False)
    """
    codes = [_EDGE, *(_CODES.get(char, _OTHER) for char in word), _EDGE]
    return {(one * _SIZE + two) * _SIZE + three for one, two, three in zip(codes, codes[1:], codes[2:], strict=False)}


def run_weights(words: Iterable[str]) -> npt.NDArray[np.float64]:
    """Return what each run weighs: log(1 + words / words that hold it), shape (RUNS,). O(letters of all words)."""
    table = np.full(256, _OTHER, dtype=np.int64)
    for char, code in _CODES.items():
        table[ord(char)] = code
    table[ord(" ")] = _EDGE
    joined = " ".join(("", *words, ""))
    codes = table[np.frombuffer(joined.encode("ascii", "replace"), dtype=np.uint8)]
    counts = np.bincount((codes[:-2] * _SIZE + codes[1:-1]) * _SIZE + codes[2:], minlength=RUNS)
    return np.log1p(joined.count(" ") / (counts + 1.0))


class Alike:
    """Words by their runs: which of them share how much with a given one.

    Parameters
    ----------
    weights : array (RUNS,)
        What each run weighs.
    """

    def __init__(self, weights: npt.NDArray[np.float64]) -> None:
        self._weights = weights
        self._holders: dict[int, array[int]] = {}
        self._norms: array[float] = array("d")

    def append(self, word: str | None) -> None:
        """Add the next word; nothing for one that is not to be found."""
        number, mine = len(self._norms), sorted(runs(word)) if word else []
        for run in mine:
            self._holders.setdefault(run, array("i")).append(number)
        self._norms.append(float(self._weights[mine].sum()))

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return what :meth:`restore` makes the same words from."""
        held = sorted(self._holders)
        numbers = b"".join(self._holders[run].tobytes() for run in held)
        return {
            "runs": np.array(held, dtype=np.int64),
            "run_ends": np.cumsum(np.array([len(self._holders[run]) for run in held], dtype=np.int64)),
            "run_terms": np.frombuffer(numbers, dtype=np.intc),
            "run_norms": np.frombuffer(self._norms.tobytes(), dtype=np.float64),
        }

    def restore(self, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
        """Take the words that were saved. O(runs)."""
        numbers = arrays["run_terms"].tobytes()
        ends = (arrays["run_ends"] * np.dtype(np.intc).itemsize).tolist()
        begins = [0, *ends][:-1]
        for run, begin, end in zip(arrays["runs"].tolist(), begins, ends, strict=True):
            self._holders[run] = array("i", numbers[begin:end])
        self._norms = array("d", arrays["run_norms"].tobytes())

    def near(self, word: str, least: float) -> list[tuple[int, float]]:
        """Return (number, likeness) of the words at least so like `word`, in the order of numbers.

        Likeness is what both share over what the smaller has, with a fifth of the larger: 1.25 s / (min + max / 4), in
        [0, 1]: a word inside a longer one is like it, two words that share an ending are not. O(words that share a run).
        """
        mine = sorted(runs(word))
        weights = self._weights[mine]
        own = float(weights.sum())
        held = [
            (self._holders[run], weight)
            for run, weight in zip(mine, weights.tolist(), strict=True)
            if run in self._holders
        ]
        if not held or sum(len(holders) for holders, _weight in held) < FEW:
            return self._near_few(held, own, least)
        return self._near_many(held, own, least)

    def _near_few(self, held: list[tuple[array[int], float]], own: float, least: float) -> list[tuple[int, float]]:
        shared: dict[int, float] = {}
        for holders, weight in held:
            for number in holders:
                shared[number] = shared.get(number, 0.0) + weight
        found = []
        for number, common in shared.items():
            norm = self._norms[number]
            smaller, larger = (own, norm) if own < norm else (norm, own)
            likeness = 1.25 * common / (smaller + larger / 4)
            if likeness >= least:
                found.append((number, likeness))
        return sorted(found)

    def _near_many(self, held: list[tuple[array[int], float]], own: float, least: float) -> list[tuple[int, float]]:
        holders = [np.frombuffer(each, dtype=np.intc) for each, _weight in held]
        weights = np.repeat([weight for _each, weight in held], [len(each) for each in holders])
        shared = np.bincount(np.concatenate(holders), weights)
        numbers = np.flatnonzero(shared >= least * own / 5)  # what a word of few runs would need
        shared, norms = shared[numbers], np.frombuffer(self._norms, dtype=np.float64)[numbers]
        likeness = 1.25 * shared / (np.minimum(own, norms) + np.maximum(own, norms) / 4)
        kept = likeness >= least
        return list(zip(numbers[kept].tolist(), likeness[kept].tolist(), strict=True))
