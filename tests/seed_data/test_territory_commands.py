from dataclasses import replace

import pytest
from sqlalchemy import func, select

from seed_data import territory_commands
from webapp.cli import alize
from webapp.models.events import Event
from webapp.models.funds import Fund
from webapp.models.offers import Skill
from webapp.models.territories import Commune, Territory

TOULOIS = "200070563"


@pytest.fixture
def run(app, session, frozen, programme, monkeypatch):
    near = tuple(row for row in programme.communes if row.department == "54")
    epcis = {row.epci for row in near}
    small = replace(programme, communes=near, epcis=tuple(row for row in programme.epcis if row.siren in epcis))
    monkeypatch.setattr(territory_commands, "read_programme", lambda: small)
    return lambda *words: app.test_cli_runner().invoke(alize, ["territory", *words])


def words_of(code, siren=TOULOIS, **changes):
    words = {
        "name": "Toulois",
        "operator": "Agence du Toulois",
        "contact": "Hélène Marchal",
        "phone": "03 53 01 24 18",
        "email": "helene.marchal@exemple.fr",
    } | changes
    return ["open", code, "--epci", siren, *(part for name, word in words.items() for part in (f"--{name}", word))]


def test_the_first_territory_brings_france_and_the_skills_along(run, session, programme):
    said = run(*words_of("toulois"))

    assert (
        said.output
        == "toulois: 41 communes. Add its coordinator with: alize user add ADDRESS --name NAME --territory toulois\n"
    )
    territory = session.scalar(select(Territory))
    assert {commune.epci_siren for commune in territory.communes} == {TOULOIS}
    assert (territory.contact_phone, territory.department) == ("+33353012418", "54")
    assert session.scalar(select(func.count()).select_from(Skill)) == len(programme.skills)
    assert session.scalar(select(Event.step).where(Event.object_kind == "territory")) == "open"


def test_another_territory_finds_them_there(run, session):
    run(*words_of("toulois"))
    communes = session.scalar(select(func.count()).select_from(Commune))

    assert run(*words_of("encore", "245400510")).exit_code == 0
    assert session.scalar(select(func.count()).select_from(Commune)) == communes


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (words_of("toulois", "123456789"), "123456789"),
        (words_of("Le Toulois"), "code"),
        (words_of("toulois", phone="demain"), "phone"),
        (words_of("toulois", email="helene"), "email"),
        (words_of("toulois", name=" "), "empty"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(run, session, words, why):
    said = run(*words)

    assert said.exit_code != 0
    assert why in said.output
    assert session.scalar(select(Territory)) is None
    assert session.scalar(select(Commune)) is None


@pytest.mark.parametrize("words", [["list"], ["change", "a", "--name", "A"], ["communes", "a"], ["places"]])
def test_each_command_brings_its_application_along(app, words):
    said = app.test_cli_runner().invoke(alize, ["territory", *words])

    assert said.exception is None or isinstance(said.exception, SystemExit)


def test_a_code_is_given_once(run):
    run(*words_of("toulois"))

    assert "already" in run(*words_of("toulois")).output


def test_a_territory_gets_its_fund_once(run, session):
    run(*words_of("toulois"))
    fund = ["open-fund", "toulois", "avances", "--name", "Fonds d’avances"]

    assert run(*fund).output == "avances: opened, empty. Say at the desk which bank account it has: firms pay there.\n"
    assert session.scalar(select(Fund.name)) == "Fonds d’avances"
    assert "already" in run(*fund).output
    assert "Known: toulois" in run("open-fund", "nowhere", "avances", "--name", "A").output
