"""Words by what they become when one letter is taken away: what finds those that are one edit from a given one.

The symmetric deletions of SymSpell (Wolf Garbe, 2012): if two words are one edit apart (a letter
missing, added, replaced, or two neighbours swapped), taking one letter from one of them or from both gives the same
letters. What a word becomes is kept as a number: its letters times the powers of an odd number, modulo 2^64, so that the
numbers of all deletions of all words are a few sums over arrays. Two words may share a number by chance: the caller
compares what is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import mul

import numpy as np
import numpy.typing as npt

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 2**64)
_LONGEST = 64
_POWERS = [pow(_BASE, place, 2**64) for place in range(_LONGEST)]
_MASK = 2**64 - 1


@dataclass(frozen=True, slots=True)
class Slips:
    """Numbers of words and of their deletions, ascending.

    Attributes
    ----------
    keys : array of uint64, shape (letters + words,)
    owners : array of int32, shape (letters + words,)
        Number of the word that each key is of.
    words : int
        Words that were read.
    """

    keys: npt.NDArray[np.uint64]
    owners: npt.NDArray[np.int32]
    words: int

    @classmethod
    def of(cls, words: list[str]) -> Slips:
        """Read `words`; of one of more than 64 letters the first ones. O(letters log letters)."""
        keys, owners = _keys([word[:_LONGEST] for word in words])
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], owners[order], len(words))

    def near(self, words: Sequence[str]) -> list[list[int]]:
        """Return, for each of `words`, the numbers of those that may be one edit away, ascending. O(letters log words)."""
        found: list[set[int]] = [set() for _word in words]
        if len(self.keys) and words:
            each = [_keys_of(word[:_LONGEST]) for word in words]
            keys = np.array([key for its in each for key in its], dtype=np.uint64)
            places = self.keys.searchsorted(keys)
            met = (self.keys.take(places, mode="clip") == keys).nonzero()[0]
            if len(met):
                ends = self.keys.searchsorted(keys[met], side="right").tolist()
                owners = [number for number, its in enumerate(each) for _key in its]
                for key, first, last in zip(met.tolist(), places[met].tolist(), ends, strict=True):
                    found[owners[key]].update(self.owners[first:last].tolist())
        return [sorted(numbers) for numbers in found]


@lru_cache(maxsize=20_000)
def _keys_of(word: str) -> list[int]:
    """Return the keys of one word: what :func:`_keys` does, without arrays."""
    sums = [*accumulate(map(mul, map(ord, word), _POWERS), initial=0)]
    whole = sums[-1]
    keys = [(before + (whole - after) * _INVERSE) & _MASK for before, after in pairwise(sums)]
    keys.append(whole & _MASK)
    return keys


def _keys(words: list[str]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int32]]:
    """Return the key of each deletion of each word, then that of each word, and whose they are."""
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    letters = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    owners = np.repeat(np.arange(len(words), dtype=np.int32), lengths)
    begins = np.cumsum(lengths) - lengths
    parts = letters * np.array(_POWERS, dtype=np.uint64)[np.arange(len(letters)) - np.repeat(begins, lengths)]
    sums = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(parts, dtype=np.uint64)))
    before = sums[:-1] - np.repeat(sums[begins], lengths)
    after = np.repeat(sums[begins + lengths], lengths) - sums[1:]
    keys = np.concatenate((before + after * np.uint64(_INVERSE), sums[begins + lengths] - sums[begins]))
    return keys, np.concatenate((owners, np.arange(len(words), dtype=np.int32)))
