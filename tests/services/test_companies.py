import pytest
from factories.people import CompanyFactory, ContactFactory
from factories.territories import CommuneFactory

from webapp.models.companies import Company
from webapp.services.companies import Firm, Person, add_contact, find_or_add_company
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

SIRET = "00000000100017"


@pytest.fixture
def toul(session):
    return CommuneFactory(insee="54528", name="Toul")


def find(**said):
    email = said.pop("email", "")
    with transaction():
        return find_or_add_company(Firm("Menuiserie Aubry", "54528", **said), email=email)


def test_a_firm_that_nobody_knows_is_added(toul, session):
    company = find(siren=SIRET[:9], siret=SIRET, trade="menuiserie", staff=8)

    assert (company.siret, company.trade, company.staff) == (SIRET, "menuiserie", 8)


def test_a_firm_is_found_by_its_number(toul):
    known = CompanyFactory(siret=SIRET, siren=SIRET[:9], name="Aubry SARL")

    assert find(siren=SIRET[:9], siret=SIRET).id == known.id


def test_what_a_stranger_says_changes_nothing_that_is_known(toul):
    CompanyFactory(siret=SIRET, siren=SIRET[:9], name="Aubry SARL", staff=12, trade="charpente")

    company = find(siren=SIRET[:9], siret=SIRET, staff=900, trade="commerce")

    assert (company.name, company.staff, company.trade) == ("Aubry SARL", 12, "charpente")


def test_what_a_stranger_says_fills_in_what_nobody_had_said(toul):
    CompanyFactory(siret=SIRET, siren=SIRET[:9], staff=None, trade="")

    company = find(siren=SIRET[:9], siret=SIRET, staff=9, trade="menuiserie")

    assert (company.staff, company.trade) == (9, "menuiserie")


def test_a_row_known_by_its_siren_gets_its_siret(toul):
    known = CompanyFactory(siren=SIRET[:9], siret=None)

    assert find(siren=SIRET[:9], siret=SIRET).id == known.id
    assert known.siret == SIRET


def test_a_siren_of_two_sites_names_neither(toul, session):
    CompanyFactory(siren=SIRET[:9], siret=SIRET)
    CompanyFactory(siren=SIRET[:9], siret="00000000100025")

    find(siren=SIRET[:9])

    assert session.query(Company).count() == 3


def test_a_firm_without_number_is_found_by_an_address_that_was_confirmed(toul, now):
    known = CompanyFactory(name="menuiserie aubry", commune=toul)
    ContactFactory(company=known, email="Sylvie@exemple.fr", email_confirmed_at=now)

    assert find(email="sylvie@exemple.fr").id == known.id


def test_an_address_that_was_never_confirmed_finds_nothing(toul):
    known = CompanyFactory(name="menuiserie aubry", commune=toul)
    ContactFactory(company=known, email="sylvie@exemple.fr")

    assert find(email="sylvie@exemple.fr").id != known.id


def test_a_contact_may_have_no_firm_yet(now):
    with transaction():
        contact = add_contact(Person("Sylvie Aubry", "sylvie@exemple.fr", language="en"), now=now)

    assert (contact.company, contact.language, contact.email_confirmed_at) == (None, "en", None)


@pytest.mark.parametrize("said", ["Électricité du Toulois", "ÉLECTRICITÉ DU TOULOIS", "électricité du toulois"])
def test_a_name_is_the_same_in_any_case_of_any_letter(toul, now, said):
    known = CompanyFactory(name="Électricité du Toulois", siren=None, siret=None, commune=toul)
    ContactFactory(company=known, email="nora@exemple.fr", email_confirmed_at=now)

    with transaction():
        assert find_or_add_company(Firm(said, toul.insee), email="nora@exemple.fr").id == known.id
