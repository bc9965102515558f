"""The words of the trades: which terms stand for each other, and where that is known from.

The table `thesaurus.csv` belongs to the coordinators: one row ties a term to another. A territory adds rows of its own
through ``Matcher(thesaurus=...)``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from matching.normalize import tokens

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: `term` may be said `equivalent`.

    Attributes
    ----------
    term, equivalent : str
        Words as people write them, in either language. The tie holds both ways.
    weight : float
        How well one answers the other, in (0, 1].
    source : str
        Where the tie is known from, or why it was added.
    """

    term: str
    equivalent: str
    weight: float = 0.9
    source: str = ""


@cache
def trade_entries() -> tuple[Entry, ...]:
    """Return the rows of the table that comes with the library."""
    with files("matching").joinpath("thesaurus.csv").open("r", encoding="utf-8") as file:
        return tuple(
            Entry(row["term"], row["equivalent"], float(row["weight"]), row["source"]) for row in csv.DictReader(file)
        )


def phrase(words: str) -> Phrase:
    """Return the stems of `words`, without stop words."""
    return tuple(token.stem for token in tokens(words))


def ties(entries: Iterable[Entry]) -> Mapping[Phrase, tuple[tuple[Phrase, float], ...]]:
    """Return, for each phrase of `entries`, the phrases that may answer it, with their weights."""
    table: dict[Phrase, dict[Phrase, float]] = {}
    for entry in entries:
        left, right = phrase(entry.term), phrase(entry.equivalent)
        if not left or not right or left == right:
            continue
        for one, other in ((left, right), (right, left)):
            known = table.setdefault(one, {})
            known[other] = max(known.get(other, 0.0), entry.weight)
    return {one: tuple(sorted(others.items())) for one, others in table.items()}
