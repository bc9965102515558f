import csv
import lzma
import struct

import pytest

from seed_data.extract_places import extract, is_inside, middle_of, place_rows, read_outline, read_point

#: Four degrees by two, with a hole of one by one near its left end.
OUTER = [(4.0, 48.0), (8.0, 48.0), (8.0, 50.0), (4.0, 50.0), (4.0, 48.0)]
HOLE = [(4.5, 48.5), (5.5, 48.5), (5.5, 49.5), (4.5, 49.5), (4.5, 48.5)]
ISLAND = [(10.0, 48.0), (12.0, 48.0), (12.0, 50.0), (10.0, 50.0), (10.0, 48.0)]
HALL, LOST_HALL = (7.0, 49.0), (2.35, 48.85)


def ring(points):
    return struct.pack("<I", len(points)) + b"".join(struct.pack("<2d", *point) for point in points)


def outline(*polygons, srid=b""):
    kind = struct.pack("<I", 6 | (0x20000000 if srid else 0))
    whole = b"\x01" + kind + srid + struct.pack("<I", len(polygons))
    for polygon in polygons:
        whole += b"\x01" + struct.pack("<I", 3) + struct.pack("<I", len(polygon)) + b"".join(map(ring, polygon))
    return whole.hex()


def point(place):
    return (b"\x01" + struct.pack("<I", 1) + struct.pack("<2d", *place)).hex()


def commune(code, geometry="\\N", hall="\\N", kind="COM"):
    return {"code": code, "type": kind, "geometry": geometry, "mairie_localisation": hall}


def test_points_and_outlines_are_read_as_postgis_writes_them():
    assert read_point(point(HALL)) == HALL
    assert read_outline(outline([OUTER, HOLE], [ISLAND])) == [[OUTER, HOLE], [ISLAND]]
    assert read_outline(outline([OUTER], srid=struct.pack("<I", 4326))) == [[OUTER]]


@pytest.mark.parametrize(
    ("place", "inside"), [(HALL, True), ((5.0, 49.0), False), ((11.0, 49.0), True), ((9.0, 49.0), False)]
)
def test_a_hole_and_the_sea_between_islands_lie_outside(place, inside):
    assert is_inside(place, [[OUTER, HOLE], [ISLAND]]) is inside


def test_the_middle_weighs_islands_by_their_area():
    assert middle_of([[OUTER]]) == pytest.approx((6.0, 49.0))
    assert middle_of([[OUTER], [ISLAND]]) == pytest.approx((6 + (11 - 6) / 3, 49.0))


def test_a_commune_lies_at_its_hall_or_in_its_middle_where_the_hall_is_elsewhere():
    communes = [
        commune("54528", outline([OUTER]), point(HALL)),
        commune("54336", outline([OUTER]), point(LOST_HALL)),
        commune("54429", outline([OUTER])),
        commune("97801", hall=point(HALL)),
        commune("98411"),
        commune("01015", outline([OUTER]), kind="COMD"),
        commune("75056", outline([OUTER]), point(HALL)),
    ]

    assert place_rows(communes, frozenset({"54528", "54336", "54429", "97801", "98411", "01015"})) == [
        ("54336", "49.0000", "6.0000"),
        ("54429", "49.0000", "6.0000"),
        ("54528", "49.0000", "7.0000"),
        ("97801", "49.0000", "7.0000"),
    ]


def test_the_file_holds_the_communes_that_are_known(tmp_path):
    (tmp_path / "communes.csv").write_text("insee,name\n54528,Toul\n", encoding="utf-8")
    heads = ["code", "type", "geometry", "mairie_localisation"]
    rows = [commune("54528", outline([OUTER]), point(HALL)), commune("75056", outline([OUTER]))]
    lines = [",".join(heads), *(",".join(row[head] for head in heads) for row in rows)]
    (tmp_path / "communes.csv.lzma").write_bytes(lzma.compress("\n".join(lines).encode()))

    usual = csv.field_size_limit()

    extract(tmp_path, tmp_path)

    assert csv.field_size_limit() == usual, "files of users are read with the usual limit"

    assert (tmp_path / "places.csv").read_bytes() == b"insee,latitude,longitude\n54528,49.0000,7.0000\n"
