"""What article A47 A-1 of the Livre des procédures fiscales asks of a file, rule by rule; the layout of VII, 1°."""

import re
from itertools import groupby

from webapp.domain.fec import ENCODING

PUBLISHED = [
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
]  # fmt: skip

#: those that may be empty
OPTIONAL = {"CompAuxNum", "CompAuxLib", "EcritureLet", "DateLet", "Montantdevise", "Idevise"}

DAY = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
AMOUNT = re.compile(r"\d+,\d\d")


def rows_of(content):
    """The lines of a file by the names of its head."""
    head, *lines = content.decode(ENCODING).split("\r\n")[:-1]
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def breaches_of(content, name, year):
    """One line for each rule that a file breaks."""
    text = content.decode(ENCODING)
    lines = text.split("\r\n")
    if not text.endswith("\r\n") or any("\n" in line or "\r" in line or not line for line in lines[:-1]):
        yield "records are not separated by carriage return and line feed, or one is empty"
        return
    if lines[0].split("\t") != PUBLISHED or {line.count("\t") for line in lines[:-1]} != {17}:
        yield "the eighteen columns are not those of the law"
        return
    if not re.fullmatch(r"\d{9}FEC\d{8}\.txt", name) or name[12:20] != f"{year}1231":
        yield f"called {name}"
    rows = rows_of(content)
    yield from _cells(rows, year)
    yield from _entries(rows)


def _cells(rows, year):
    for number, row in enumerate(rows, 2):
        missing = [column for column, cell in row.items() if not cell and column not in OPTIONAL]
        if missing:
            yield f"line {number}: nothing in {missing}"
        if not all(DAY.fullmatch(row[column]) for column in ("EcritureDate", "PieceDate", "ValidDate")):
            yield f"line {number}: a day"
        if not row["EcritureDate"].startswith(str(year)):
            yield f"line {number}: of another year"
        if not all(AMOUNT.fullmatch(row[column]) for column in ("Debit", "Credit")):
            yield f"line {number}: an amount"
        if [cents(row["Debit"]), cents(row["Credit"])].count(0) != 1:
            yield f"line {number}: on one side, and on one only"
        if not re.match(r"[1-7]\d\d", row["CompteNum"]):
            yield f"line {number}: an account outside of the plan"
        if bool(row["CompAuxNum"]) != bool(row["CompAuxLib"]):
            yield f"line {number}: half an auxiliary account"
        if any(cell != cell.strip() or "?" in cell for cell in row.values()):
            yield f"line {number}: a letter that was lost, or blanks around"


def _entries(rows):
    numbers, valid = [], []
    for number, lines in groupby(rows, lambda row: int(row["EcritureNum"])):
        entry = list(lines)
        numbers.append(number)
        valid.append(entry[0]["ValidDate"])
        if sum(cents(row["Debit"]) for row in entry) != sum(cents(row["Credit"]) for row in entry):
            yield f"entry {number} does not balance"
        for column in ("JournalCode", "EcritureDate", "PieceRef", "ValidDate"):
            if len({row[column] for row in entry}) != 1:
                yield f"entry {number}: several {column}"
    if numbers != list(range(1, len(numbers) + 1)):
        yield "entries are not numbered without a gap"
    if valid != sorted(valid):
        yield "entries are not in the order of their validation"
    if any(row["JournalCode"] == "AN" for row in rows if int(row["EcritureNum"]) != 1):
        yield "the balances carried on are not first"
    for column in ("CompteNum", "JournalCode", "CompAuxNum"):
        other = {"CompteNum": "CompteLib", "JournalCode": "JournalLib", "CompAuxNum": "CompAuxLib"}[column]
        names = {(row[column], row[other]) for row in rows if row[column]}
        if len(names) != len({code for code, _ in names}):
            yield f"one {column} has several names"


def cents(amount):
    return int(re.sub(r"\D", "", amount))
