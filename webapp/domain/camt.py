"""Bank statements in XML: ISO 20022 CAMT.053, from version 02 on; what later ones moved is looked for in both places.

A file is right or refused, never half: entities and document types are refused, amounts are exact, every currency is the
euro, and where the file says with what it begins and ends, its lines must lead from one to the other.

Source: ISO 20022, message definitions camt.053.001.02 to .13.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

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

NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(0[2-9]|1[0-3])")


def read_camt(content: bytes) -> BankStatement:
    """The booked lines of a statement.

    Raises:
        UnreadableFile: it is too large, no XML, not this message, in another currency, or does not add up.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableFile("too_big")
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise UnreadableFile("forbidden_xml") from None
    except (ParseError, ValueError, LookupError):
        raise UnreadableFile("broken_xml") from None
    space = root.tag[1:].partition("}")[0] if root.tag.startswith("{") else ""
    if not NAMESPACE.fullmatch(space):
        raise UnreadableFile("not_camt", found=space[:80])
    return _Reader(space).read(root)


class _Reader:
    """Reads one file, in the namespace of its version."""

    def __init__(self, space: str) -> None:
        self.space = space

    def read(self, root: Element) -> BankStatement:
        statements = list(root.iter(self._tag("Stmt")))
        if not statements:
            raise UnreadableFile("no_statement")
        accounts = {self._account(statement) for statement in statements}
        if len(accounts) > 1:
            raise UnreadableFile("several_accounts")
        entries: list[BankEntry] = []
        for statement in statements:
            lines = [line for entry in self._all(statement, "Ntry") for line in self._lines(entry)]
            self._check_sum(statement, lines)
            entries += lines
        if len(entries) > MOST_LINES:
            raise UnreadableFile("too_many_lines", most=MOST_LINES)
        self._check_chain(statements)
        closings = [found for statement in statements if (found := self._balance(statement, "CLBD"))]
        last = max(closings, key=lambda found: found[1], default=(None, None))
        return BankStatement(with_keys(entries), self._text(statements[0], "Acct/Id/IBAN"), *last)

    def _account(self, statement: Element) -> str:
        return self._text(statement, "Acct/Id/IBAN") or self._text(statement, "Acct/Id/Othr/Id")

    def _lines(self, entry: Element) -> Iterator[BankEntry]:
        """The payments of an entry where they explain it to the cent, with what the bank took of it; else the entry."""
        status = self._text(entry, "Sts/Cd") or self._text(entry, "Sts")
        if status != "BOOK":
            return
        whole = self._signed(entry, "Amt")
        parts = [part for details in self._all(entry, "NtryDtls") for part in self._all(details, "TxDtls")]
        amounts = [self._part_cents(entry, part) for part in parts]
        known = [cents for cents in amounts if cents is not None]
        taken = whole - sum(known)
        is_explained = len(parts) == len(known) > 0 and (taken == 0 or -taken == self._charges([entry, *parts]))
        if not is_explained or (len(parts) == 1 and not taken):
            yield self._line(entry, parts[0] if len(parts) == 1 else entry, whole)
            return
        for part, cents in zip(parts, known, strict=True):
            yield self._line(entry, part, cents)
        if taken:
            yield self._fee(entry, taken)

    def _line(self, entry: Element, part: Element, cents: int) -> BankEntry:
        is_return = self._find(part, "RtrInf") is not None
        is_reversal = is_return or self._text(entry, "RvslInd") in ("true", "1")
        words = [
            self._text(part, "Refs/EndToEndId"),
            *(found.text or "" for found in self._every(part, "RmtInf/Ustrd")),
            *(found.text or "" for found in self._every(part, "RmtInf/Strd/CdtrRefInf/Ref")),
            self._text(part, "RtrInf/Rsn/Cd"),
            *(found.text or "" for found in self._every(part, "RtrInf/AddtlInf")),
            self._text(entry, "AddtlNtryInf"),
        ]
        own = self._text(part, "Refs/AcctSvcrRef") if part is not entry else ""
        return BankEntry(
            booked_on=self._day(entry),
            cents=cents,
            name=tidy(self._other_side(part, is_debtor=(cents > 0) != is_reversal), NAME_LENGTH),
            words=tidy(" ".join(word for word in words if word and word != "NOTPROVIDED"), WORDS_LENGTH),
            reference=tidy(own or self._text(entry, "AcctSvcrRef"), REFERENCE_LENGTH),
            is_reversal=is_reversal,
        )

    def _other_side(self, part: Element, *, is_debtor: bool) -> str:
        """The name across: who paid; of what the bank takes back, the parties stay those of the first payment."""
        sides = ("Dbtr", "Cdtr") if is_debtor else ("Cdtr", "Dbtr")
        own = self._text(part, f"RltdPties/{sides[0]}/Pty/Nm") or self._text(part, f"RltdPties/{sides[0]}/Nm")
        return own or self._text(part, f"RltdPties/Ultmt{sides[0]}/Nm")

    def _fee(self, entry: Element, cents: int) -> BankEntry:
        reference = self._text(entry, "AcctSvcrRef")
        return BankEntry(
            booked_on=self._day(entry),
            cents=cents,
            words=tidy(self._text(entry, "AddtlNtryInf") or "Frais", WORDS_LENGTH),
            reference=tidy(f"{reference} frais", REFERENCE_LENGTH) if reference else "",
        )

    def _charges(self, elements: list[Element]) -> int:
        """What the bank says that it took; version 02 writes it flat, the later ones in records."""
        cents = 0
        for element in elements:
            for path in ("Chrgs/Amt", "Chrgs/Rcrd/Amt"):
                cents += sum(cents_of(found.text or "") for found in self._every(element, path))
        return cents

    def _part_cents(self, entry: Element, part: Element) -> int | None:
        """What a payment is on this account; None where it does not say so in euros."""
        for path in ("Amt", "AmtDtls/TxAmt/Amt"):
            amount = self._find(part, path)
            if amount is not None and amount.get("Ccy") == "EUR":
                return self._signed(part, path, fallback=entry)
        return None

    def _signed(self, element: Element, path: str, fallback: Element | None = None) -> int:
        amount = self._find(element, path)
        if amount is None:
            raise UnreadableFile("amount", text="")
        if amount.get("Ccy") != "EUR":
            raise UnreadableFile("not_euros", found=(amount.get("Ccy") or "")[:3])
        side = self._text(element, "CdtDbtInd") or (self._text(fallback, "CdtDbtInd") if fallback is not None else "")
        if side not in ("CRDT", "DBIT"):
            raise UnreadableFile("no_side")
        cents = cents_of(amount.text or "")
        return cents if side == "CRDT" else -cents

    def _check_sum(self, statement: Element, lines: list[BankEntry]) -> None:
        """From the opening balance the lines lead to the closing one, where the file has both."""
        opening, closing = self._opening(statement), self._balance(statement, "CLBD")
        if opening and closing and opening[0] + sum(line.cents for line in lines) != closing[0]:
            raise UnreadableFile("does_not_add_up")

    def _check_chain(self, statements: list[Element]) -> None:
        """One statement begins with what the one before it ended with, where they say so."""
        known = []
        for statement in statements:
            opening, closing = self._opening(statement), self._balance(statement, "CLBD")
            if opening and closing:
                known.append((closing[1], opening[1], opening[0], closing[0]))
        for before, after in pairwise(sorted(known)):
            if before[3] != after[2]:
                raise UnreadableFile("does_not_add_up")

    def _opening(self, statement: Element) -> tuple[int, date] | None:
        return self._balance(statement, "OPBD") or self._balance(statement, "PRCD")

    def _balance(self, statement: Element, code: str) -> tuple[int, date] | None:
        for balance in self._all(statement, "Bal"):
            if self._text(balance, "Tp/CdOrPrtry/Cd") == code:
                return self._signed(balance, "Amt"), self._date(balance, "Dt")
        return None

    def _day(self, entry: Element) -> date:
        return self._date(entry, "BookgDt" if self._find(entry, "BookgDt") is not None else "ValDt")

    def _date(self, element: Element, path: str) -> date:
        text = self._text(element, f"{path}/Dt") or self._text(element, f"{path}/DtTm")
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            raise UnreadableFile("day", text=text[:40]) from None

    def _tag(self, name: str) -> str:
        return f"{{{self.space}}}{name}"

    def _path(self, path: str) -> str:
        return "/".join(self._tag(name) for name in path.split("/"))

    def _find(self, element: Element, path: str) -> Element | None:
        return element.find(self._path(path))

    def _every(self, element: Element, path: str) -> list[Element]:
        return element.findall(self._path(path))

    def _all(self, element: Element, name: str) -> list[Element]:
        return element.findall(self._tag(name))

    def _text(self, element: Element, path: str) -> str:
        found = element.findtext(self._path(path))
        return (found or "").strip()
