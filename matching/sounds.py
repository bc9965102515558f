"""Folded word -> a key of how it sounds in French: what is written by ear has the key of the right word.

A shortened reading of the usual rules (eau/au/o, ph/f, qu/k, soft c and g, mute endings, nasal vowels), in the manner of
Soundex and of Édouard Bergé's Phonex, made for comparing two spellings and not for pronouncing.
"""

from __future__ import annotations

import re
from functools import lru_cache

_DOUBLED = re.compile(r"([a-z])\1+")
#: "en" is nasal, but at the end of a word.
_EN = re.compile(r"en(?!t?$)")
_MUTE = "estxdp"


def _rules(*rows: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (written, heard) for row in rows for written, _arrow, heard in (rule.partition(">") for rule in row.split())
    )


#: Letters and what they become, one after the other. A capital is a sound and no letter: no later rule reads it again.
_CONSONANTS = _rules(
    "eau>o au>o ph>f th>t qu>k sch>S ch>S sh>S gue>ge gui>gi guy>gy",
    "ce>se ci>si cy>sy tion>sion ge>je gi>ji gy>jy c>k q>k y>i h>",
)
_VOWELS = _rules("ain>1 ein>1 in>1 imb>1b imp>1p an>2 amb>2b amp>2p emb>2b emp>2p")
_LAST = _rules("z>s ai>E ei>E E>e")


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """Return the key of a folded word.

    >>> sound("bateau") == sound("bato"), sound("pharmacie") == sound("farmacie"), sound("chef") == sound("clef")
    (True, True, False)
    """
    word = _replaced(_DOUBLED.sub(r"\1", word), _CONSONANTS)
    word = _EN.sub("2", _replaced(word, _VOWELS))
    return _replaced(word, _LAST).rstrip(_MUTE)


def _replaced(word: str, rules: tuple[tuple[str, str], ...]) -> str:
    for written, heard in rules:
        word = word.replace(written, heard)
    return word
