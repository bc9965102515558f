"""What a bank's file says, whatever its format: lines with a sign, and what they sum to.

Cents, positive when money comes in. A key names a line once and for all, so that a file read twice, or two that overlap,
write nothing twice.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from webapp.domain.money import LARGEST_CENTS

MOST_LINES = 20_000
MOST_BYTES = 5_000_000

#: what banks write where they have no reference, plain
NO_REFERENCE = frozenset(("nonref", "notprovided", "none", "na"))

#: longest texts that are kept
NAME_LENGTH, WORDS_LENGTH, REFERENCE_LENGTH = 140, 500, 140


class UnreadableFile(ValueError):
    """A file that is refused whole; `code` says why, `details` where."""

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        super().__init__(code)


@dataclass(frozen=True)
class BankEntry:
    """One line of the bank. `reference` is the bank's own; empty where it gives none.

    Raises:
        UnreadableFile: it is more than a movement may be (`too_much_at_once`).
    """

    booked_on: date
    cents: int
    name: str = ""
    words: str = ""
    reference: str = ""
    is_reversal: bool = False
    key: str = ""

    def __post_init__(self) -> None:
        if abs(self.cents) > LARGEST_CENTS:
            raise UnreadableFile("too_much_at_once")


@dataclass(frozen=True)
class BankStatement:
    """All lines of a file, and the balance it ends with, where it says so."""

    entries: tuple[BankEntry, ...]
    iban: str = ""
    closing_cents: int | None = None
    closing_on: date | None = None


def with_keys(entries: Iterable[BankEntry]) -> tuple[BankEntry, ...]:
    """Each line with its key: its day and the bank's reference, else what it says; and the how-manieth that says so.

    The day is part of it because some banks give a reference again, to the next instalment of a standing order.
    """
    seen: Counter[str] = Counter()
    keyed = []
    for entry in entries:
        own = ("ref", entry.reference) if _names_a_line(entry.reference) else ("said", entry.name, entry.words)
        base = "\x1f".join((entry.booked_on.isoformat(), str(entry.cents), *own))
        seen[base] += 1
        key = hashlib.sha256(f"{base}\x1f{seen[base]}".encode()).hexdigest()
        keyed.append(replace(entry, key=key))
    return tuple(keyed)


def _names_a_line(reference: str) -> bool:
    plain = "".join(char for char in reference.casefold() if char.isalnum())
    return plain.strip("0") != "" and plain not in NO_REFERENCE


def cents_of(text: str) -> int:
    """An amount of a file, "1083.33" or "1083,3", in cents; never rounded.

    Raises:
        UnreadableFile: it is no amount, or has parts of a cent.
    """
    whole, _, part = text.strip().replace(",", ".").partition(".")
    part = part.rstrip("0")
    is_amount = whole.isdigit() and len(whole) <= 10 and (not part or part.isdigit()) and len(part) <= 2
    if not ((whole + part).isascii() and is_amount):
        raise UnreadableFile("amount", text=text[:40])
    return int(whole) * 100 + int(part.ljust(2, "0"))


def tidy(text: str | None, length: int) -> str:
    """A text of a file on one line, without what cannot be seen, as long as can be kept."""
    line = " ".join((text or "").split())
    return "".join(char for char in line if char.isprintable())[:length].strip()
