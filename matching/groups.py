"""Words that stand side by side: in a need and in an offer ("contra de travail", "Contrats de travail"), or in one word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from matching.normalize import Token

#: A text and its words.
Field = tuple[str, Sequence[Token]]

#: What ends a group: anything between two words but spaces, apostrophes, hyphens and the little words.
_BREAK = re.compile(r"[^\w \u00a0\u202f'’‘`-]")
#: What joins two words into one.
_JOINTS = frozenset("'’‘`-")


class Sought(NamedTuple):
    """A word of the need, and how an offer may write it."""

    token: Token
    terms: Collection[str]


class Group(NamedTuple):
    """Words of the need, from the first to one past the last, and the same words as an offer writes them."""

    first: int
    last: int
    found: str


def groups(need: str, words: Mapping[int, Sought], fields: Sequence[Field]) -> Iterator[Group]:
    """Yield the longest groups of two words or more, from the left; no word is in two of them.

    Parameters
    ----------
    words : dict
        place of a word of the need among its words -> what is sought
    """
    after = 0
    for first in sorted(words):
        if first < after:
            continue
        run = [words[first]]
        while (word := words.get(first + len(run))) and _are_close(need, run[-1].token, word.token):
            run.append(word)
        size, found = max(_places(run, fields), key=lambda each: each[0], default=(1, ""))
        if size > 1:
            after = first + size
            yield Group(first, after, found)


def _places(run: Sequence[Sought], fields: Sequence[Field]) -> Iterator[tuple[int, str]]:
    """Yield how many words of a run stand together, from its first one, wherever that one stands."""
    for text, read in fields:
        for start, token in enumerate(read):
            size = _size(run, text, read[start : start + len(run)])
            if size:
                yield size, text[token.start : read[start + size - 1].end]


def _size(run: Sequence[Sought], text: str, read: Sequence[Token]) -> int:
    size = 0
    for word, token in zip(run, read, strict=False):
        if token.folded not in word.terms or (size and not _are_close(text, read[size - 1], token)):
            return size
        size += 1
    return size


def _are_close(text: str, one: Token, other: Token) -> bool:
    return not _BREAK.search(text, one.end, other.start)


def compounds(text: str, words: Iterable[Token]) -> list[list[Token]]:
    """Return `words`, given in their order, those of one word together: "prud'hommes", "mi-temps"."""
    found: list[list[Token]] = []
    for word in words:
        if found and text[found[-1][-1].end : word.start] in _JOINTS:
            found[-1].append(word)
        else:
            found.append([word])
    return found
