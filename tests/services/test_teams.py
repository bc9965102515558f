import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.needs import NeedFactory, OfferFactory, RoleFactory
from factories.people import CompanyFactory, ContactFactory, ExpertFactory, GroupFactory
from factories.territories import TerritoryFactory

from webapp.models.groups import Exclusion
from webapp.services.shortlists import shortlist
from webapp.services.teams import find_team

TEXT = "Relire le contrat de travail d’un commercial et réparer le compresseur de l’atelier"


@pytest.fixture
def world(engine_app, session, now):
    """Two experts of one group: one for contracts, one for compressors; and a need that asks for both."""

    class World:
        territory = TerritoryFactory()
        pledge = PledgeFactory(convention=ConventionFactory(territory=territory))
        contracts = OfferFactory(
            expert=ExpertFactory(group=pledge.group), title="Contrats de travail : relecture", text="Période d’essai."
        )
        compressors = OfferFactory(
            expert=ExpertFactory(group=pledge.group), title="Réparer un compresseur", text="Air comprimé, fuites."
        )
        company = CompanyFactory()
        need = NeedFactory(territory=territory, contact=ContactFactory(company=company), company=company, text=TEXT)
        role = RoleFactory(need=need)

        def find(self):
            team = find_team(shortlist(self.role, now))
            return team and [(request.words, request.offers) for request in team.requests]

    return World()


def test_each_request_of_a_need_has_who_answers_it(world):
    assert world.find() == [
        ("Relire le contrat de travail d’un commercial", (world.contracts,)),
        ("réparer le compresseur de l’atelier", (world.compressors,)),
    ]


def test_a_request_that_nobody_answers_is_named(world, now):
    world.need.text = "Relire le contrat de travail d’un commercial et traduire un menu en braille"

    team = find_team(shortlist(world.role, now))
    assert team.uncovered == ("traduire un menu en braille",)
    assert [request.offers for request in team.requests] == [(world.contracts,), ()]


def test_one_expert_for_everything_is_no_team(world):
    world.need.text = "Relire le contrat de travail d’un commercial et rédiger un contrat de travail"
    assert world.find() is None

    world.need.text = "Traduire un menu en braille et dresser un chien"
    assert world.find() is None


def test_who_may_not_be_asked_is_in_no_team(world, session):
    session.add(Exclusion(expert_id=world.compressors.expert_id, company_id=world.company.id))
    session.flush()

    assert ("réparer le compresseur de l’atelier", ()) in world.find()


def test_offers_of_another_territory_are_in_no_team(world):
    world.compressors.expert.group = GroupFactory()

    assert ("réparer le compresseur de l’atelier", ()) in world.find()


def test_a_need_whose_roles_are_worded_has_its_team(world):
    RoleFactory(need=world.need)

    assert world.find() is None


def test_a_sentence_that_an_offer_answers_by_halves_is_no_request(world):
    world.need.text = (
        "Relire le contrat de travail d’un commercial. Le compresseur de notre voisin est tombé hier soir."
    )

    assert world.find() is None


def test_what_a_manager_tells_around_the_request_is_none(world):
    world.need.text = "Relire le contrat de travail d’un commercial. Compresseur en panne, atelier à l’arrêt."

    assert world.find() is None


def test_where_nothing_reaches_the_floor_nobody_is_put_together(world):
    world.territory.floor_permille = 1000

    assert world.find() is None
