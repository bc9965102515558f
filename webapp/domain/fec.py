"""The journal of a fund in the layout that the French tax authority asks for: the fichier des écritures comptables.

Eighteen columns in a set order, separated by tabs; dates as AAAAMMJJ, amounts with a comma, letters of ISO 8859-15. The
balances that the year began with come first, then every entry in the order in which it was validated, numbered without a
gap; each balances. A description goes with the file, as the same article asks for.

Source: article A47 A-1 of the Livre des procédures fiscales; BOI-CF-IOR-60-40-20.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.domain.cash import SOURCES, CashAccount

COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
)  # fmt: skip

#: what each column holds
MEANINGS = (
    "code du journal", "nom du journal", "numéro de l’écriture, sans rupture dans le fichier", "jour où elle compte",
    "numéro du compte", "nom du compte", "code de l’entreprise ou du financeur", "son nom", "référence de la pièce",
    "date de la pièce, celle de la banque", "libellé", "montant au débit", "montant au crédit", "lettrage (non utilisé)",
    "date du lettrage (non utilisé)", "jour où l’écriture a été validée : une écriture ne se modifie pas après",
    "montant en devise (non utilisé)", "devise (non utilisé)",
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
OPENING = ("AN", "À nouveaux")

#: accounts whose balance goes on from year to year; what the others held became the result of their year
LASTING = (CashAccount.CASH, CashAccount.LENT, CashAccount.DOUBTFUL, CashAccount.CONTRIBUTED, CashAccount.HELD)

#: where the results of the years before are: a loss, a gain
CARRIED = {
    True: ("119000", "Report à nouveau (solde débiteur)"),
    False: ("110000", "Report à nouveau (solde créditeur)"),
}

ENCODING = "iso-8859-15"

#: signs that the file may not hold, by those that say the same
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "…": "..."})


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


@dataclass(frozen=True)
class Opening:
    """What a year begins with: the balance of each account at the end of the day before, in cents."""

    on: date
    balances: Mapping[CashAccount, int]


def write_fec(entries: Iterable[JournalEntry], opening: Opening | None = None) -> bytes:
    """The whole file: the head, the balances carried on, then two lines an entry, what is debited first."""
    first = list(_opening_rows(opening)) if opening is not None else []
    rows = [COLUMNS, *first, *(row for entry in entries for row in _rows(entry))]
    return "".join("\t".join(row) + "\r\n" for row in rows).encode(ENCODING)


#: rule of a territory: the month in which its accounting year begins, January where it says nothing
YEAR_RULE = "money_year_begins"


@dataclass(frozen=True)
class AccountingYear:
    """Twelve months of accounts, named after the calendar year in which they begin."""

    year: int
    month: int = 1

    @classmethod
    def of(cls, day: date, month: int) -> AccountingYear:
        """The one that holds a day."""
        return cls(day.year - (day.month < month), month)

    @property
    def starts_on(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return date(self.year + 1, self.month, 1) - timedelta(days=1)

    @property
    def name(self) -> str:
        """Its calendar year, or both of them."""
        return str(self.year) if self.month == 1 else f"{self.year}-{self.year + 1}"


def file_name(siren: str, closes_on: date) -> str:
    """What the administration wants the file to be called."""
    return f"{siren}FEC{closes_on:%Y%m%d}.txt"


def describe_fec() -> bytes:
    """What goes with the file: its columns, what its codes mean, and how it is written."""
    journals = {*JOURNALS.values(), OPENING}
    accounts = {*CHART.values(), *CARRIED.values()}
    lines = [
        "Description du fichier des écritures comptables",
        "",
        "Colonnes, dans cet ordre",
        *(f"{name} : {meaning}" for name, meaning in zip(COLUMNS, MEANINGS, strict=True)),
        "",
        "Journaux",
        *(f"{code} : {name}" for code, name in sorted(journals)),
        "",
        "Comptes",
        *(f"{number} : {name}" for number, name in sorted(accounts)),
        "",
        "Comptes auxiliaires",
        "E et cinq chiffres : une entreprise qui reçoit une avance. F et cinq chiffres : un financeur.",
        "",
        "Écriture du fichier",
        "Caractères : ISO 8859-15. Une ligne d’en-tête, puis une ligne par mouvement d’un compte, de longueur variable.",
        "Zones séparées par une tabulation, lignes par retour chariot et fin de ligne.",
        "Dates : AAAAMMJJ. Montants : en euros, deux décimales après une virgule, sans séparateur de milliers.",
    ]
    return "".join(f"{clean_cell(line)}\r\n" for line in lines).encode(ENCODING)


def _opening_rows(opening: Opening) -> Iterator[tuple[str, ...]]:
    """One entry, number 1: each lasting account on its side, and the results of the years before."""
    lines = [(CHART[account], _debited(account, opening.balances[account])) for account in LASTING]
    rest = -sum(cents for _, cents in lines)
    lines.append((CARRIED[rest > 0], rest))
    day = _day(opening.on)
    for (number, name), cents in lines:
        if cents:
            yield tuple(
                clean_cell(cell)
                for cell in (
                    *OPENING, "1", day, number, name, "", "", f"AN{opening.on:%Y}", day, "Soldes à nouveau",
                    amount(max(cents, 0)), amount(max(-cents, 0)), "", "", day, "", "",
                )
            )  # fmt: skip


def _debited(account: CashAccount, cents: int) -> int:
    return -cents if account in SOURCES else cents


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
    """A cell without what separates cells and lines, in letters that the file may hold: "Łódź" becomes "Lódz"."""
    return " ".join("".join(map(_letter, text.translate(_PLAIN))).split())


def _letter(char: str) -> str:
    parts = unicodedata.normalize("NFKD", char)
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    return next((kept for kept in (char, plain, _bare(char)) if _is_kept(kept)), "?")


def _bare(char: str) -> str:
    """The letter under a stroke: "l" of "ł"."""
    name = unicodedata.name(char, "")
    bare = name.partition(" LETTER ")[2][:1] if name.startswith("LATIN ") else ""
    return bare.lower() if " SMALL " in name else bare


def _is_kept(text: str) -> bool:
    return text != "" and text == text.encode(ENCODING, "ignore").decode(ENCODING)
