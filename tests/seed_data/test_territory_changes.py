import pytest
from factories.territories import CommuneFactory, TerritoryFactory

from webapp.cli import alize


@pytest.fixture
def run(app, session, frozen):
    CommuneFactory(insee="57463", department="57")
    communes = [CommuneFactory(insee="54528"), CommuneFactory(insee="54563", latitude=None)]
    TerritoryFactory(code="toulois", name="Tuolois", operator_name="Agence du Toulois", communes=communes)
    return lambda *words: app.test_cli_runner().invoke(alize, ["territory", *words])


def test_the_list_says_what_an_operator_may_have_to_correct(run):
    assert run("list").output == (
        "toulois: Tuolois, Agence du Toulois\n"
        "  contact: Hélène Marchal, +33353012418, helene.marchal@exemple.fr\n"
        "  communes: 2, 1 without a place\n"
        "  public holidays: 54\n"
    )


def test_before_the_first_territory_the_list_says_how_to_open_one(app, session):
    assert "alize territory open" in app.test_cli_runner().invoke(alize, ["territory", "list"]).output


def test_what_was_mistyped_is_corrected(run):
    said = run("change", "toulois", "--name", "Toulois", "--phone", "03 53 01 00 00", "--department", "57")

    assert said.output.splitlines() == [
        "name: Tuolois → Toulois",
        "telephone: +33353012418 → +33353010000",
        "department: 54 → 57",
        "Pages and mails name the new contact from now on. Who signs in is another matter: alize user add, alize user close.",
    ]
    assert run("change", "toulois", "--name", "Toulois").output == "It stood so already.\n"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("toulois",), "Nothing to change was given"),
        (("nowhere", "--name", "A"), "Known: toulois"),
        (("toulois", "--email", "helene"), "cannot be used"),
        (("toulois", "--name", " "), "it is empty"),
        (("toulois", "--department", "12"), "No commune is in the department 12"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(run, words, why):
    said = run("change", *words)

    assert said.exit_code != 0
    assert why in said.output
