from datetime import timedelta

import pytest
from factories.needs import NeedFactory
from factories.people import CompanyFactory, ContactFactory
from factories.territories import TerritoryFactory

from webapp.services.likenesses import list_resemblances

TEXT = "Relire le contrat de travail de notre premier commercial"


@pytest.fixture
def world(engine_app, session, now):
    class World:
        territory = TerritoryFactory()
        company = CompanyFactory()

        def need(self, text=TEXT, company=None, days=0, **facts):
            company = company or CompanyFactory()
            facts = {"territory": self.territory, "received_at": now - timedelta(days=days), **facts}
            return NeedFactory(text=text, contact=ContactFactory(company=company), company=company, **facts)

    world = World()
    world.asked = world.need(company=world.company)
    return world


def found(world):
    return [(row.need, row.says_the_same, row.is_of_the_same_firm) for row in list_resemblances(world.asked)]


def test_the_same_words_of_the_same_firm_are_the_same_request(world):
    other = world.need("relire contrat de travail premier commercial", world.company, days=3)

    assert found(world) == [(other, True, True)]


def test_a_subject_in_common_is_told_while_the_other_need_waits(world):
    near = world.need("Contrat de travail d’un apprenti")
    world.need("Contrat de travail d’une vendeuse", state="closed_helped")
    world.need("Réduire la facture de gaz")

    assert found(world) == [(near, False, False)]


def test_the_same_request_is_told_though_it_is_closed(world):
    closed = world.need(state="closed_helped", days=90)

    assert found(world) == [(closed, True, False)]


def test_drafts_other_territories_and_long_ago_are_left_out(world):
    world.need(state="draft")
    world.need(territory=TerritoryFactory())
    world.need(state="closed_helped", days=400)

    assert found(world) == []
