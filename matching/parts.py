"""Several needs in one: "relire nos contrats et mettre en place une GMAO" holds two.

A text is cut where a sentence ends, at "puis" and the like, and at "et", "and" or a comma when an action follows; also at an
"et" between two things when no offer answers both (the caller tells). "Hygiène et sécurité" stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from matching.normalize import composed, fold, tokens

_END = re.compile(r"[.;!?\n]+(?:\s|$)|\n|\b(?:puis|ainsi que|et aussi|mais aussi|and also|as well as)\b", re.IGNORECASE)
_JOINT = re.compile(r"(?:,\s*)?\b(?:et|and|ou|or|plus)\b|,", re.IGNORECASE)
_ACTION = re.compile(r"\s*(?:de |d['’]|à |to )?([^\W\d_]+)")
_INFINITIVE = re.compile(r".{2,}(?:er|ir|oir|re)")
_AROUND = " ,;.!?\n\t"
#: Words with the ending of an infinitive that are none.
_THINGS = (
    "atelier chantier cahier courrier dossier fichier metier papier premier dernier calendrier financier courtier membre "
    "nombre titre centre cadre notre votre autre lettre maitre ordre offre chambre avenir loisir filiere matiere maniere "
    "premiere derniere affaire salaire partenaire horaire formulaire"
)
_ENGLISH_ACTIONS = "set review train hire find write improve reduce fix build check prepare plan"
#: Where a piece begins in the text, and where it ends.
_Span = tuple[int, int]
_NO_ACTIONS, _ACTIONS = frozenset(_THINGS.split()), frozenset(_ENGLISH_ACTIONS.split())


def split(text: str, are_apart: Callable[[str, str], bool]) -> tuple[str, ...]:
    """Return the needs that `text` holds, as written, in its order; those without a subject are joined to the one before.

    Parameters
    ----------
    are_apart : callable
        Tells of two neighbouring pieces joined by "et", "and" or a comma, neither of which begins with an action, whether
        they are two needs.
    """
    text, found = composed(text), list[_Span]()
    for sentence in _cut(text, (0, len(text)), _END):
        for number, (start, end) in enumerate(_cut(text, sentence, _JOINT)):
            piece, before = text[start:end], text[slice(*found[-1])] if found else ""
            joined = number > 0 and not begins_with_action(piece) and not are_apart(before, piece)
            if before and (joined or not tokens(piece)):
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
    return tuple(text[start:end] for start, end in found if tokens(text[start:end]))


def _cut(text: str, span: _Span, pattern: re.Pattern[str]) -> Iterator[_Span]:
    """Yield where the pieces between the matches of `pattern` stand, without what is around their words."""
    edges = [span[0], *(edge for match in pattern.finditer(text, *span) for edge in match.span()), span[1]]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        piece = text[start:end].rstrip(_AROUND)
        begin = start + len(piece) - len(piece.lstrip(_AROUND))
        if begin < start + len(piece):
            yield begin, start + len(piece)


def begins_with_action(piece: str) -> bool:
    """Tell whether a piece of a need begins with what is to be done; a sentence that tells a story does not.

    >>> begins_with_action("mettre en place une GMAO"), begins_with_action("on est une boulangerie")
    (True, False)
    """
    match = _ACTION.match(piece)
    word = fold(match[1]) if match else ""
    return word in _ACTIONS or (word not in _NO_ACTIONS and _INFINITIVE.fullmatch(word) is not None)
