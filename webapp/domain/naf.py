"""What a firm does, by the code that INSEE gives it (NAF rév. 2): "43.32A", and its division, the first two digits.

Source: décret n° 2007-1888, nomenclature d’activités française, 88 divisions.
"""

from __future__ import annotations

import re

_GAPS = (4, 34, 40, 44, 48, 54, 57, 67, 76, 83, 89)

#: the 88 divisions, "01" to "99"
DIVISIONS = frozenset(f"{number:02}" for number in range(1, 100) if number not in _GAPS)

_CODE = re.compile(r"(\d\d)[. ]?(\d\d) ?([A-Z])", re.ASCII)


def read_naf(typed: str) -> str:
    """A code as people copy it, "43.32A" or "4332a", in five characters.

    Raises:
        ValueError: it is none.
    """
    found = _CODE.fullmatch(typed.strip().upper())
    if found is None or found[1] not in DIVISIONS:
        raise ValueError(typed)
    return "".join(found.groups())


def read_divisions(typed: str) -> tuple[str, ...]:
    """Divisions as people list them, "10, 25 et 43", in order and each once.

    Raises:
        ValueError: a number is none of the 88; the value is that number.
    """
    numbers = sorted({number.zfill(2) for number in re.findall(r"[0-9]+", typed)})
    for number in numbers:
        if number not in DIVISIONS:
            raise ValueError(number)
    return tuple(numbers)


def show_naf(code: str) -> str:
    """ "4332A" as it is printed: "43.32A"."""
    return f"{code[:2]}.{code[2:]}"
