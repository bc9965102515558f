"""The words of the trades: which terms stand for each other, and where that is known from.

The table `thesaurus.csv` belongs to the coordinators: one row ties a term to another, of one word or of several. A
territory adds rows of its own through ``Matcher(thesaurus=...)``.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from matching.normalize import folded_words
from matching.stems import stem

#: Share of a tie through a third term that is left beside the product of both, and the worth under which there is none.
ONWARD, LEAST = 0.7, 0.4
#: Other words that may stand between two words of a phrase: "garder et attirer des salariés" says "garder ses salariés".
BETWEEN = 1


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


@lru_cache(maxsize=8)
def thesaurus_with(entries: tuple[Entry, ...]) -> Thesaurus:
    """Return the library's rows and these, ready to be found in texts."""
    return Thesaurus([*trade_entries(), *entries])


def phrase(words: str) -> str:
    """Return the stems of `words`, without stop words, with spaces between them: the key of a term.

    >>> phrase("plan de formation des salariés")
    'plan formation salari'
    """
    return " ".join(map(stem, folded_words(words)))


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A phrase that may answer another, and how well, in (0, 1]."""

    phrase: str
    weight: float


class Thesaurus:
    """Rows made ready to be found in texts, with the ties that two of them make: a phrase is known by its first stem.

    Parameters
    ----------
    entries : iterable of Entry
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        ties: dict[str, dict[str, float]] = defaultdict(dict)
        for entry in entries:
            left, right = phrase(entry.term), phrase(entry.equivalent)
            if not left or not right or left == right:
                continue
            for one, other in ((left, right), (right, left)):
                ties[one][other] = max(ties[one].get(other, 0.0), entry.weight)
        self._ties = {
            one: tuple(Equivalent(other, weight) for other, weight in sorted(others.items()))
            for one, others in _onward(ties).items()
        }
        self._openings: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for known in sorted(self._ties):
            stems = tuple(known.split())
            self._openings[stems[0]].append(stems)

    def __len__(self) -> int:
        return len(self._ties)

    def equivalents(self, known: str) -> tuple[Equivalent, ...]:
        """Return what may answer a phrase, in the order of phrases."""
        return self._ties.get(known, ())

    def opens(self, its_stem: str) -> bool:
        """Tell whether a phrase of several words begins with this stem."""
        return any(len(stems) > 1 for stems in self._openings.get(its_stem, ()))

    def find(self, stems: Sequence[str]) -> Iterator[tuple[tuple[int, ...], str]]:
        """Yield every phrase in a text given by its stems, behind the places of its words.

        O(words x phrases that begin with the same stem).
        """
        for start, its_stem in enumerate(stems):
            for known in self._openings.get(its_stem, ()):
                places = places_of(known, stems, start)
                if places:
                    yield places, " ".join(known)


def places_of(known: Sequence[str], stems: Sequence[str], start: int) -> tuple[int, ...]:
    """Return where the stems of a phrase that begins at `start` stand, each as near as can be; nothing where one is missing.

    >>> places_of(("plan", "form"), ("plan", "trienal", "form"), 0)
    (0, 2)
    """
    places = [start]
    for its_stem in known[1:]:
        first = places[-1] + 1
        near = stems[first : first + BETWEEN + 1]
        if its_stem not in near:
            return ()
        places.append(first + near.index(its_stem))
    return tuple(places)


def _onward(ties: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Return the ties, and those through a third term: "piraté" to "cyberattaque" through "piratage"."""
    found = {one: dict(others) for one, others in ties.items()}
    pairs = ((one, between, weight) for one, others in ties.items() for between, weight in others.items())
    for one, between, weight in pairs:
        for last, further in ties[between].items():
            worth = ONWARD * (weight * further)
            if last != one and last not in ties[one] and worth >= LEAST:
                found[one][last] = max(found[one].get(last, 0.0), worth)
    return found
