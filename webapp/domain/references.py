"""The reference that a firm gives with a transfer, so that the money finds its advance: ISO 11649, "RF18 ALZ0 0001 2".

Two check digits, modulo 97: a digit typed wrong names no other advance.
"""

from __future__ import annotations

import re

_PREFIX = "ALZ"
_DIGITS = 6
_FORM = re.compile(rf"RF([0-9]{{2}}){_PREFIX}([0-9]{{{_DIGITS}}})")


def reference_of(advance_id: int) -> str:
    """The reference of an advance, without spaces."""
    body = f"{_PREFIX}{advance_id:0{_DIGITS}}"
    return f"RF{98 - _number(body + 'RF00') % 97:02}{body}"


def show_reference(reference: str) -> str:
    """By fours, as it is printed."""
    return " ".join(reference[place : place + 4] for place in range(0, len(reference), 4))


def find_references(text: str) -> list[int]:
    """The advances that a text names by a reference whose check digits are right, whatever stands between."""
    packed = re.sub(r"[^0-9A-Z]", "", text.upper())
    matches = _FORM.finditer(packed)
    return [int(match[2]) for match in matches if _number(f"{_PREFIX}{match[2]}RF{match[1]}") % 97 == 1]


def _number(text: str) -> int:
    """Letters as two figures each, A = 10."""
    return int("".join(str(int(char, 36)) for char in text))
