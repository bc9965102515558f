"""The offers by term: which of them hold a term, the weightiest first where there are many. Read to choose candidates only.

Offers are re-scored from their rows (matching/rows.py); here it is enough that a good one is not missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from matching.rows import flat

#: Offers looked at for one term: of a commoner one those in which it weighs most.
DEPTH = 4096
#: Offers up to which each has a place for its sum, and all are looked at.
DENSE = 100_000
#: One of so many sums is looked at to guess which are the largest.
SAMPLED = 16

Ints = npt.NDArray[np.int64]
#: Offers, ascending, and the sum of each.
_Sums = tuple[Ints, npt.NDArray[np.float64]]

_FIRST = np.zeros(1, dtype=np.int64)


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
    ends : array of int64, shape (terms,)
    slots : array of int32, shape (entries,)
        Numbers of offers; descending impact inside a term that more than DEPTH offers hold.
    impacts : array of uint8, shape (entries,)
        What the term weighs in the offer, in 1/255.
    presences : array of float64, shape (entries,)
        What the term weighs, exactly; empty in a large catalogue.
    titled : array of bool, shape (entries,)
        Whether the title holds it; empty in a large catalogue.
    offers : int
        Offers that were read: slots from there up are not in here.
    """

    ends: npt.NDArray[np.int64]
    slots: npt.NDArray[np.int32]
    impacts: npt.NDArray[np.uint8]
    presences: npt.NDArray[np.float64]
    titled: npt.NDArray[np.bool_]
    offers: int

    @property
    def is_exact(self) -> bool:
        """True when a score can be made from here alone."""
        return len(self.presences) == len(self.slots)

    def spans(self, terms: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return where terms begin, and how many offers hold each; none where a term came later."""
        if len(terms) and terms[-1] >= len(self.ends):
            begins, counts = self.spans(terms[terms < len(self.ends)])
            later = np.zeros(len(terms) - len(begins), dtype=np.int64)
            return np.concatenate((begins, later)), np.concatenate((counts, later))
        begins = np.where(terms > 0, self.ends[terms - 1], 0)
        return begins, self.ends[terms] - begins

    def best(self, wanted: Wanted, count: int) -> npt.NDArray[np.int64]:
        """Return at least the `count` slots with the largest sums of worth x impact, ascending; fewer if fewer are met.

        O(terms x DEPTH), whatever the number of offers.
        """
        begins, counts = self.spans(wanted.terms)
        depths = np.minimum(counts, DEPTH)
        places = flat(begins, depths)
        if not len(places):
            return places
        met = self.slots.take(places)
        sums = wanted.worth.repeat(depths) * self.impacts.take(places)
        return _largest(met, sums, self.offers, count)


def _largest(met: npt.NDArray[np.int32], sums: npt.NDArray[np.float64], offers: int, count: int) -> Ints:
    found, totals = _summed(met, sums, offers) if offers <= DENSE else _summed_in_order(met, sums)
    return found if len(found) <= count else found[largest_of(totals, count)]


def largest_of(totals: npt.NDArray[np.float64], count: int) -> Ints:
    """Return the places of the `count` largest, ascending; of equal ones any.

    One of SAMPLED is looked at for a guess that twice as many should reach, so that only these have to be ordered.
    """
    places = np.arange(len(totals))
    sample, among = totals[::SAMPLED], 2 * count // SAMPLED
    if 0 < among < len(sample):
        reached = (totals >= np.partition(sample, -among)[-among]).nonzero()[0]
        places = reached if len(reached) > count else places
    kept: Ints = places[totals.take(places).argpartition(-count)[-count:]]
    kept.sort()
    return kept


def _summed(met: npt.NDArray[np.int32], sums: npt.NDArray[np.float64], offers: int) -> _Sums:
    """Return the offers that were met, ascending, and their sums. O(met + offers)."""
    totals = np.bincount(met, weights=sums, minlength=offers).astype(np.float64, copy=False)
    found: Ints = (totals > 0).nonzero()[0]
    return found, totals.take(found)


def _summed_in_order(met: npt.NDArray[np.int32], sums: npt.NDArray[np.float64]) -> _Sums:
    """Return the same without a place for each offer. O(met): a stable sort of 16 bits counts them (radix sort)."""
    order = met.astype(np.uint16).argsort(kind="stable")
    order = order.take((met >> 16).take(order).astype(np.uint16).argsort(kind="stable"))
    slots = met.take(order)
    starts = np.concatenate((_FIRST, (slots[1:] > slots[:-1]).nonzero()[0] + 1))
    totals: npt.NDArray[np.float64] = np.add.reduceat(sums.take(order), starts)
    return slots.take(starts).astype(np.int64), totals


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
    for term in np.flatnonzero(np.diff(starts) > DEPTH).tolist():
        span = slice(int(starts[term]), int(starts[term + 1]))
        impacts = weighed.impacts[values[span]] if exact else values[span]
        order = np.argsort(-impacts.astype(np.int16), kind="stable")
        slots[span], values[span] = slots[span][order], values[span][order]
    found = Weighed(*(each[values] for each in weighed)) if exact else weighed._replace(impacts=values)
    return Postings(starts[1:].astype(np.int64), slots.astype(np.int32, copy=False), *found, offers=len(ends))
