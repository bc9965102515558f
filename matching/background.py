"""What everybody's French and English hold: how common a word is, and which word a wrong one was meant to be.

In a village of thirty offers the words' own counts are noise: "gestion" in two offers says nothing of how rare it is. The
table `background.csv.gz` gives the frequency of each of the 68,000 commonest words (accents folded), made by
benchmarks/background.py from the package wordfreq; background.md holds its sources and its licence.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from matching.grams import run_weights
from matching.lexicon import Lexicon
from matching.sounds import sound
from matching.typos import cost

RARE = 2e-7
"""Frequency of a word that the table does not hold (occurrences a word)."""
ENGLISH = 0.5
"""Share of the English frequency in that of a word: needs are mostly in French."""
READING = 60
"""Words that a reader of an offer meets: a word's chance is that of meeting it once among so many."""
CORRECTED = 4
"""Letters under which a word is taken as typed: too many words are one slip away from a short one."""
EDIT = 9.0
"""What one edit costs against how common the meant word is, in nats (a slip is one letter in some thousands)."""

COMMON = 3.8
"""Nats under which a run of letters says nothing of what a word is about: "con", "ion", "er" at an end, some thirty of them."""
KEPT = 20_000
"""Words whose correction is kept, at most: needs repeat each other's slips, and no change of an offer alters them."""

#: Words that one may have been meant for, likeliest first, each with its share of the best.
Meant = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Background:
    """Frequencies of folded words, and the same words by how they are written.

    Attributes
    ----------
    frequency : dict
        folded word -> occurrences a word of running text, in (0, 1)
    lexicon : Lexicon
        The words long enough to be what a typing error meant.
    runs : array (RUNS,)
        What each run of three letters weighs; nothing where it is common.
    meanings : dict
        Words that the table does not hold -> what they may have been meant for: those that were asked for, KEPT at most.
    """

    frequency: dict[str, float]
    lexicon: Lexicon
    runs: npt.NDArray[np.float64]
    meanings: dict[str, Meant] = field(default_factory=dict)

    def chance(self, word: str) -> float:
        """Return the probability that a text of READING words holds `word`, in (0, 1).

        The occurrences are taken as a Poisson process: 1 - exp(-frequency x READING).
        """
        return chance(self.frequency.get(word, RARE))

    def meant(self, typed: Iterable[str]) -> dict[str, Meant]:
        """Return the words that each of `typed` may have been meant for, likeliest first, with its share of the best.

        Noisy channel (Kernighan, Church and Gale, 1990): log P(word) - EDIT x cost(typed, word). A word of the table
        is meant as it stands; a word like no other is meant as it stands as well.
        """
        found: dict[str, Meant] = {word: ((word, 1.0),) for word in typed}
        wrong = [word for word in found if not (word in self.frequency or len(word) < CORRECTED or word.isdigit())]
        kept = self.meanings
        known = {word: meant for word in wrong if (meant := kept.get(word))}
        new = self._corrected([word for word in wrong if word not in known]) if len(known) < len(wrong) else {}
        if len(kept) + len(new) > KEPT:
            kept.clear()
        kept.update(new)
        return found | known | new

    def _corrected(self, wrong: list[str]) -> dict[str, Meant]:
        found: dict[str, Meant] = {word: ((word, 1.0),) for word in wrong}
        slips = self._slips(dict.fromkeys(wrong, 1))
        further = self._slips(dict.fromkeys((word for word in wrong if not slips[word]), 2))
        for word in wrong:
            likeliest = slips[word] or further[word]
            if likeliest:
                best = likeliest[0][0]
                found[word] = tuple(
                    (other, share) for score, other in likeliest[:3] if (share := math.exp(score - best)) > 0.2
                )
        return found

    def _slips(self, asked: dict[str, int]) -> dict[str, list[tuple[float, str]]]:
        found = {}
        for typed, near in self.lexicon.near(asked).items():
            words = ((self.lexicon.words[number], distance) for number, distance in near)
            scored = [
                (math.log(self.frequency[word]) - EDIT * cost(typed, word, distance), word)
                for word, distance in words
                if distance == 1 or len(typed) > 6 or sound(word) == sound(typed)
            ]
            found[typed] = sorted(scored, key=lambda pair: (-pair[0], pair[1]))
        return found


def chance(frequency: float) -> float:
    """Return the probability that READING words hold at least one occurrence of a word of this frequency."""
    return -math.expm1(-frequency * READING)


@cache
def background() -> Background:
    """Return the table that comes with the library; read once, never changed."""
    frequency = {}
    with files("matching").joinpath("background.csv.gz").open("rb") as file:
        for line in gzip.decompress(file.read()).decode().splitlines()[1:]:
            word, french, english = line.split(",")
            frequency[word] = max(_frequency(french), ENGLISH * _frequency(english))
    long = (word for word in frequency if len(word) >= CORRECTED)
    lexicon = Lexicon(sorted(long, key=lambda word: (word[0], len(word))))
    weights = run_weights(frequency)
    return Background(frequency, lexicon, np.where(weights < COMMON, 0.0, weights))


@lru_cache(maxsize=256)
def _frequency(tenths: str) -> float:
    return float(10 ** (int(tenths) / 10 - 9)) if tenths else 0.0
