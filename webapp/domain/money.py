"""Amounts as people type them, to integer cents of a euro."""

from __future__ import annotations

import re

#: spaces of every width, and the apostrophe of the Swiss, between thousands
_BETWEEN = " \t\u00a0\u202f\u2009'’"
_AMOUNT = re.compile(rf"([0-9]{{1,9}}|[0-9]{{1,3}}(?:[{_BETWEEN}][0-9]{{3}})+)(?:[.,]([0-9]{{1,2}}))?")

#: twenty million euros: no project of a firm costs more, and every column of an amount holds it
LARGEST_CENTS = 2_000_000_000

#: a hundred million euros: the turnover of a year, which has columns of its own
LARGEST_TURNOVER_CENTS = 10_000_000_000


class UnreadableAmount(ValueError):
    """What was typed is no amount; `code` says what to change."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.details: dict[str, int] = {}
        super().__init__(code)


def parse_euros(typed: str, most: int = LARGEST_CENTS) -> int:
    """An amount in cents: "20 000", "1 083,33 €", "1083.33". Nothing is guessed: "1.083" is refused.

    Raises:
        UnreadableAmount: it is no amount (`unreadable_amount`), or more than `most` (`amount_too_large`).
    """
    text = typed.strip().removesuffix("EUR").removesuffix("€").strip()
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise UnreadableAmount("unreadable_amount")
    whole, part = match[1], match[2] or ""
    cents = int(re.sub(r"\D", "", whole)) * 100 + int(part.ljust(2, "0"))
    if cents > most:
        raise UnreadableAmount("amount_too_large")
    return cents


def show_cents(cents: int) -> str:
    """Cents as they are typed again into a field: "1083,33", "20000"."""
    whole, part = divmod(cents, 100)
    return f"{whole},{part:02}" if part else str(whole)
