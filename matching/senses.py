"""Which words are near in sense: "embauche" and "recrutement", "bakery" and "pâtisserie". Directions of words and of offers.

Words that are said in the same company point in the same direction (Mikolov et al., 2013). An offer points where its words do,
each by its weight. The numbers are whole ones, so that a sum is the same in any order: an offer that was added last points
exactly where it would have pointed first. `senses.md` tells where the table is from.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

#: Numbers of a direction.
WIDTH = 64
#: A direction of an offer is kept in whole numbers from -SCALE to SCALE.
SCALE = 127
#: Nats less than which a word says nothing of the subject, and parts of a nat that weights are rounded to.
COMMON, PARTS = 2.0, 256
#: The row of a word whose direction is not known: the last one, which points nowhere.
NONE = -1

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Senses:
    """Directions of words.

    Attributes
    ----------
    places : dict
        word -> its row
    rows : array of int8, shape (rows, WIDTH)
        From -7 to 7. Several words may share a row.
    lengths : array (rows,)
        That of each; 1 for the last.
    """

    places: dict[str, int]
    rows: npt.NDArray[np.int8]
    lengths: Floats

    def place(self, word: str) -> int:
        """Return the row of a folded word, NONE where its direction is not known."""
        return self.places.get(word, NONE)

    def units(self, places: npt.NDArray[np.int64]) -> Floats:
        """Return the directions of these rows, of length one; of length zero for NONE. Shape (places, WIDTH)."""
        return self.rows.take(places, axis=0) / self.lengths.take(places)[:, None]

    def towards(self, places: npt.NDArray[np.int64], weights: Floats) -> npt.NDArray[np.float32]:
        """Return where words of these rows and weights point together, shape (WIDTH,)."""
        return (weights @ self.units(places)).astype(np.float32)


@cache
def senses() -> Senses:
    """Return the table that comes with the library. Read once, 60 ms."""
    folder = files("matching")
    with folder.joinpath("senses.npy").open("rb") as file:
        packed = np.load(file, allow_pickle=False)
    rows = np.zeros((len(packed) + 1, WIDTH), dtype=np.int8)
    rows[:-1, ::2], rows[:-1, 1::2] = packed >> 4, packed & 15
    rows[:-1] -= 8
    with folder.joinpath("senses.txt.gz").open("rb") as file:
        lines = gzip.decompress(file.read()).decode().split()
    places = dict(zip(lines[::2], map(int, lines[1::2]), strict=True))
    return Senses(places, rows, np.maximum(np.sqrt((rows.astype(np.float64) ** 2).sum(axis=1)), 1.0))


@dataclass(frozen=True, slots=True)
class Said:
    """Words of offers, one element for each offer and word: how often it is said, its row and its weight in nats."""

    counts: npt.NDArray[np.int64]
    places: npt.NDArray[np.int32]
    weights: Floats


def point(table: Senses, pointers: npt.NDArray[np.int64], said: Said) -> npt.NDArray[np.int8]:
    """Return where offers point, shape (offers, WIDTH): the sum of their words, in parts of SCALE.

    The words of offer i stand from pointers[i] to pointers[i + 1]. A word of no known direction points nowhere, but makes
    the others weigh less. O(words x WIDTH).
    """
    worth = np.round(PARTS * np.maximum(said.weights - COMMON, 0.0)) * said.counts
    known = said.places >= 0
    places = np.where(known, said.places, 0)
    counts = np.bincount(places, minlength=1)
    used, again = np.flatnonzero(counts), np.cumsum(counts > 0) - 1
    amounts = np.where(known, np.round(worth / table.lengths[places]), 0.0)
    words = csr_matrix((amounts, again[places], pointers), shape=(len(pointers) - 1, len(used)))
    sums: Floats = words @ table.rows[used].astype(np.float64)
    owners = np.repeat(np.arange(len(pointers) - 1), np.diff(pointers))
    rest = np.bincount(owners, weights=np.where(known, 0.0, worth**2), minlength=len(pointers) - 1)
    lengths = np.sqrt((sums**2).sum(axis=1) + rest)
    directions: npt.NDArray[np.int8] = np.round(SCALE * sums / np.maximum(lengths, 1.0)[:, None]).astype(np.int8)
    return directions


def nearness(table: Senses, places: npt.NDArray[np.int64], offers: npt.NDArray[np.int8]) -> Floats:
    """Return how near words (rows) are to offers (directions), in [-1, 1], shape (words, offers); 0 for one not known."""
    # Whole numbers, below 2^24: exact in any order.
    dots = offers.astype(np.float32) @ table.rows.take(places, axis=0).astype(np.float32).T
    near: Floats = dots.T / (SCALE * table.lengths.take(places))[:, None]
    return near
