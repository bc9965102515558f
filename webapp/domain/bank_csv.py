"""Bank statements as CSV, as French banks export them: a day, words, and an amount in one column or in two.

Semicolon, comma or tab; UTF-8, UTF-16 as Excel saves it, or the older code page of Windows. A file is right or refused, with
the line that is wrong.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime

from webapp.domain.bank_lines import (
    MOST_BYTES,
    MOST_LINES,
    NAME_LENGTH,
    REFERENCE_LENGTH,
    WORDS_LENGTH,
    BankEntry,
    BankStatement,
    UnreadableFile,
    cents_of,
    tidy,
    with_keys,
)
from webapp.domain.text import bare

#: how banks name each column, plain; where several stand in one head, the first of these
COLUMNS = {
    "day": (
        "date de comptabilisation", "date comptable", "date", "date operation", "date d operation", "date de l operation",
        "dateop",
    ),
    "words": (
        "detail de l ecriture", "libelle operation", "libelle de l operation", "libelle", "libelle simplifie", "operation",
        "detail", "nature", "label",
    ),
    "amount": (
        "montant", "montant eur", "montant euro", "montant euros", "montant en euros", "montant en eur", "montant operation",
        "montant de l operation", "amount",
    ),
    "debit": ("debit", "debit eur", "debit euro", "debit euros", "montant debit"),
    "credit": ("credit", "credit eur", "credit euro", "credit euros", "montant credit"),
    "name": ("tiers", "nom", "contrepartie", "emetteur"),
    "reference": ("reference", "reference operation", "reference de l operation", "numero d operation"),
    "currency": ("devise", "monnaie", "currency"),
}  # fmt: skip

#: how a column of currencies names the one that is read
EUROS = ("", "EUR", "EURO", "EUROS", "€")


def read_csv(content: bytes) -> BankStatement:
    """The lines of an export.

    Raises:
        UnreadableFile: it is too large, has no known head, or a line cannot be read.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableFile("too_big")
    text = _decoded(content)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error:
        raise UnreadableFile("no_head") from None
    head = next((number for number, row in enumerate(rows[:20]) if _columns(row)), None)
    if head is None:
        raise UnreadableFile("no_head")
    if len(rows) > MOST_LINES:
        raise UnreadableFile("too_many_lines", most=MOST_LINES)
    return BankStatement(with_keys(_entries(rows, head)))


def _entries(rows: list[list[str]], head: int) -> Iterator[BankEntry]:
    columns = _columns(rows[head])
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
        if not any(cells.values()):
            continue
        try:
            if cells.get("currency", "").upper() not in EUROS:
                raise UnreadableFile("not_euros")
            yield BankEntry(
                booked_on=_day(cells["day"]),
                cents=_cents(cells),
                name=tidy(cells.get("name"), NAME_LENGTH),
                words=tidy(cells.get("words"), WORDS_LENGTH),
                reference=tidy(cells.get("reference"), REFERENCE_LENGTH),
            )
        except UnreadableFile as refused:
            raise UnreadableFile("line", number=number, column=refused.code) from None


def _columns(row: list[str]) -> dict[str, int]:
    """Where each column stands; nothing when the row is not a head with a day, words and an amount."""
    names = [_plain(cell) for cell in row]
    found = {
        code: names.index(next(name for name in known if name in names))
        for code, known in COLUMNS.items()
        if set(names) & set(known)
    }
    is_head = {"day", "words"} <= set(found) and ("amount" in found or {"debit", "credit"} <= set(found))
    return found if is_head else {}


def _cents(cells: dict[str, str]) -> int:
    if "amount" in cells:
        return _signed(cells["amount"])
    if not cells["debit"] and not cells["credit"]:
        raise UnreadableFile("amount")
    debit, credit = (_signed(cells[side]) if cells[side] else 0 for side in ("debit", "credit"))
    if debit and credit:
        raise UnreadableFile("amount")
    return credit - abs(debit)


def _signed(text: str) -> int:
    packed = (
        "".join(char for char in text if not char.isspace())
        .replace("\u2212", "-")
        .removesuffix("€")
        .removesuffix("EUR")
    )
    sign = -1 if packed.startswith("-") else 1
    return sign * cents_of(packed.lstrip("+-"))


def _day(text: str) -> date:
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, not an instant
        except ValueError:
            continue
    raise UnreadableFile("day")


def _decoded(content: bytes) -> str:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("encoding")


def _delimiter(text: str) -> str:
    first = "\n".join(text.splitlines()[:20])
    return max(";\t,", key=first.count)


def _plain(text: str) -> str:
    kept = "".join(char if char.isalnum() else " " for char in bare(text))
    return " ".join(kept.split())
