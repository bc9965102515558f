"""A file of communes, as an operator downloads or writes it: their INSEE codes and, where it has them, where they lie.

Read: the CSV files of INSEE, La Poste and data.gouv.fr under the heads they use, with comma, semicolon or tab; the JSON and
GeoJSON of geo.api.gouv.fr; a list of codes, one a line. A file is right or refused, with every line that is wrong.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from webapp.domain.distances import Point
from webapp.domain.identifiers import UnusableNumber, clean_insee_code
from webapp.domain.imports import Problem, plain

#: How heads are called, plain; of several in one file, the first of these counts. A `point` is "latitude, longitude".
HEADS: dict[str, tuple[str, ...]] = {
    "insee": (
        "insee", "code insee", "code commune insee", "insee commune", "insee com", "codgeo", "com", "code", "code commune",
    ),
    "latitude": ("latitude", "lat", "latitude mairie", "latitude centre"),
    "longitude": ("longitude", "lon", "lng", "long", "longitude mairie", "longitude centre"),
    "point": ("geopoint", "geo point 2d", "coordonnees geographiques", "coordonnees gps", "coordonnees"),
}  # fmt: skip

#: Latitudes and longitudes between which mainland France and Corsica lie, in degrees.
MAINLAND = ((41.0, 51.5), (-5.5, 10.0))
OVERSEAS = ("97", "98")


@dataclass(frozen=True)
class PlacedCommune:
    """One commune of a file; without a place where the file gives none."""

    insee: str
    place: Point | None


def read_communes(content: bytes) -> tuple[list[PlacedCommune], list[Problem]]:
    """The communes of a file, once each, and what is wrong with it; lines are numbered from 1, entries of JSON too.

    The codes of a problem: `empty`, `missing_column`, `unreadable`, `shape` (of an INSEE code), `half` (one of the two),
    `number`, `range`, `mainland`, `differs` (from an earlier line).
    """
    text = _decoded(content)
    try:
        rows = list(_of_json(text) if text[:1] in ("[", "{") else _of_csv(text))
    except (csv.Error, ValueError, TypeError, LookupError, AttributeError):  # JSON of any other shape
        return [], [Problem(1, "insee", "unreadable")]
    if rows and "insee" not in rows[0][1]:
        return [], [Problem(1, "insee", "missing_column")]
    found: dict[str, PlacedCommune] = {}
    problems: list[Problem] = []
    for line, cells in filter(lambda row: any(row[1].values()), rows):
        try:
            commune = PlacedCommune(_code(cells["insee"]), _place(cells))
        except _Wrong as wrong:
            problems.append(Problem(line, wrong.field, wrong.code, wrong.value))
            continue
        if found.setdefault(commune.insee, commune).place != commune.place:
            problems.append(Problem(line, "latitude", "differs", commune.insee))
    if not found and not problems:
        problems.append(Problem(1, "insee", "empty"))
    return list(found.values()), problems


class _Wrong(Exception):
    def __init__(self, field: str, code: str, value: str) -> None:
        self.field, self.code, self.value = field, code, value
        super().__init__(code)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace").strip()


def _of_csv(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    head = text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(";\t,", key=head.count), strict=True)
    columns: dict[str, int] | None = None
    for row in reader:
        if columns is None:
            columns = _columns(row)
            if columns:
                continue
            columns = {"insee": 0} if _is_code(row[0]) else {}
        cells = {field: row[place].strip() if place < len(row) else "" for field, place in columns.items()}
        yield reader.line_num, _with_point(cells)


def _columns(heads: list[str]) -> dict[str, int]:
    names = [" ".join(re.sub(r"[^a-z0-9]+", " ", plain(head)).split()) for head in heads]
    known = ((field, next((alias for alias in aliases if alias in names), None)) for field, aliases in HEADS.items())
    return {field: names.index(alias) for field, alias in known if alias is not None}


def _with_point(cells: dict[str, str]) -> dict[str, str]:
    """What one column says of both, in two; a column of its own goes before it."""
    point = cells.pop("point", "")
    if not point or cells.get("latitude") or cells.get("longitude"):
        return cells
    latitude, _comma, longitude = point.partition(",")
    return cells | {"latitude": latitude.strip(), "longitude": longitude.strip()}


def _of_json(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    read = json.loads(text)
    entries = read["features"] if isinstance(read, dict) else read
    for number, entry in enumerate(entries, start=1):
        facts, point = entry, entry.get("mairie") or entry.get("centre")
        if entry.get("type") == "Feature":
            facts, point = entry["properties"], entry.get("geometry")
        longitude, latitude = point["coordinates"] if point and point.get("type") == "Point" else ("", "")
        yield number, {"insee": str(facts.get("code") or ""), "latitude": str(latitude), "longitude": str(longitude)}


def _is_code(text: str) -> bool:
    try:
        return bool(_code(text.strip()))
    except _Wrong:
        return False


def _code(text: str) -> str:
    """A code; a spreadsheet takes the first zero away."""
    try:
        return clean_insee_code(text.zfill(5) if len(text) == 4 else text)
    except UnusableNumber:
        raise _Wrong("insee", "shape", text) from None


def _place(cells: Mapping[str, str]) -> Point | None:
    latitude, longitude = cells.get("latitude", ""), cells.get("longitude", "")
    if not latitude and not longitude:
        return None
    if not latitude or not longitude:
        raise _Wrong("longitude" if latitude else "latitude", "half", latitude or longitude)
    north, east = _degrees("latitude", latitude, 90), _degrees("longitude", longitude, 180)
    is_mainland = not _code(cells["insee"]).startswith(OVERSEAS)
    if is_mainland and not all(low <= each <= high for each, (low, high) in zip((north, east), MAINLAND, strict=True)):
        raise _Wrong("latitude", "mainland", f"{latitude}, {longitude}")
    return round(north * 1_000_000), round(east * 1_000_000)


def _degrees(field: str, text: str, most: int) -> float:
    if not re.fullmatch(r"[+-]?\d{1,3}([.,]\d{1,20})?", text):
        raise _Wrong(field, "number", text)
    degrees = float(text.replace(",", "."))
    if abs(degrees) > most:
        raise _Wrong(field, "range", text)
    return degrees
