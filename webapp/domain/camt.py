"""Bank statements in XML: ISO 20022 CAMT.053, versions 02, 04 and 08.

A file is right or refused, never half: entities and document types are refused, amounts are exact, every currency is the
euro, and where the file says with what it begins and ends, its lines must lead from one to the other.

Source: ISO 20022, message definitions camt.053.001.02, .04 and .08.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
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

NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(02|04|08)")


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
        entries: list[BankEntry] = []
        for statement in statements:
            lines = [line for entry in self._all(statement, "Ntry") for line in self._lines(entry)]
            self._check_sum(statement, lines)
            entries += lines
        if len(entries) > MOST_LINES:
            raise UnreadableFile("too_many_lines", most=MOST_LINES)
        ibans = {self._text(statement, "Acct/Id/IBAN") for statement in statements}
        if len(ibans) > 1:
            raise UnreadableFile("several_accounts")
        closing = self._balance(statements[-1], "CLBD")
        return BankStatement(with_keys(entries), ibans.pop(), *(closing or (None, None)))

    def _lines(self, entry: Element) -> Iterator[BankEntry]:
        status = self._text(entry, "Sts/Cd") or self._text(entry, "Sts")
        if status != "BOOK":
            return
        whole = self._signed(entry, "Amt")
        parts = [part for details in self._all(entry, "NtryDtls") for part in self._all(details, "TxDtls")]
        amounts = [self._part_cents(entry, part) for part in parts]
        if len(parts) > 1 and None not in amounts and sum(a for a in amounts if a is not None) == whole:
            for part, cents in zip(parts, amounts, strict=True):
                yield self._line(entry, part, cents or 0)
        else:
            yield self._line(entry, parts[0] if len(parts) == 1 else entry, whole)

    def _line(self, entry: Element, part: Element, cents: int) -> BankEntry:
        debtor = ("Dbtr/Pty/Nm", "Dbtr/Nm") if cents > 0 else ("Cdtr/Pty/Nm", "Cdtr/Nm")
        name = next(filter(None, (self._text(part, f"RltdPties/{path}") for path in debtor)), "")
        words = [
            self._text(part, "Refs/EndToEndId"),
            *(found.text or "" for found in self._every(part, "RmtInf/Ustrd")),
        ]
        words += [found.text or "" for found in self._every(part, "RmtInf/Strd/CdtrRefInf/Ref")]
        words.append(self._text(entry, "AddtlNtryInf"))
        own = self._text(part, "Refs/AcctSvcrRef") if part is not entry else ""
        return BankEntry(
            booked_on=self._day(entry),
            cents=cents,
            name=tidy(name, NAME_LENGTH),
            words=tidy(" ".join(word for word in words if word and word != "NOTPROVIDED"), WORDS_LENGTH),
            reference=tidy(own or self._text(entry, "AcctSvcrRef"), REFERENCE_LENGTH),
            is_reversal=self._text(entry, "RvslInd") in ("true", "1"),
        )

    def _part_cents(self, entry: Element, part: Element) -> int | None:
        for path in ("Amt", "AmtDtls/TxAmt/Amt"):
            if self._find(part, path) is not None:
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
        opening = self._balance(statement, "OPBD") or self._balance(statement, "PRCD")
        closing = self._balance(statement, "CLBD")
        if opening and closing and opening[0] + sum(line.cents for line in lines) != closing[0]:
            raise UnreadableFile("does_not_add_up")

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
