"""The journal of a fund in the layout that the French tax authority asks for: the fichier des écritures comptables.

Eighteen columns in a set order, separated by tabs; dates as AAAAMMJJ, amounts with a comma; every entry balances.

Source: article A47 A-1 of the Livre des procédures fiscales, VII, 1°.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from webapp.domain.cash import CashAccount

COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
)  # fmt: skip

#: number and name of each account, by the plan comptable général and, for what funders bring, that of associations
CHART: Mapping[CashAccount, tuple[str, str]] = {
    CashAccount.CASH: ("512000", "Banque"),
    CashAccount.LENT: ("274800", "Avances remboursables"),
    CashAccount.DOUBTFUL: ("274880", "Avances remboursables en défaut"),
    CashAccount.LOST: ("654000", "Pertes sur avances irrécouvrables"),
    CashAccount.FEES: ("627000", "Services bancaires"),
    CashAccount.CONTRIBUTED: ("103000", "Apports avec droit de reprise"),
    CashAccount.HELD: ("467000", "Trop-perçus à rendre"),
    CashAccount.RECOVERED: ("771400", "Rentrées sur avances perdues"),
}

JOURNALS = {True: ("BQ", "Banque"), False: ("OD", "Opérations diverses")}


@dataclass(frozen=True)
class JournalEntry:
    """One movement as the journal shows it. `party` is who it is about: a code and a name, both empty for nobody."""

    number: int
    booked_on: date
    source: CashAccount
    target: CashAccount
    cents: int
    reference: str
    happened_on: date
    words: str
    party: tuple[str, str]
    valid_on: date


def write_fec(entries: Iterable[JournalEntry]) -> str:
    """The whole file: the head, then two lines an entry, what is debited first."""
    rows = [COLUMNS, *(row for entry in entries for row in _rows(entry))]
    return "".join("\t".join(row) + "\r\n" for row in rows)


def _rows(entry: JournalEntry) -> Iterator[tuple[str, ...]]:
    is_bank = CashAccount.CASH in (entry.source, entry.target)
    for account, debit, credit in ((entry.target, entry.cents, 0), (entry.source, 0, entry.cents)):
        number, name = CHART[account]
        party = entry.party if account is not CashAccount.CASH else ("", "")
        yield tuple(
            clean_cell(cell)
            for cell in (
                *JOURNALS[is_bank], str(entry.number), _day(entry.booked_on), number, name, *party,
                entry.reference, _day(entry.happened_on), entry.words, amount(debit), amount(credit),
                "", "", _day(entry.valid_on), "", "",
            )
        )  # fmt: skip


def amount(cents: int) -> str:
    """Cents as the file wants them: "1083,33"."""
    return f"{cents // 100},{cents % 100:02}"


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def clean_cell(text: str) -> str:
    """A cell without what separates cells and lines."""
    return " ".join(text.split())
