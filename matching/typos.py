"""How likely a word was meant, seeing the one that was typed.

The distance is that of optimal string alignment (a letter missing, doubled, replaced, or two swapped), with a discount for
what hands and ears do: neighbour keys of an AZERTY keyboard, two letters swapped, a spelling that sounds the same.
"""

from __future__ import annotations

from rapidfuzz.distance import OSA

from matching.sounds import sound

#: Costs in edits. A wrong first letter is rarer than another one.
NEIGHBOUR, SWAPPED, SLIPPED, BY_EAR, FIRST = 0.8, 0.7, 0.8, 0.8, 0.5

_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")


def _neighbours() -> frozenset[tuple[str, str]]:
    places = {key: (row, column) for row, keys in enumerate(_ROWS) for column, key in enumerate(keys)}
    return frozenset(
        (one, other)
        for one, (row, column) in places.items()
        for other, (its_row, its_column) in places.items()
        if one != other and abs(row - its_row) <= 1 and abs(column - its_column) <= 1
    )


NEIGHBOURS = _neighbours()


def cost(typed: str, meant: str, edits: int | None = None) -> float:
    """Return what it costs to read `typed` as `meant`, in edits; `edits` is their distance where it is known.

    >>> cost("relectur", "relecture"), cost("contart", "contrat"), cost("qchat", "achat")
    (0.8, 0.7, 1.3)
    """
    distance = OSA.distance(typed, meant) if edits is None else edits
    if distance == 0:
        return 0.0
    price = _single(typed, meant) if distance == 1 else float(distance)
    if typed[:1] != meant[:1]:
        price += FIRST
    return min(price, BY_EAR) if price > BY_EAR and sound(typed) == sound(meant) else price


def likeness(typed: str, meant: str, edits: int | None = None) -> float:
    """Return 1 for the same word, less by each edit the shorter the words: 1 - cost / length of the longer."""
    longest = max(len(typed), len(meant)) or 1
    return max(0.0, 1.0 - cost(typed, meant, edits) / longest)


def _single(typed: str, meant: str) -> float:
    if len(typed) != len(meant):
        return SLIPPED
    place = next(index for index, pair in enumerate(zip(typed, meant, strict=True)) if pair[0] != pair[1])
    if typed[place + 1 : place + 2] == meant[place] and typed[place] == meant[place + 1 : place + 2]:
        return SWAPPED
    return NEIGHBOUR if (typed[place], meant[place]) in NEIGHBOURS else 1.0
