"""The French of our catalogue, as a page answered in another language must not show it."""

import re
from functools import cache

from babel import Locale

from webapp.translations import catalogues

PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[a-z]|%%|<[^>]+>|\{[a-z_0-9]*\}")
#: a piece of a sentence shorter than this, between two values, proves nothing
PIECE = 12


def french_in(text: str) -> list[str]:
    """What stands in a text of the French sentences, months and days of the week."""
    return sorted(set(_french().findall(plain(text))))


def plain(text: str) -> str:
    return " ".join(text.split())


@cache
def _french() -> re.Pattern[str]:
    messages = list(catalogues.messages_of(catalogues.read("en")))
    english = plain(" ".join(form for message in messages for form in _forms(message.string))).lower()
    pieces = {piece for message in messages for form in _forms(message.id) for piece in _pieces(form)}
    calendar = [*Locale("fr").months["format"]["wide"].values(), *Locale("fr").days["format"]["wide"].values()]
    french = {
        piece for piece in pieces.union(calendar) if not re.search(rf"(?<!\w){re.escape(piece.lower())}(?!\w)", english)
    }
    longest_first = sorted(french, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _forms(said: str | tuple[str, ...]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def _pieces(sentence: str) -> list[str]:
    pieces = [plain(piece) for piece in PLACEHOLDER.split(sentence)]
    if len(pieces) == 1:
        return [piece for piece in pieces if len(piece) > 2]
    return [piece for piece in pieces if len(piece) >= PIECE]
