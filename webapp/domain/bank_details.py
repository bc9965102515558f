"""Bank details that somebody has typed where they do not belong: they are given by voice, and checked, never by a link."""

from __future__ import annotations

import re

from stdnum import iban
from stdnum.exceptions import ValidationError

#: two letters, two digits, then eleven to thirty characters, in groups or not
_LOOKS_LIKE_ONE = re.compile(
    r"\b[A-Z]{2}[ \t\u00a0\u202f.-]?\d{2}(?:[ \t\u00a0\u202f.-]?[0-9A-Z]){11,30}", re.IGNORECASE
)


def holds_bank_details(text: str) -> bool:
    """True when a text holds an account number (IBAN) whose check digits are right."""
    return any(_begins_with_iban(found[0]) for found in _LOOKS_LIKE_ONE.finditer(text))


def _begins_with_iban(found: str) -> bool:
    """What follows a number may be read as part of it: any beginning that is one counts."""
    letters = re.sub(r"[^0-9A-Za-z]", "", found).upper()
    return any(_is_iban(letters[:length]) for length in range(15, len(letters) + 1))


def _is_iban(number: str) -> bool:
    try:
        iban.validate(number)
    except ValidationError:
        return False
    return True
