"""The offers by term: which of them hold a term, the weightiest first where there are many. Read to choose candidates only.

Offers are re-scored from their rows (matching/rows.py); here it is enough that a good one is not missed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from matching.rows import flat
from matching.sums import Sums

#: Entries looked at for all terms of a need together, and for one of them at least.
LOOKED, LEAST = 135_000, 256

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Terms to look for and what one of full impact is worth, shape (terms,) each."""

    terms: npt.NDArray[np.int64]
    worth: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Postings:
    """Offers of each term, one term after the other (compressed sparse columns).

    Attributes
    ----------
    starts : array of int64, shape (terms + 1,)
        Where the offers of each term begin, and where the last of them end.
    slots : array of int32, shape (entries,)
        Numbers of offers; descending impact inside a term that more than LEAST offers hold, where there are too many
        entries to look at all.
    impacts : array of uint8, shape (entries,)
        What the term does for the offer's score, roughly (formulas.promise), in 1/255 of the most.
    presences : array of float64, shape (entries,)
        What the term weighs, exactly; empty in a large catalogue.
    titled : array of bool, shape (entries,)
        Whether the title holds it; empty in a large catalogue.
    offers : int
        Offers that were read: slots from there up are not in here.
    sums : Sums
        Where they are added up.
    """

    starts: npt.NDArray[np.int64]
    slots: npt.NDArray[np.int32]
    impacts: npt.NDArray[np.uint8]
    presences: npt.NDArray[np.float64]
    titled: npt.NDArray[np.bool_]
    offers: int
    sums: Sums = field(default_factory=Sums, init=False, compare=False)

    @property
    def is_exact(self) -> bool:
        """True when a score can be made from here alone."""
        return len(self.presences) == len(self.slots)

    def spans(self, terms: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return where terms begin, and how many offers hold each; none where a term came later."""
        begins: Ints = self.starts.take(terms, mode="clip")
        return begins, self.starts.take(terms + 1, mode="clip") - begins

    def best(self, wanted: Wanted, count: int) -> npt.NDArray[np.int64]:
        """Return the `count` slots with the largest sums of worth x impact, ascending; fewer if fewer are met.

        O(LOOKED + terms x LEAST), whatever the number of offers.
        """
        begins, counts = self.spans(wanted.terms)
        depths = _depths(wanted.worth, counts)
        places = flat(begins, depths)
        met = self.slots.take(places).astype(np.int64)
        if len(met) <= count:
            return self.sums.each_once(met, self.offers)
        values = wanted.worth.astype(np.float32).repeat(depths) * self.impacts.take(places)
        return self.sums.largest(met, values, self.offers, count)


def _depths(worth: npt.NDArray[np.float64], counts: Ints) -> Ints:
    """Return how many offers of each term are looked at: of those worth most all, until LOOKED; of the others LEAST."""
    if counts.sum() <= LOOKED:
        return counts
    order = (-worth).argsort(kind="stable")
    there = counts[order]
    left = LOOKED - (there.cumsum() - there)
    depths = np.empty_like(counts)
    depths[order] = np.minimum(there, np.maximum(left, LEAST))
    return depths


class Weighed(NamedTuple):
    """What each entry of the rows weighs: roughly, and where the catalogue is not too large exactly and in which field."""

    impacts: npt.NDArray[np.uint8]
    presences: npt.NDArray[np.float64]
    titled: npt.NDArray[np.bool_]


def invert(ends: npt.NDArray[np.int64], terms: npt.NDArray[np.int32], weighed: Weighed, vocabulary: int) -> Postings:
    """Return the postings of rows whose entries have these terms and weights. O(entries)."""
    pointers = np.concatenate(([0], ends))
    small = np.int32 if len(terms) < 2**31 - 1 else np.int64
    exact = len(weighed.presences) == len(terms)
    values = np.arange(len(terms), dtype=small) if exact else weighed.impacts
    by_row = csr_matrix((values, terms, pointers.astype(small)), shape=(len(ends), vocabulary))
    columns: Any = by_row.tocsc()
    slots, values, starts = columns.indices, columns.data, columns.indptr
    common = np.flatnonzero(np.diff(starts) > LEAST) if len(terms) > LOOKED else starts[:0]
    for term in common.tolist():
        span = slice(int(starts[term]), int(starts[term + 1]))
        impacts = weighed.impacts[values[span]] if exact else values[span]
        order = np.argsort(-impacts.astype(np.int16), kind="stable")
        slots[span], values[span] = slots[span][order], values[span][order]
    found = Weighed(*(each[values] for each in weighed)) if exact else weighed._replace(impacts=values)
    return Postings(starts.astype(np.int64), slots.astype(np.int32, copy=False), *found, offers=len(ends))
