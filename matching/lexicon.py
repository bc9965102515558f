"""Words found again by how they are written: a list of words that answers "which of you are one slip away?".

One edit away: two words that differ by one edit become the same when a letter is taken from one of them, or from both. What
each word becomes is kept (matching/slips.py), so that a few look-ups leave a handful of words to compare.

Two edits away: each word has a mask of its letters, one bit a letter. An edit changes at most two bits of it, so that the words
within `n` edits are among those whose masks differ by at most `2 n` bits: one pass over 64-bit integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from matching.slips import Slips

_DIGITS = 26
#: No word is so long.
_MOST = 4096
#: New words that are looked at one by one before the slips are read anew, at least.
UNREAD = 256


def mask(word: str) -> int:
    """Return the letters of `word` as bits: a-z the first 26, everything else by its code in the next ten."""
    bits = 0
    for char in word:
        place = ord(char) - 97
        bits |= 1 << (place if 0 <= place < _DIGITS else _DIGITS + ord(char) % 10)
    return bits


def _initial(word: str) -> int:
    return ord(word[0]) if word else 0


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
        self._filed = bool((np.diff(self._initials * _MOST + self._lengths) >= 0).all())
        self._slips = Slips.of(self.words)

    def __len__(self) -> int:
        return len(self.words)

    def extend(self, words: list[str]) -> None:
        """Add new words; amortised O(1) each."""
        first, self._filed = len(self.words), False
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
        """Read the slips anew when many words came since. O(letters), now and then."""
        if len(self.words) - self._slips.words > max(UNREAD, len(self.words) // 4):
            self._slips = Slips.of(self.words)

    def _span(self, word: str, edits: int) -> tuple[int, int]:
        """Return where the words of this first letter and about this length stand: all of them unless they came so."""
        if not self._filed or edits < 2:
            return 0, len(self.words)
        begins, ends = np.searchsorted(self._initials, (_initial(word), _initial(word) + 1)).tolist()
        lengths = self._lengths[begins:ends]
        first, last = np.searchsorted(lengths, (len(word) - edits, len(word) + edits + 1)).tolist()
        return begins + first, begins + last

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return what :meth:`restore` makes the same words from, beside their list."""
        slips = self._slips if self._slips.words == len(self.words) else Slips.of(self.words)
        return {"masks": self._masks[: len(self.words)], "slips": slips.keys, "slip_words": slips.owners}

    def restore(self, words: list[str], arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        """Take words as they were saved."""
        self.words, self.numbers = words, {word: number for number, word in enumerate(words)}
        self._masks, self._filed = np.array(arrays["masks"]), False
        self._slips = Slips(arrays["slips"], arrays["slip_words"], len(words))
        self._lengths = np.array([len(word) for word in words], dtype=np.int16)
        self._initials = np.array([_initial(word) for word in words], dtype=np.int32)

    def near(self, word: str, edits: int) -> list[tuple[int, int]]:
        """Return (number, edits) of the words at most `edits` away, the word itself apart, in the order of numbers.

        One edit may be anywhere; of words two away only those with the same first letter are looked at.
        One edit: O(length log words). Two: O(words / 64 + candidates).
        """
        if edits > 1:
            return self._near(word, edits, 0)
        found = [(number, 1) for number in self._slips.near(word) if self._is_a_slip(word, number)]
        return found + self._near(word, edits, self._slips.words) if len(self.words) > self._slips.words else found

    def _is_a_slip(self, word: str, number: int) -> bool:
        return OSA.distance(word, self.words[number], score_cutoff=1) == 1

    def _near(self, word: str, edits: int, after: int) -> list[tuple[int, int]]:
        """Return those of the words from number `after` on."""
        first, last = self._span(word, edits)
        first = max(first, after)
        bits = np.bitwise_count(self._masks[first:last] ^ np.uint64(mask(word)))
        close = (bits <= 2 * edits) & (np.abs(self._lengths[first:last] - len(word)) <= edits)
        if edits > 1:
            close &= self._initials[first:last] == _initial(word)
        numbers: npt.NDArray[np.int64] = first + np.flatnonzero(close)
        if not numbers.size:
            return []
        candidates = [self.words[number] for number in numbers.tolist()]
        distances = cdist([word], candidates, scorer=OSA.distance, score_cutoff=edits, dtype=np.uint8)[0]
        kept = np.flatnonzero((distances <= edits) & (distances > 0))
        return list(zip(numbers[kept].tolist(), distances[kept].tolist(), strict=True))
