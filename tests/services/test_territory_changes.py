import pytest
from factories.needs import NeedFactory
from factories.people import CompanyFactory
from factories.territories import CommuneFactory, TerritoryFactory
from sqlalchemy import select

from webapp.domain.errors import Refusal
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.conventions import TermChange
from webapp.models.events import Event
from webapp.models.territories import Epci
from webapp.services.territory_changes import (
    LeftBehind,
    Placed,
    change_communes,
    change_territory,
    count_left_behind,
    list_communes,
    list_communes_of_groupings,
    place_communes,
)
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def toulois():
    communes = [CommuneFactory(insee=insee, latitude=None, longitude=None) for insee in ("54528", "54563")]
    return TerritoryFactory(code="toulois", name="Toulois", communes=communes)


def steps():
    return db.session.execute(select(Event.step, Event.reason).order_by(Event.id)).all()


def shown():
    rows = select(TermChange.name, TermChange.before, TermChange.after).order_by(TermChange.id)
    return db.session.execute(rows).all()


def codes(communes):
    return [commune.insee for commune in communes]


def test_a_slip_in_the_name_is_corrected_and_shown(toulois, now):
    with transaction():
        changed = change_territory(toulois, {"name": "Le Toulois", "department": "54"}, by=JOB, now=now)

    assert (changed, toulois.name) == (["name"], "Le Toulois")
    assert (steps(), shown()) == ([("change", "name")], [("name", "Toulois", "Le Toulois")])


def test_of_a_contact_nothing_is_kept_but_that_it_changed(toulois, now):
    with transaction():
        change_territory(toulois, {"contact_name": "Paul", "contact_email": "paul@exemple.fr"}, by=JOB, now=now)

    assert (toulois.contact_name, toulois.contact_email) == ("Paul", "paul@exemple.fr")
    assert (steps(), shown()) == ([("change", "contact_name"), ("change", "contact_email")], [])


def test_holidays_are_those_of_a_department_with_communes(toulois, now):
    with pytest.raises(Refusal, match="unknown_department"), transaction():
        change_territory(toulois, {"department": "57"}, by=JOB, now=now)
    CommuneFactory(department="57")
    with transaction():
        change_territory(toulois, {"department": "57"}, by=JOB, now=now)

    assert (toulois.department, shown()) == ("57", [("department", "54", "57")])


def test_communes_join_and_leave_and_each_leaves_an_event(toulois, now):
    CommuneFactory(insee="54039")
    CommuneFactory(insee="54099")

    with transaction():
        joined, left = change_communes(toulois, ["54039", "54528", "54099"], ["54563"], by=JOB, now=now)

    assert (codes(joined), codes(left)) == (["54039", "54099"], ["54563"])
    assert codes(list_communes(toulois)) == ["54039", "54099", "54528"]
    assert steps() == [("add_commune", "54039"), ("add_commune", "54099"), ("withdraw_commune", "54563")]
    assert shown() == [("communes", "2", "3")]


def test_what_is_so_already_leaves_no_trace(toulois, now):
    CommuneFactory(insee="54039")

    with transaction():
        assert change_communes(toulois, ["54528"], ["54039"], by=JOB, now=now) == ([], [])
    assert (steps(), shown()) == ([], [])


@pytest.mark.parametrize(
    ("joining", "leaving", "why"),
    [
        (["54528"], ["54528"], "joins_and_leaves"),
        (["99999"], [], "unknown_communes"),
        ([], ["54528", "54563"], "no_commune_left"),
    ],
)
def test_what_cannot_be_changes_nothing(toulois, now, joining, leaving, why):
    with pytest.raises(Refusal, match=why), transaction():
        change_communes(toulois, joining, leaving, by=JOB, now=now)

    assert codes(list_communes(toulois)) == ["54528", "54563"]


def test_firms_of_communes_that_left_and_their_requests_are_counted(toulois, now):
    there = CompanyFactory(commune=toulois.communes[1])
    NeedFactory(territory=toulois, company=there, state="open")
    NeedFactory(territory=toulois, company=there, state="withdrawn")
    NeedFactory(company=there, state="open")
    CompanyFactory(commune=toulois.communes[0])

    assert count_left_behind(toulois, ["54563"]) == LeftBehind(firms=1, requests=1)


def test_a_grouping_is_its_communes(toulois):
    db.session.add(Epci(siren="200070563", name="Terres Touloises"))
    db.session.flush()
    toulois.communes[0].epci_siren = "200070563"

    assert list_communes_of_groupings(["200070563"]) == [toulois.communes[0].insee]
    assert list_communes_of_groupings(["123456789"]) == []


def test_places_are_noted_once_with_an_event_for_each_territory(toulois, now):
    elsewhere = CommuneFactory(insee="57463", latitude=None, longitude=None)
    places = {"54528": (48_675_300, 5_891_700), "57463": (49_119_100, 6_176_700), "54999": (48_000_000, 6_000_000)}

    with transaction():
        assert place_communes(places, by=JOB, now=now) == Placed(changed=2, same=0, unknown=1)
    with transaction():
        assert place_communes(places, by=JOB, now=now) == Placed(changed=0, same=2, unknown=1)

    assert elsewhere.point == (49_119_100, 6_176_700)
    assert {commune.point for commune in toulois.communes} == {(48_675_300, 5_891_700), None}
    assert steps() == [("place_communes", "1")]
