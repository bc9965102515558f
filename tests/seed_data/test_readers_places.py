from math import cos, hypot, radians

import pytest

KM_PER_DEGREE = 111.2


@pytest.fixture(scope="module")
def communes(programme):
    return {row.insee: row for row in programme.communes}


@pytest.fixture(scope="module")
def inside(programme):
    """INSEE codes of each territory."""
    of_territory = {}
    for row in programme.territory_epcis:
        members = {commune.insee for commune in programme.communes if commune.epci == row.siren}
        of_territory.setdefault(row.territory, set()).update(members)
    return of_territory


@pytest.fixture(scope="module")
def points(programme):
    return {row.insee: (float(row.latitude), float(row.longitude)) for row in programme.places}


def km(one, other):
    north = (one[0] - other[0]) * KM_PER_DEGREE
    east = (one[1] - other[1]) * KM_PER_DEGREE * cos(radians(one[0]))
    return hypot(north, east)


def test_france_has_its_communes_once_each(programme, communes):
    assert len(communes) == len(programme.communes) == 34_969
    assert all(len(row.insee) == 5 for row in programme.communes)
    assert all(len(code) == 5 and code.isdigit() for row in programme.communes for code in row.postcodes)


def test_every_epci_of_a_commune_is_known(programme):
    assert {row.epci for row in programme.communes} - {row.siren for row in programme.epcis} == {""}


def test_terres_de_lorraine_has_153_communes_in_four_epci(programme, inside, communes):
    by_epci = [row.siren for row in programme.territory_epcis if row.territory == "terres-de-lorraine"]
    sizes = [sum(commune.epci == siren for commune in programme.communes) for siren in by_epci]
    assert (sizes, len(inside["terres-de-lorraine"])) == ([41, 38, 19, 55], 153)
    assert 95_000 < sum(communes[insee].population for insee in inside["terres-de-lorraine"]) < 101_000


def test_longwy_has_the_21_communes_of_its_agglomeration(inside, communes):
    assert len(inside["longwy"]) == 21
    assert "Longwy" in {communes[insee].name for insee in inside["longwy"]}


def test_nearly_every_commune_of_france_has_its_place(communes, points):
    lost = set(communes) - set(points)
    assert (len(points), len(lost)) == (34_870, 99)
    assert sorted(insee for insee in lost if insee[:2] not in {"97", "98"}) == [
        "14581",
        "15031",
        "15035",
        "15047",
        "15171",
    ]


def test_no_commune_of_the_mainland_lies_abroad(points):
    mainland = {insee: place for insee, place in points.items() if insee[:2] not in {"97", "98"}}
    astray = [i for i, (north, east) in mainland.items() if not (41.3 < north < 51.2 and -5.2 < east < 9.6)]
    assert astray == []


def test_every_commune_of_a_territory_and_every_site_has_its_place(programme, inside, points):
    sites = {row.site_commune for row in programme.groups} | {row.commune for row in programme.experts}
    firms = {row.commune for row in programme.companies}
    assert set.union(sites, firms, *inside.values()) - set(points) == set()


@pytest.mark.parametrize(
    ("territory", "south", "north", "west", "east"),
    [("terres-de-lorraine", 48.35, 48.85, 5.72, 6.30), ("longwy", 49.40, 49.55, 5.68, 5.89)],
)
def test_no_commune_lies_outside_of_its_territory(inside, points, territory, south, north, west, east):
    astray = [i for i in inside[territory] if not (south < points[i][0] < north and west < points[i][1] < east)]
    assert astray == []


def test_each_commune_has_a_neighbour_and_a_place_of_its_own(inside, points):
    around = {insee: place for insee, place in points.items() if insee[:2] in {"08", "54", "55", "57", "88"}}
    for insee in set.union(*inside.values()):
        nearest = min(km(points[insee], around[other]) for other in around if other != insee)
        assert 0.4 < nearest < 8, (insee, nearest)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("54431", "54528", 28),
        ("88209", "54528", 67),
        ("54395", "54528", 21),
        ("54528", "54563", 25),
        ("54528", "54323", 94),
    ],
)
def test_distances_are_those_of_the_map(points, one, other, distance):
    assert km(points[one], points[other]) == pytest.approx(distance, abs=1)
