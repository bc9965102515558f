import pytest
from factories.needs import NeedFactory
from factories.people import CompanyFactory
from factories.territories import CommuneFactory, TerritoryFactory
from sqlalchemy import select

from webapp.cli import alize
from webapp.models.territories import Commune


@pytest.fixture
def communes(session):
    named = (
        ("54528", "Toul", "54"),
        ("54563", "Vicherey", "54"),
        ("54039", "Avrainville", "54"),
        ("57463", "Metz", "57"),
    )
    return {
        insee: CommuneFactory(insee=insee, name=name, department=department, latitude=None, longitude=None)
        for insee, name, department in named
    }


@pytest.fixture
def run(app, session, frozen, communes):
    TerritoryFactory(code="toulois", communes=[communes["54528"], communes["54563"]])
    return lambda *words: app.test_cli_runner().invoke(alize, ["territory", *map(str, words)])


@pytest.fixture
def file(tmp_path):
    def write(*lines, name="communes.csv"):
        path = tmp_path / name
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write


def point_of(session, insee):
    return session.scalar(select(Commune).where(Commune.insee == insee)).point


def test_communes_are_listed_with_what_lacks(run):
    assert run("communes", "toulois").output == "54528 Toul (no place)\n54563 Vicherey (no place)\n"


def test_a_commune_joins_with_its_place(run, session, file):
    said = run("communes", "toulois", "--add", file("insee;latitude;longitude", "54039;48,7711;5,8011"))

    assert said.output == "toulois: 1 joined, 0 left, 3 communes now.\n"
    assert point_of(session, "54039") == (48_771_100, 5_801_100)


def test_what_becomes_of_the_firms_of_a_commune_that_leaves_is_said(run, session, communes, file):
    TerritoryFactory(code="vosges", communes=[communes["54563"]])
    toulois = session.scalar(select(Commune).where(Commune.insee == "54563"))
    company = CompanyFactory(commune=toulois)
    NeedFactory(company=company, state="open")

    said = run("communes", "toulois", "--withdraw", file("54563")).output

    assert "toulois: 0 joined, 1 left, 1 commune now." in said
    assert "In the communes that left: 1 firm. Its requests under way (0) stay with toulois" in said
    assert "What firms ask next goes to vosges: Vicherey (54563)." in said


def test_a_commune_of_another_territory_and_other_holidays_are_said(run, communes, file):
    communes["57463"].population = 100_000
    TerritoryFactory(code="messin", communes=[communes["57463"]])

    said = run("communes", "toulois", "--add", file("57463")).output

    assert "Also of messin, first by code, where what firms ask there goes: Metz (57463)." in said
    assert "alize territory change toulois --department 57" in said


@pytest.mark.parametrize(
    ("words", "lines", "why"),
    [
        (("--add",), ("insee", "54039", "Toul"), "communes.csv, line 3: “Toul” is no INSEE code"),
        (("--add",), (), "communes.csv, line 1: no commune stands in this file."),
        (("--add",), ("54039", "54999"), "No commune of today has the INSEE code 54999; nothing was changed."),
        (("--withdraw",), ("54528", "54563"), "No commune would be left to the territory; nothing was changed."),
        (("--add-epci", "123456789", "--add"), ("54039",), "No grouping of communes has the SIREN 123456789"),
    ],
)
def test_a_wrong_file_is_refused_and_nothing_is_half_applied(run, session, file, words, lines, why):
    said = run("communes", "toulois", *words, file(*lines))

    assert said.exit_code == 1
    assert why in said.output
    assert run("communes", "toulois").output.count("\n") == 2


def test_places_come_from_a_file_or_with_this_version(run, session, file):
    said = run("places", file("insee,latitude,longitude", "54528,48.6753,5.8917", "54999,48.1,6.1"))
    assert said.output == (
        "1 commune placed, 0 stood so already.\n1 code of no commune of today, perhaps of a former one: passed over.\n"
    )
    assert point_of(session, "54528") == (48_675_300, 5_891_700)

    assert run("places").output.startswith("4 communes placed, 0 stood so already.\n")
    assert point_of(session, "57463") is not None


def test_wrong_places_are_named_line_by_line(run, session, file):
    said = run("places", file("insee,latitude,longitude", "54528,48.6753,5.8917", "54563,5.9,48.4", "54039,,5.8"))

    assert said.output.splitlines() == [
        "communes.csv, line 3: 5.9, 48.4 does not lie in mainland France; latitude goes first, longitude second.",
        "communes.csv, line 4: only one of latitude and longitude is given: 5.8.",
        "Error: communes.csv: 2 places to correct; nothing was changed.",
    ]
    assert point_of(session, "54528") is None


def test_an_entry_of_json_is_called_so(run, file):
    said = run("places", file('[{"code": "Toul"}]', name="communes.json"))

    assert "communes.json, entry 1: “Toul” is no INSEE code" in said.output
    assert "no line says where a commune lies" in run("places", file("54528")).output


def test_before_the_first_territory_no_commune_is_known(app, session):
    said = app.test_cli_runner().invoke(alize, ["territory", "places"])

    assert "they come with the first territory" in said.output
