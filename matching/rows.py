"""The offers as rows of numbers: which terms each holds, how often in its title and in its text. Read row by row.

Rows are only added; a removed offer leaves its row, and its slot is no longer asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

#: Bits of a key for the term and its field; the rest is the row.
_TERM_BITS = 32
_MOST = 255


@dataclass(slots=True)
class Column:
    """An array that grows by doubling. `values` may be a read-only memory map: it is copied at the first change."""

    values: npt.NDArray[Any]
    size: int = 0

    def extend(self, more: Sequence[Any] | npt.NDArray[Any]) -> None:
        """Append, in the type of the column; amortised O(len(more))."""
        size = self.size + len(more)
        if size > len(self.values) or not self.values.flags.writeable:
            grown = np.empty(max(size, self.size * 3 // 2), dtype=self.values.dtype)
            grown[: self.size] = self.values[: self.size]
            self.values = grown
        self.values[self.size : size] = more
        self.size = size

    def own(self) -> npt.NDArray[Any]:
        """Return the values that are there, to be changed in place."""
        if not self.values.flags.writeable:
            self.values = np.array(self.values)
        return self.view()

    def view(self) -> npt.NDArray[Any]:
        """Return the values that are there."""
        return self.values[: self.size]


def column(dtype: Any) -> Column:
    """Return an empty column of this type."""
    return Column(np.zeros(0, dtype=dtype))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of new rows, one element a word: its row (from 0 up among the new ones), its term, its field."""

    rows: npt.NDArray[np.int64]
    terms: npt.NDArray[np.int64]
    in_title: npt.NDArray[np.bool_]


@dataclass(slots=True)
class Rows:
    """Terms of each row, one after the other (compressed sparse rows).

    Attributes
    ----------
    ends : Column of int64, shape (rows,)
        Where each row ends in the three columns below; it begins where the one before ends.
    terms : Column of int32, shape (entries,)
        Numbers of the vocabulary, ascending inside a row.
    titles, texts : Column of uint8, shape (entries,)
        How often the term stands in the title (or a skill) and in the text, 255 at most.
    """

    ends: Column = field(default_factory=lambda: column(np.int64))
    terms: Column = field(default_factory=lambda: column(np.int32))
    titles: Column = field(default_factory=lambda: column(np.uint8))
    texts: Column = field(default_factory=lambda: column(np.uint8))

    def __len__(self) -> int:
        return self.ends.size

    def append(self, count: int, words: Words) -> None:
        """Append `count` rows, given word by word. O(words log words)."""
        order = np.sort((words.rows << (_TERM_BITS + 1)) | (words.terms << 1) | words.in_title)
        pairs = order >> 1
        starts = np.flatnonzero(np.diff(pairs, prepend=-1))
        counts = np.diff(starts, append=len(order))
        title_counts = np.add.reduceat(order & 1, starts)
        self.terms.extend(pairs[starts] & ((1 << _TERM_BITS) - 1))
        self.titles.extend(np.minimum(title_counts, _MOST))
        self.texts.extend(np.minimum(counts - title_counts, _MOST))
        before = int(self.ends.view()[-1]) if len(self) else 0
        self.ends.extend(before + np.cumsum(np.bincount(pairs[starts] >> _TERM_BITS, minlength=count)))

    def spans(self, slots: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return where the rows `slots` begin in the columns, and how many entries each has."""
        ends = self.ends.view()
        last = ends[slots]
        first = np.where(slots > 0, ends[slots - 1], 0)
        return first, last - first

    def entries(self, slots: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return (place of each entry in the columns, number in `slots` of its row). O(entries)."""
        first, counts = self.spans(slots)
        return flat(first, counts), np.arange(len(slots)).repeat(counts)


def flat(begins: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the places of spans, one span after the other: counts[i] of them from begins[i] up. O(places)."""
    ends = counts.cumsum()
    places: npt.NDArray[np.int64] = (begins - ends + counts).repeat(counts)
    places += np.arange(len(places))
    return places
