"""Several needs in one: "relire nos contrats et mettre en place une GMAO" holds two.

A text is cut where a sentence ends, at "puis" and the like, and at "et", "and" or a comma when an action follows; also at an
"et" between two things when no offer answers both (the caller tells). "Hygiène et sécurité" stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable

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
_NO_ACTIONS, _ACTIONS = frozenset(_THINGS.split()), frozenset(_ENGLISH_ACTIONS.split())


def split(text: str, are_apart: Callable[[str, str], bool]) -> tuple[str, ...]:
    """Return the needs that `text` holds, as written, in its order; those without a subject are joined to the one before.

    Parameters
    ----------
    are_apart : callable
        Tells of two neighbouring pieces joined by "et", "and" or a comma, neither of which begins with an action, whether
        they are two needs.
    """
    found: list[str] = []
    for sentence in _cut(composed(text), _END):
        for number, piece in enumerate(_cut(sentence, _JOINT)):
            joined = number > 0 and bool(found) and not begins_with_action(piece) and not are_apart(found[-1], piece)
            if (joined or not tokens(piece)) and found:
                found[-1] = _span(composed(text), found[-1], piece)
            else:
                found.append(piece)
    return tuple(piece for piece in found if tokens(piece))


def _cut(text: str, pattern: re.Pattern[str]) -> list[str]:
    return [cut for piece in pattern.split(text) if (cut := piece.strip(_AROUND))]


def begins_with_action(piece: str) -> bool:
    """Tell whether a piece of a need begins with what is to be done; a sentence that tells a story does not.

    >>> begins_with_action("mettre en place une GMAO"), begins_with_action("on est une boulangerie")
    (True, False)
    """
    match = _ACTION.match(piece)
    word = fold(match[1]) if match else ""
    return word in _ACTIONS or (word not in _NO_ACTIONS and _INFINITIVE.fullmatch(word) is not None)


def _span(text: str, first: str, last: str) -> str:
    start = text.find(first)
    end = text.find(last, start + len(first))
    return text[start : end + len(last)] if end >= 0 else first
