"""Words found again by how they are written: a list of words that answers "which of you are one slip away?".

One edit away: two words that differ by one edit become the same when a letter is taken from one of them, or from both. What
each word becomes is kept (matching/slips.py), so that a few look-ups leave a handful of words to compare.

Two edits away: each word has a mask of its letters, one bit a letter. An edit changes at most two bits of it, so that the words
within `n` edits are among those whose masks differ by at most `2 n` bits: one pass over the 64-bit integers of the words that
begin with the same letter and are about as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from matching.slips import Slips

_DIGITS = 26
#: Letters from which words are filed together: no word is so long.
_LONGEST = 40
#: New words that are looked at one by one before all are read anew, at least.
UNREAD = 256
#: Candidates that are compared one by one; of more at once.
FEW = 16


def mask(word: str) -> int:
    """Return the letters of `word` as bits: a-z the first 26, everything else by its code in the next ten."""
    bits = 0
    for char in word:
        place = ord(char) - 97
        bits |= 1 << (place if 0 <= place < _DIGITS else _DIGITS + ord(char) % 10)
    return bits


def _initial(word: str) -> int:
    return ord(word[0]) if word else 0


@dataclass(frozen=True, slots=True)
class _Filed:
    """Words by their first letter and their length.

    Attributes
    ----------
    numbers : array of int64, shape (words,)
        The words, one first letter after the other, the shortest first.
    masks : array of uint64, shape (words,)
        Their letters, in the same order.
    begins : dict
        first letter -> where its words of 0, 1, ... _LONGEST letters begin, and where the last of them end
    """

    numbers: npt.NDArray[np.int64]
    masks: npt.NDArray[np.uint64]
    begins: dict[int, list[int]]

    def like(self, word: str, edits: int) -> npt.NDArray[np.int64]:
        """Return the numbers of the words with this first letter that may be at most `edits` away, ascending."""
        begins = self.begins.get(_initial(word))
        if begins is None:
            return self.numbers[:0]
        shortest, longer = max(len(word) - edits, 0), len(word) + edits + 1
        span = slice(begins[min(shortest, _LONGEST)], begins[longer] if longer <= _LONGEST else begins[-1])
        close = np.bitwise_count(self.masks[span] ^ np.uint64(mask(word))) <= 2 * edits
        found: npt.NDArray[np.int64] = self.numbers[span][close]
        found.sort()
        return found


class Lexicon:
    """Words in the order in which they came, each with its number.

    Attributes
    ----------
    words : list of str
        number -> word
    numbers : dict
        word -> number
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words: list[str] = list(words)
        self.numbers: dict[str, int] = {word: number for number, word in enumerate(self.words)}
        self._masks = np.array([mask(word) for word in self.words], dtype=np.uint64)
        self._lengths = np.array([len(word) for word in self.words], dtype=np.int16)
        self._initials = np.array([_initial(word) for word in self.words], dtype=np.int32)
        self._read(Slips.of(self.words))

    def __len__(self) -> int:
        return len(self.words)

    def extend(self, words: list[str]) -> None:
        """Add new words; amortised O(1) each."""
        first = len(self.words)
        for number, word in enumerate(words, first):
            self.numbers[word] = number
        self.words.extend(words)
        if len(self.words) > len(self._masks):
            size = max(len(self.words), 2 * len(self._masks), 64)
            self._masks = np.resize(self._masks, size)
            self._lengths = np.resize(self._lengths, size)
            self._initials = np.resize(self._initials, size)
        self._masks[first : len(self.words)] = [mask(word) for word in words]
        self._lengths[first : len(self.words)] = [len(word) for word in words]
        self._initials[first : len(self.words)] = [_initial(word) for word in words]

    def settle(self) -> None:
        """Read the words anew when many came since. O(letters), now and then."""
        if len(self.words) - self._slips.words > max(UNREAD, len(self.words) // 4):
            self._read(Slips.of(self.words))

    def _read(self, slips: Slips) -> None:
        self._slips = slips
        lengths, initials = self._lengths[: len(self.words)], self._initials[: len(self.words)]
        order = np.lexsort((lengths, initials))
        ends = np.flatnonzero(np.diff(initials[order], append=-1)) + 1
        begins: dict[int, list[int]] = {}
        for first, last in zip([0, *ends.tolist()][:-1], ends.tolist(), strict=True):
            longer = np.searchsorted(lengths[order[first:last]], np.arange(_LONGEST + 1))
            begins[int(initials[order[first]])] = [*(first + longer).tolist(), last]
        self._filed = _Filed(order, self._masks[order], begins)

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return what :meth:`restore` makes the same words from, beside their list."""
        slips = self._slips if self._slips.words == len(self.words) else Slips.of(self.words)
        return {"masks": self._masks[: len(self.words)], "slips": slips.keys, "slip_words": slips.owners}

    def restore(self, words: list[str], arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        """Take words as they were saved."""
        self.words, self.numbers = words, {word: number for number, word in enumerate(words)}
        self._masks = np.array(arrays["masks"])
        self._lengths = np.array([len(word) for word in words], dtype=np.int16)
        self._initials = np.array([_initial(word) for word in words], dtype=np.int32)
        self._read(Slips(arrays["slips"], arrays["slip_words"], len(words)))

    def near(self, asked: Mapping[str, int]) -> dict[str, list[tuple[int, int]]]:
        """Return (number, edits) of the words at most so many edits away from each of `asked` (word -> one edit or two).

        The word itself is apart, the others are in the order of numbers. One edit may be anywhere; of words two away only
        those with the same first letter are looked at. One edit: O(length log words). Two: O(words of this first letter
        and length / 8 + candidates).
        """
        once = [word for word, edits in asked.items() if edits == 1]
        slips = dict(zip(once, self._slips.near(once), strict=True))
        read, found = self._slips.words, {}
        for word, edits in asked.items():
            numbers = slips[word] if edits == 1 else self._filed.like(word, edits).tolist()
            if len(self.words) > read:
                numbers += self._late(word, edits, read)
            found[word] = self._compared(word, edits, numbers)
        return found

    def _late(self, word: str, edits: int, after: int) -> list[int]:
        """Return the numbers of the words from `after` on that may be near."""
        last = len(self.words)
        bits = np.bitwise_count(self._masks[after:last] ^ np.uint64(mask(word)))
        close = (bits <= 2 * edits) & (np.abs(self._lengths[after:last] - len(word)) <= edits)
        if edits > 1:
            close &= self._initials[after:last] == _initial(word)
        return [after + place for place in np.flatnonzero(close).tolist()]

    def _compared(self, word: str, edits: int, numbers: list[int]) -> list[tuple[int, int]]:
        words = [self.words[number] for number in numbers]
        if len(words) < FEW:
            distances = [OSA.distance(word, other, score_cutoff=edits) for other in words]
        else:
            distances = cdist([word], words, scorer=OSA.distance, score_cutoff=edits, dtype=np.uint8)[0].tolist()
        return [pair for pair in zip(numbers, distances, strict=True) if 0 < pair[1] <= edits]
