"""Where the terms of a need stand in the offers to score: one entry for each offer and each term of the need that it holds.

Both ways give the same entries: from the postings of the terms, where they hold all that is needed and few offers hold the
terms, or from the rows of the offers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.catalogue import Catalogue
from matching.rows import flat

Ints = npt.NDArray[np.int64]


class Entries(NamedTuple):
    """Entries, shape (entries,) each; those of one offer in the order of terms.

    Attributes
    ----------
    owners : array of int
        Place of the offer among those to score.
    ranks : array of int
        Place of the term among those of the need.
    presences : array of float
        How present the term is in the offer, in [0, 1].
    titled : array of bool
        Whether it stands in the title or in a skill.
    """

    owners: npt.NDArray[np.integer]
    ranks: npt.NDArray[np.integer]
    presences: npt.NDArray[np.float64]
    titled: npt.NDArray[np.bool_]


def entries_of(terms: Ints, catalogue: Catalogue, slots: Ints) -> Entries:
    """Return the entries of these terms in these slots, both ascending. O(the fewer of the entries of either)."""
    postings = catalogue.postings
    if postings is None or not postings.is_exact:
        return _of_rows(terms, catalogue, slots)
    begins, counts = postings.spans(terms)
    read = int(slots.searchsorted(postings.offers))
    if counts.sum() * len(catalogue.rows) > catalogue.rows.terms.size * read:
        return _of_rows(terms, catalogue, slots)
    places, ranks = flat(begins, counts), np.arange(len(terms)).repeat(counts)
    owners = postings.slots.take(places)
    if read < postings.offers:
        owners, met = _among(owners, slots[:read], postings.offers)
        places, ranks = places.take(met), ranks.take(met)
    found = Entries(owners, ranks, postings.presences.take(places), postings.titled.take(places))
    if read == len(slots):
        return found
    later = _of_rows(terms, catalogue, slots[read:])
    later = later._replace(owners=later.owners + read)
    return Entries(*(np.concatenate(both) for both in zip(found, later, strict=True)))


def _among(owners: npt.NDArray[np.int32], slots: Ints, offers: int) -> tuple[npt.NDArray[np.int32], Ints]:
    """Return the places among `slots` of those owners that are there, and which these are."""
    places = np.full(offers, -1, dtype=np.int32)
    places[slots] = np.arange(len(slots))
    owners = places.take(owners)
    met = (owners >= 0).nonzero()[0]
    return owners.take(met), met


def _of_rows(terms: Ints, catalogue: Catalogue, slots: Ints) -> Entries:
    rows = catalogue.rows
    places, owners = rows.entries(slots)
    rank = np.zeros(len(catalogue.vocabulary), dtype=np.int32)
    rank[terms] = np.arange(1, len(terms) + 1)
    ranks = rank.take(rows.terms.view().take(places))
    met = (ranks > 0).nonzero()[0]
    places, owners = places.take(met), owners.take(met)
    presences = catalogue.presences(places, owners, slots)
    return Entries(owners, ranks.take(met) - 1, presences, rows.titles.view().take(places) > 0)
