"""The words of a catalogue and their families: which of them are another form, or a part, of a given word.

A term is a folded word, or a phrase of the thesaurus: the stems of its words with spaces between them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Prefix

from matching.background import Background
from matching.grams import Alike
from matching.lexicon import Lexicon
from matching.senses import NONE, senses
from matching.stems import root, stem
from matching.thesaurus import Thesaurus
from matching.types import Tie

#: Letters that two words of a family begin with.
HEAD = 4

#: Worth of another form with the same stem; of one with the same root, at least.
SAME_STEM, SAME_ROOT = 0.95, 0.63
#: Worth of words with a common beginning: none under this share of common letters, up to this worth.
LEAST_SHARED, KIN = 0.5, 0.9
#: Worth of a word that is all there in another one, and the share of common runs of letters from which it begins.
PART, SHARED = 0.6, 0.3
#: Ties worth less are not kept.
LEAST = 0.15


#: A term of the catalogue tied to a word: its number, what the tie is worth in (0, 1], and how they are tied.
Kin = tuple[int, float, Tie]


class Vocabulary:
    """The terms of a catalogue, numbered as they came. Terms are added and never taken away.

    Attributes
    ----------
    stems : list of str
        Stem of each term; a phrase is its own.
    weights : list of float
        Background weight of each term, in nats; 0 for a phrase.
    senses : list of int
        Row of each term in the table of senses, NONE where it has none.
    openings : set of int
        Terms that a phrase of the thesaurus may begin with.
    """

    def __init__(self, background: Background, thesaurus: Thesaurus) -> None:
        self.lexicon = Lexicon()
        self.stems: list[str] = []
        self.weights: list[float] = []
        self.senses: list[int] = []
        self.openings: set[int] = set()
        self._background = background
        self._thesaurus = thesaurus
        self._roots: list[str] = []
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        self._heads: dict[str, list[int]] = defaultdict(list)
        self._runs = Alike(background.runs)

    def __len__(self) -> int:
        return len(self.lexicon)

    def number(self, term: str) -> int:
        """Return the number of `term`, a new one if need be."""
        known = self.lexicon.numbers.get(term)
        if known is None:
            known = len(self.lexicon)
            self.extend([term])
        return known

    def extend(self, terms: list[str]) -> None:
        """Add new terms, in their order."""
        first, place = len(self.lexicon), senses().places.get
        self.lexicon.extend(terms)
        for number, term in enumerate(terms, first):
            phrase = " " in term
            self.stems.append(term if phrase else stem(term))
            self._roots.append(term if phrase else root(term))
            self.weights.append(0.0 if phrase else -math.log(self._background.chance(term)))
            self.senses.append(place(term, NONE))
            self._file(number)

    def settle(self) -> None:
        """Make what asking needs. Called at the end of a change."""
        self.lexicon.settle()
        self._runs.settle(self.lexicon.words)

    def saved(self) -> tuple[dict[str, list[str]], dict[str, npt.NDArray[np.generic]]]:
        """Return the lists and the arrays that :meth:`restore` makes the same vocabulary from."""
        arrays = {
            **self.lexicon.arrays(),
            "term_weights": np.array(self.weights),
            "term_senses": np.array(self.senses),
            **self._runs.arrays(self.lexicon.words),
        }
        return {"words": self.lexicon.words, "stems": self.stems, "roots": self._roots}, arrays

    def restore(self, lists: Mapping[str, list[str]], arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        """Take the terms that were saved. O(terms)."""
        self.lexicon.restore(lists["words"], arrays)
        self.stems, self._roots = lists["stems"], lists["roots"]
        self.weights = arrays["term_weights"].tolist()
        self.senses = arrays["term_senses"].tolist()
        self._runs.restore(arrays)
        for number in range(len(self.stems)):
            self._file(number)

    def _file(self, number: int) -> None:
        its_stem = self.stems[number]
        self._by_stem[its_stem].append(number)
        if " " in self.lexicon.words[number]:
            return
        if self._thesaurus.opens(its_stem):
            self.openings.add(number)
        if len(its_stem) >= HEAD:
            self._heads[its_stem[:HEAD]].append(number)

    def with_stem(self, its_stem: str) -> list[int]:
        """Return the terms of this stem; the one term of a phrase."""
        return self._by_stem.get(its_stem, [])

    def kin(self, words: Sequence[str]) -> dict[str, list[Kin]]:
        """Return, for each word, the terms that are it, a form of it, of its family, or compounds with it. O(families)."""
        found = {word: self._forms(word) for word in words}
        long = [word for word in found if len(word) >= HEAD]
        for word, alike in zip(long, self._runs.near(long, SHARED + 0.1 * (1 - SHARED)), strict=True):
            found[word] += [(number, PART * (likeness - SHARED) / (1 - SHARED), "part") for number, likeness in alike]
        return found

    def _forms(self, word: str) -> list[Kin]:
        its_stem, terms = stem(word), self.lexicon.words
        found: list[Kin] = [
            (number, 1.0, "same") if terms[number] == word else (number, SAME_STEM, "form")
            for number in self._by_stem.get(its_stem, ())
        ]
        return found + self._family(word, its_stem)

    def _family(self, word: str, its_stem: str) -> list[Kin]:
        found: list[Kin] = []
        for number in self._heads.get(its_stem[:HEAD], ()):
            other = self.stems[number]
            if other == its_stem:
                continue
            share = 2 * Prefix.similarity(its_stem, other) / (len(its_stem) + len(other))
            worth = KIN * (share - LEAST_SHARED) / (1 - LEAST_SHARED)
            if worth < SAME_ROOT and self._roots[number] == root(word):
                worth = SAME_ROOT
            if worth > LEAST:
                found.append((number, worth, "form"))
        return found
