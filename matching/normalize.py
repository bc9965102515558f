"""Text -> words: case, accents, apostrophes, elisions and stop words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from matching.stopwords import STOP_WORDS

_ELISION = r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)['’ʼ`´]"
_WORD = re.compile(rf"(?:\b{_ELISION})?([^\W_]+(?:\+\+|#)?)", re.IGNORECASE)
_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
)


class Token(NamedTuple):
    """One word of a text: as written, folded, and where it stands (character offsets)."""

    written: str
    folded: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return `text` in lower case without accents or ligatures.

    >>> fold("Œuvre d’ÉLÈVE")
    'oeuvre d’eleve'
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES).lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=200_000)
def subject(written: str) -> str:
    """Return the folded word, or nothing where it carries no subject: a stop word, a letter alone."""
    folded = fold(written)
    if folded in STOP_WORDS or (len(folded) == 1 and not folded.isdigit()):
        return ""
    return folded


def folded_words(text: str) -> list[str]:
    """Return the folded words of `text` that carry a subject, in order.

    >>> folded_words("L’étude des contrats de l'entreprise")
    ['etude', 'contrats', 'entreprise']
    """
    return [word for word in map(subject, _WORD.findall(composed(text))) if word]


def tokens(text: str) -> list[Token]:
    """Return the words of `text` that carry a subject, in order, with their places in it."""
    return list(_read(composed(text)))


def composed(text: str) -> str:
    """Return `text` with each accent in its letter, so that a word is not cut at an accent."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _read(text: str) -> Iterator[Token]:
    for match in _WORD.finditer(text):
        folded = subject(match[1])
        if folded:
            yield Token(match[1], folded, match.start(1), match.end(1))
