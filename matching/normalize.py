"""Text -> normal form: case, accents, apostrophes, elisions, and a light stem that does not need accents."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from matching.stopwords import STOP_WORDS

_WORD = re.compile(r"[^\W_]+(?:\+\+|#)?", re.UNICODE)
_ELISION = re.compile(r"\b(?:[ldjmtnsc]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)['’ʼ`´]", re.IGNORECASE)
_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: as written, folded, stemmed, and where it stands (character offsets)."""

    written: str
    folded: str
    stem: str
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
def stem(word: str) -> str:
    """Return the light stem of a folded word: plurals, feminines and the commonest verb endings go.

    >>> [stem(word) for word in ("contrats", "relire", "generaux", "travaux", "achats")]
    ['contrat', 'relir', 'general', 'travail', 'achat']
    """
    if len(word) < 4 or word.isdigit():
        return word
    if word.endswith("aux") and len(word) > 5:
        return word[:-3] + ("ail" if word.startswith("trav") else "al")
    if word.endswith(("s", "x", "z")):
        word = word[:-1]
    if word.endswith("ee") and len(word) > 4:
        word = word[:-1]
    if word.endswith("e") and len(word) > 4:
        word = word[:-1]
    return word


def tokens(text: str) -> list[Token]:
    """Return the words of `text` that carry a subject, in order, with their places in it."""
    plain = _ELISION.sub(lambda match: " " * len(match.group()), text)
    found = []
    for match in _WORD.finditer(plain):
        folded = fold(match.group())
        if folded in STOP_WORDS or (len(folded) == 1 and not folded.isdigit()):
            continue
        found.append(Token(match.group(), folded, stem(folded), match.start(), match.end()))
    return found
