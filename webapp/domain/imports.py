"""A sheet of experts and their offers, line by line: what each cell means, and what is wrong with it, in which column.

One line is one offer of one expert; an expert with two offers stands on two lines, the same each time. Lines are numbered
as a spreadsheet shows them: the heads are line 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.domain.identifiers import clean_insee_code
from webapp.domain.text import bare, clean_email, clean_line, clean_phone, clean_text

#: Lines of one sheet; a territory has some thirty experts, the largest network a few thousand.
MAX_LINES = 5_000

#: What the heads may be called, without accents or case: as the export writes them in French and in English, or in code.
HEADS: dict[str, tuple[str, ...]] = {
    "code": ("code de l’expert", "code of the expert", "expert"),
    "group": ("groupe", "group"),
    "name": ("nom", "name"),
    "job": ("fonction", "job"),
    "email": ("adresse e-mail", "e-mail address", "email", "e-mail"),
    "phone": ("telephone", "phone"),
    "commune": ("commune (insee)", "commune", "insee"),
    "offer_code": ("code de l’offre", "code of the offer"),
    "title": ("offre", "offer", "titre", "title"),
    "text": ("description", "texte", "text"),
    "place": ("lieu", "place"),
    "radius_km": ("rayon (km)", "radius (km)", "radius_km"),
    "minutes_per_year": ("minutes par an", "minutes a year", "minutes_per_year"),
}
REQUIRED = ("code", "group", "name", "email", "offer_code", "title")
PLACES = {
    "sur place": "on_site",
    "on site": "on_site",
    "a distance": "remote",
    "remote": "remote",
    "sur place ou a distance": "either",
    "on site or remote": "either",
    "": "either",
}
EXPERT_FIELDS = ("group", "name", "job", "email", "phone", "commune")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell: its line, its column as a field of `HEADS`, a code, and what was written."""

    line: int
    field: str
    code: str
    value: str = ""


@dataclass(frozen=True)
class SheetLine:
    """One offer of one expert, as it was read."""

    line: int
    values: Mapping[str, Any]

    def of_expert(self) -> dict[str, Any]:
        """What the line says of the expert."""
        return {name: self.values[name] for name in EXPERT_FIELDS}


def read_sheet(cells: Sequence[Sequence[object]]) -> tuple[list[SheetLine], list[Problem]]:
    """The lines of a sheet whose first row holds the heads, and every problem found; unknown columns are passed over."""
    columns = _columns(cells[0] if cells else ())
    missing = [Problem(1, name, "missing_column") for name in REQUIRED if name not in columns]
    if missing or len(cells) - 1 > MAX_LINES:
        return [], missing or [Problem(MAX_LINES + 1, "code", "too_many_lines")]
    lines: list[SheetLine] = []
    problems: list[Problem] = []
    for number, row in enumerate(cells[1:], start=2):
        texts = {name: _text(row[place]) if place < len(row) else "" for name, place in columns.items()}
        if any(texts.values()):
            values, wrong = _read(number, texts)
            problems += wrong
            lines += [] if wrong else [SheetLine(number, values)]
    return lines, problems + _disagreements(lines)


def _columns(heads: Sequence[object]) -> dict[str, int]:
    names = {plain(alias): field for field, aliases in HEADS.items() for alias in (field, *aliases)}
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        field = names.get(plain(_text(head)))
        if field is not None:
            found.setdefault(field, place)
    return found


def plain(text: str) -> str:
    """A text without case, accents, curly apostrophes and needless spaces, to compare heads and names."""
    return " ".join(bare(text.replace("’", "'")).split())


def _text(cell: object) -> str:
    """A cell as text; a spreadsheet gives whole numbers as floats, an export an apostrophe before a formula."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = "" if cell is None else str(cell).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text


def _read(line: int, texts: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems = []
    for name, clean in _CLEANERS.items():
        typed = texts.get(name, "")
        if not typed and name in REQUIRED:
            problems.append(Problem(line, name, "empty"))
            continue
        try:
            values[name] = clean(typed)
        except ValueError as fault:
            problems.append(Problem(line, name, getattr(fault, "code", "") or "unreadable", typed[:80]))
    return values, problems


def _place(typed: str) -> str:
    if typed in PLACES.values():
        return typed
    return _known(PLACES, plain(typed))


def _known(names: Mapping[str, str], name: str) -> str:
    if name not in names:
        raise ValueError(name)
    return names[name]


def _count(low: int, high: int) -> Callable[[str], int | None]:
    def clean(typed: str) -> int | None:
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit() and len(typed) < 9 and low <= int(typed) <= high):
            raise ValueError(typed)
        return int(typed)

    return clean


def _or_empty(clean: Callable[[str], str]) -> Callable[[str], str]:
    return lambda typed: clean(typed) if typed else ""


_CLEANERS: dict[str, Callable[[str], Any]] = {
    "code": lambda typed: clean_line(typed, 60),
    "group": lambda typed: clean_line(typed, 200),
    "name": lambda typed: clean_line(typed, 100),
    "job": lambda typed: clean_line(typed, 120),
    "email": clean_email,
    "phone": _or_empty(clean_phone),
    "commune": lambda typed: clean_insee_code(typed) if typed else None,
    "offer_code": lambda typed: clean_line(typed, 60),
    "title": lambda typed: clean_line(typed, 160),
    "text": lambda typed: clean_text(typed, 4000),
    "place": _place,
    "radius_km": _count(1, 1000),
    "minutes_per_year": _count(1, 100_000),
}


def _disagreements(lines: Sequence[SheetLine]) -> list[Problem]:
    """An offer that stands twice, and an expert of whom two lines say different things."""
    experts: dict[str, SheetLine] = {}
    offers: dict[str, int] = {}
    problems = []
    for line in lines:
        first = experts.setdefault(line.values["code"], line)
        for name, value in line.of_expert().items():
            if first.values[name] != value:
                problems.append(Problem(line.line, name, "disagrees", str(value or "")))
        if line.values["offer_code"] in offers:
            problems.append(Problem(line.line, "offer_code", "twice", line.values["offer_code"]))
        offers.setdefault(line.values["offer_code"], line.line)
    return problems
