import json

import pytest

from webapp.domain.commune_files import PlacedCommune, read_communes

TOUL = PlacedCommune("54528", (48_675_300, 5_891_700))


def read(text, encoding="utf-8"):
    communes, problems = read_communes(text.encode(encoding))
    return communes, [(problem.line, problem.field, problem.code, problem.value) for problem in problems]


@pytest.mark.parametrize(
    "text",
    [
        "insee,latitude,longitude\n54528,48.6753,5.8917\n",
        "\ufeffCode INSEE;Nom;Latitude;Longitude\r\n54528;Toul;48,6753;5,8917\r\n",
        "#Code_commune_INSEE;Nom_de_la_commune;Code_postal;_geopoint\n54528;TOUL;54200;48.6753, 5.8917\n",
        "code_commune_INSEE,code_commune,latitude,longitude\n54528,528,48.6753,5.8917\n",
        "code_insee,latitude_mairie,longitude_mairie,latitude_centre,longitude_centre\n54528,48.6753,5.8917,48.68,5.88\n",
        "CODGEO\tlat\tlon\n54528\t48.6753\t5.8917\n54528\t48.6753\t5.8917\n",
        json.dumps([{"code": "54528", "centre": {"type": "Point", "coordinates": [5.8917, 48.6753]}}]),
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "properties": {"code": "54528"},
                        "geometry": {"type": "Point", "coordinates": [5.8917, 48.6753]},
                    }
                ],
            }
        ),
    ],
    ids=["plain", "excel", "la-poste", "regions", "data-gouv", "insee", "geo-api", "geojson"],
)
def test_a_commune_and_its_place_are_found_under_the_usual_heads(text):
    assert read(text) == ([TOUL], [])


@pytest.mark.parametrize("text", ["54528\n54563\n", "code\n54528\n\n54563\n", '[{"code": "54528"}, {"code": "54563"}]'])
def test_codes_alone_are_enough(text):
    assert read(text) == ([PlacedCommune("54528", None), PlacedCommune("54563", None)], [])


def test_what_a_spreadsheet_does_to_a_code_is_undone():
    assert read("insee;lat;lon\n1004;45,96;5,36\n")[0] == [PlacedCommune("01004", (45_960_000, 5_360_000))]


def test_windows_may_have_written_the_file():
    assert read("code;Coordonnées géographiques\n54528;48.6753,5.8917", "cp1252") == ([TOUL], [])


def test_a_commune_overseas_may_lie_anywhere():
    assert read("insee,lat,lon\n97411,-20.8789,55.4481\n")[0] == [PlacedCommune("97411", (-20_878_900, 55_448_100))]


def test_every_line_that_is_wrong_is_named():
    lines = [
        "insee;latitude;longitude",
        "54528;48.6753;5.8917",
        "Toul;48.6753;5.8917",
        "54563;48.6753;",
        "54039;;5.9",
        "54099;nord;5.9",
        "54003;148.6;5.9",
        "54005;5.8917;48.6753",
        "54528;48.7;5.9",
        "54007;nan;5.9",
        ";;",
    ]

    assert read("\n".join(lines))[1] == [
        (3, "insee", "shape", "Toul"),
        (4, "longitude", "half", "48.6753"),
        (5, "latitude", "half", "5.9"),
        (6, "latitude", "number", "nord"),
        (7, "latitude", "range", "148.6"),
        (8, "latitude", "mainland", "5.8917, 48.6753"),
        (9, "latitude", "differs", "54528"),
        (10, "latitude", "number", "nan"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nom;latitude\nToul;48.6753", "missing_column"),
        ("bonjour", "missing_column"),
        ("[1, 2]", "unreadable"),
        ('{"communes": []}', "unreadable"),
        ('{"features": null}', "unreadable"),
        ('[{"code": "54528", "centre": {"type": "Point", "coordinates": [5.9]}}]', "unreadable"),
        ('[{"code": "54528", "centre": "Toul"}]', "unreadable"),
        ('{"code": "54528"', "unreadable"),
        ('insee\n"54528\x00', "unreadable"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(text, code):
    communes, problems = read(text)

    assert (communes, [problem[2] for problem in problems]) == ([], [code])


@pytest.mark.parametrize("text", ["", "\n \n", "insee;nom\n", "[]"])
def test_a_file_without_a_commune_is_no_file_of_communes(text):
    communes, problems = read(text)

    assert (communes, [problem[2] for problem in problems]) == ([], ["empty"])
