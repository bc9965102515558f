import pytest
from factories.accounts import AccountFactory
from factories.committees import tell_committee
from factories.territories import ReferenceRateFactory, TerritoryFactory
from pages import PageClient

from webapp.domain.advances import Terms
from webapp.services import minutes, sittings
from webapp.services.decisions import Money, approve_item


@pytest.fixture
def committee(session, now):
    return tell_committee(now, territory=TerritoryFactory(name="Terres de Lorraine"))


@pytest.fixture
def desk(app, committee):
    return PageClient.of(app, committee.money.first)


@pytest.fixture
def decision(committee):
    item = committee.laid()
    committee.held()
    committee.vote(item, "fff")
    money = Money(committee.money.fund, 2_000_000, Terms(committee.money.today, 20))
    granted = committee.act(approve_item, item, money=money)
    committee.act(sittings.close_sitting, committee.sitting)
    return granted


def test_the_packet_is_a_file_once_something_is_laid(desk, committee):
    committee.laid()
    place = {"sitting_id": committee.sitting.id}

    assert "Les dossiers en PDF" in desk.get("desk.sittings_show", **place).text
    assert desk.client.get(f"/desk/seances/{committee.sitting.id}/dossiers.pdf").data.startswith(b"%PDF")


def test_minutes_are_read_then_published_then_handed_out_as_they_were(desk, committee, decision):
    place = {"sitting_id": committee.sitting.id}
    assert "Écrivez le procès-verbal" in desk.get("desk.sittings_show", **place).text
    assert "20 000 €" in desk.get("desk.minutes_draft", **place).text.replace("\u202f", " ").replace("\u00a0", " ")
    desk.post("desk.minutes_draft", {"remarks": "Merci à la mairie."}, **place)
    (published,) = minutes.list_minutes(committee.sitting)

    assert "Merci à la mairie." in published.content
    answer = desk.client.get(f"/desk/proces-verbaux/{published.id}.pdf")
    assert (answer.data, answer.mimetype) == (published.pdf, "application/pdf")
    assert "Version 1" in desk.get("desk.minutes_draft", **place).text
    assert "Le procès-verbal est publié" in desk.get("desk.sittings_show", **place).text


def test_a_sitting_that_is_not_closed_has_no_minutes(desk, committee):
    desk.get("desk.minutes_draft", sitting_id=committee.sitting.id, status=409)


def test_the_register_leads_to_the_minutes(desk, committee, decision):
    desk.post("desk.minutes_draft", {}, sitting_id=committee.sitting.id)
    page = desk.get("desk.decisions_register")

    assert decision.dossier.company.name in page.text
    assert "Procès-verbal, version 1" in page.text


def test_the_letter_waits_for_the_reference_rate(desk, committee, decision):
    place = {"dossier_id": decision.dossier_id}
    assert "attend un taux de référence" in desk.get("desk.dossiers_show", **place).text
    desk.get("desk.decisions_letter", decision_id=decision.id, status=409)

    ReferenceRateFactory(territory_id=committee.territory.id)

    assert "Lettre de la valeur d’aide" in desk.get("desk.dossiers_show", **place).text
    assert desk.client.get(f"/desk/decisions/{decision.id}/valeur-d-aide.pdf").data.startswith(b"%PDF")


def test_another_desk_finds_none_of_it(app, committee, decision, desk):
    desk.post("desk.minutes_draft", {}, sitting_id=committee.sitting.id)
    (published,) = minutes.list_minutes(committee.sitting)
    stranger = PageClient.of(app, AccountFactory(coordinates=TerritoryFactory()))

    for endpoint, values in (
        ("desk.sittings_packet", {"sitting_id": committee.sitting.id}),
        ("desk.minutes_draft", {"sitting_id": committee.sitting.id}),
        ("desk.minutes_file", {"minutes_id": published.id}),
        ("desk.decisions_letter", {"decision_id": decision.id}),
    ):
        stranger.get(endpoint, status=404, **values)
    assert decision.dossier.company.name not in stranger.get("desk.decisions_register").text
