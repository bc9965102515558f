import pytest
from factories.territories import CommuneFactory, TerritoryFactory

from webapp.services.communes import (
    complete_commune,
    example_commune,
    is_postcode,
    label_of,
    list_meant,
    search_name,
)

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def commune(insee, name, postcodes, population=1000):
    return CommuneFactory(
        insee=insee, name=name, search_name=search_name(name), postcodes=postcodes, population=population
    )


@pytest.fixture
def france(session):
    toul = commune("54528", "Toul", "54200", 15_600)
    commune("31555", "Toulouse", "31000 31100 31200", 500_000)
    commune("54482", "Saint-Max", "54130", 10_000)
    commune("35294", "Sainte-Marie", "35600", 2000)
    commune("08390", "Sainte-Marie", "08400", 90)
    commune("54084", "Blénod-lès-Toul", "54113", 1000)
    commune("50237", "L’Étang-Bertrand", "50260", 300)
    TerritoryFactory(communes=[toul])


@pytest.mark.parametrize(
    ("name", "searched"),
    [
        ("Saint-Max", "saint max"),
        ("St Max", "saint max"),
        ("STE-MARIE", "sainte marie"),
        ("L’Étang-Bertrand", "l etang bertrand"),
        ("Œuilly", "oeuilly"),
        ("Blénod-lès-Toul", "blenod les toul"),
    ],
)
def test_a_name_is_searched_without_accents_case_or_hyphens(name, searched):
    assert search_name(name) == searched


def test_ours_are_proposed_before_larger_ones(france):
    assert complete_commune("tou") == ["Toul (54200)", "Toulouse (31000)"]


def test_the_example_is_the_largest_commune_of_the_territories(france):
    toul, max_, marie = (list_meant(name)[0] for name in ("Toul", "Saint-Max", "Sainte-Marie (35600)"))
    lorraine, bretagne = TerritoryFactory(communes=[max_, toul]), TerritoryFactory(communes=[marie])

    assert example_commune([lorraine.id, bretagne.id]) == "Toul (54200)"
    assert example_commune([bretagne.id]) == "Sainte-Marie (35600)"
    assert example_commune([]) == ""


@pytest.mark.parametrize("typed", ["BLENOD", "blénod-l", "5411", "54113"])
def test_a_commune_is_proposed_from_its_beginning_or_its_postcode(france, typed):
    assert complete_commune(typed) == ["Blénod-lès-Toul (54113)"]


def test_a_commune_is_proposed_under_the_postcode_that_was_typed(france):
    assert complete_commune("311") == ["Toulouse (31100)"]


@pytest.mark.parametrize("typed", ["", " ", "t", "5", "%", "_", "zz", "\\"])
def test_too_little_or_something_else_proposes_nothing(france, typed):
    assert complete_commune(typed) == []


@pytest.mark.parametrize(
    "typed", ["Toul (54200)", "toul", "TOUL 54200", "54200 Toul", "54200", "54 200", "Toul (99999)", " toul "]
)
def test_what_people_type_means_one_commune(france, typed):
    assert [found.insee for found in list_meant(typed)] == ["54528"]


@pytest.mark.parametrize(
    ("typed", "expected"), [(" 54200", True), ("54 200", True), ("54200 Toul", False), ("542", False)]
)
def test_a_postcode_alone_is_told_from_a_name(typed, expected):
    assert is_postcode(typed) is expected


def test_a_name_of_several_communes_means_all_of_them(france):
    assert [found.insee for found in list_meant("sainte marie")] == ["35294", "08390"]
    assert [found.insee for found in list_meant("Ste Marie (08400)")] == ["08390"]


@pytest.mark.parametrize("typed", ["Atlantis", "00000", "", "---"])
def test_an_unknown_commune_means_none(france, typed):
    assert list_meant(typed) == []


def test_every_label_that_is_proposed_is_read_back(france):
    for label in complete_commune("to") + complete_commune("sain"):
        assert label_of(*list_meant(label)) == label
