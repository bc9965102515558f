"""The offers as they were given, by slot: in memory, or in a file that is mapped and read when an offer is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.types import Offer


def _no_bytes() -> npt.NDArray[np.uint8]:
    return np.zeros(0, dtype=np.uint8)


@dataclass(slots=True)
class Shelf:
    """Offers in the order in which they came.

    Attributes
    ----------
    ids : list of str
        Id of each slot, also of those that are empty by now.
    written : array of uint8
        The first offers as JSON in UTF-8, one after the other.
    ends : array of int64
        Where each of them ends.
    """

    ids: list[str] = field(default_factory=list)
    written: npt.NDArray[np.uint8] = field(default_factory=_no_bytes)
    ends: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _later: list[Offer | None] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, slot: int) -> Offer:
        before = len(self.ends)
        if slot >= before:
            offer = self._later[slot - before]
            assert offer is not None, "an empty slot is never asked for"
            return offer
        first = int(self.ends[slot - 1]) if slot else 0
        title, text, skills = json.loads(self.written[first : int(self.ends[slot])].tobytes())
        return Offer(self.ids[slot], title, text, tuple(skills))

    def extend(self, offers: Sequence[Offer]) -> None:
        """Add offers at the end."""
        self.ids.extend(offer.id for offer in offers)
        self._later.extend(offers)

    def forget(self, slot: int) -> None:
        """Let go of the offer of a slot."""
        if slot >= len(self.ends):
            self._later[slot - len(self.ends)] = None


def write(offers: Iterable[Offer]) -> tuple[list[str], npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Return the ids of `offers`, and what a shelf reads them from."""
    ids, records = [], []
    for offer in offers:
        ids.append(offer.id)
        record: list[Any] = [offer.title, offer.text, offer.skills]
        records.append(json.dumps(record).encode())
    ends = np.cumsum(np.array([len(record) for record in records], dtype=np.int64))
    return ids, np.frombuffer(b"".join(records), dtype=np.uint8), ends
