"""Numbers that name a firm or a place in France: SIREN, SIRET, INSEE code of a commune, postcode.

A firm that is not registered yet has neither SIREN nor SIRET; that is legitimate, and for the form to ask.
"""

from __future__ import annotations

import re

from stdnum.exceptions import InvalidChecksum
from stdnum.fr import siren as siren_rules
from stdnum.fr import siret as siret_rules

NO_BREAK_SPACE = "\u00a0"

# 20 was cut into 2A and 2B in 1976; 97 and 98 are overseas; 96 and 99 are no departments. Postcodes kept 20.
_INSEE = re.compile(r"(?:0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5])\d{3}|97[1-8]\d{2}|98[4-9]\d{2}", re.ASCII)


class UnusableNumber(ValueError):
    """Not such a number. `code` says why, for the form to say it; `details` are the figures of its sentence.

    Codes: `letters`, `length` (length, expected), `checksum`; for a commune or a postcode `shape`.
    """

    def __init__(self, code: str, **details: int) -> None:
        self.code = code
        self.details = details
        super().__init__(code)


def clean_siren(value: str) -> str:
    """The nine digits that name a firm.

    Raises:
        UnusableNumber: it holds something else than digits, has another length, or its check digit is wrong.
    """
    digits = _digits(value, 9)
    try:
        return str(siren_rules.validate(digits))
    except InvalidChecksum:
        raise UnusableNumber("checksum") from None


def clean_siret(value: str) -> str:
    """The fourteen digits that name an establishment of a firm; the first nine are its SIREN.

    Raises:
        UnusableNumber: it holds something else than digits, has another length, or its check digit is wrong.
    """
    digits = _digits(value, 14)
    try:
        return str(siret_rules.validate(digits))
    except InvalidChecksum:
        raise UnusableNumber("checksum") from None


def siren_of(siret: str) -> str:
    """The firm of an establishment."""
    return siret[:9]


def show_siren(siren: str) -> str:
    """ "732 829 320", with no-break spaces."""
    return NO_BREAK_SPACE.join((siren[:3], siren[3:6], siren[6:]))


def show_siret(siret: str) -> str:
    """ "732 829 320 00074", with no-break spaces."""
    return show_siren(siren_of(siret)) + NO_BREAK_SPACE + siret[9:]


def show_phone(number_as_kept: str) -> str:
    """A French number by pairs, unbroken: "06 39 98 14 07"; any other as it is kept."""
    match = re.fullmatch(r"(?:\+33|0)([1-9]\d{8})", re.sub(r"[\s.\-()]", "", number_as_kept))
    if not match:
        return number_as_kept
    return NO_BREAK_SPACE.join(re.findall("..", "0" + match[1]))


def clean_insee_code(value: str) -> str:
    """The INSEE code of a commune, which is not its postcode: "54528", "2A004", "97411".

    Raises:
        UnusableNumber: it has another shape.
    """
    return _shaped(value, _INSEE)


def _digits(value: str, expected: int) -> str:
    digits = _compact(value)
    if not (digits.isascii() and digits.isdigit()) and digits:
        raise UnusableNumber("letters")
    if len(digits) != expected:
        raise UnusableNumber("length", length=len(digits), expected=expected)
    return digits


def _shaped(value: str, shape: re.Pattern[str]) -> str:
    code = _compact(value).upper()
    if not shape.fullmatch(code):
        raise UnusableNumber("shape")
    return code


def _compact(value: str) -> str:
    return re.sub(r"[\s.\-\u2010-\u2015\u200b\ufeff]", "", value)
