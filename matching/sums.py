"""Sums by offer: of the many entries that a need meets, the offers whose entries add up to most.

A place for each of a million offers costs more to be given by the system, page after page, than to be used. It is
therefore made once, borrowed by one question at a time, and given back empty.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

#: One of so many entries is looked at to guess from where up the largest sums begin.
SAMPLED = 16
#: So many times what is wanted should reach the guess: an offer is met by several entries.
SURPLUS = 4

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


class Sums:
    """Places for the sums of offers, all at nought while nobody borrows them.

    Threads that ask at the same time borrow one each; a copy begins without any.
    """

    def __init__(self) -> None:
        self._spare: list[Floats] = []

    def __reduce__(self) -> tuple[type[Sums], tuple[()]]:
        return Sums, ()

    def each_once(self, met: Ints, offers: int) -> Ints:
        """Return the different offers among `met`, all below `offers` (the same number at each call), ascending."""
        totals = self._borrow(offers)
        found = met.take(_once(totals, met, np.arange(len(met))))
        self._give_back(totals, met)
        found.sort()
        return found

    def largest(self, met: Ints, values: Floats, offers: int, count: int) -> Ints:
        """Return the `count` offers with the largest sums, ascending; of equal ones any; fewer where fewer are met.

        Parameters
        ----------
        met : array (entries,)
            The offer of each entry, below `offers`.
        values : array (entries,)
            What it adds to the sum of that offer, more than 0.

        Notes
        -----
        O(entries), whatever the number of offers but for the first time.
        """
        totals = self._borrow(offers)
        np.add.at(totals, met, values)
        found = _highest(totals, met, count)
        self._give_back(totals, met)
        found.sort()
        return found

    def _borrow(self, offers: int) -> Floats:
        try:
            return self._spare.pop()
        except IndexError:
            return np.zeros(offers, dtype=np.float32)

    def _give_back(self, totals: Floats, met: Ints) -> None:
        totals[met] = 0.0
        self._spare.append(totals)


def _highest(totals: Floats, met: Ints, count: int) -> Ints:
    sums = totals.take(met)
    likely = _likely(sums, count)
    found = _once(totals, met, likely)
    if len(found) < count and len(likely) < len(met):
        found = _once(totals, met, np.arange(len(met)))
    if len(found) > count:
        its = sums.take(found)
        least = np.partition(its, -count)[-count]
        above = found[its > least]
        found = np.concatenate((above, found[its == least][: count - len(above)]))
    return met.take(found)


def _likely(sums: Floats, count: int) -> Ints:
    """Return the entries whose sums reach a guess, a few times `count` if it is a good one; all of a few. O(entries)."""
    among = max(SURPLUS * count // SAMPLED, 1)
    if among * SAMPLED >= len(sums):
        return np.arange(len(sums))
    likely: Ints = (sums >= np.partition(sums[::SAMPLED], -among)[-among]).nonzero()[0]
    return likely


def _once(totals: Floats, met: Ints, entries: Ints) -> Ints:
    """Return one entry of each offer among `entries`: the one whose number stays in its place, written over its sum.

    Numbers are exact in 32 bits up to 16 million entries.
    """
    offers = met.take(entries)
    totals[offers] = entries
    once: Ints = entries[totals.take(offers) == entries]
    return once
