import pytest
from factories.accounts import AccountFactory, sign_in
from factories.committees import tell_committee
from factories.territories import TerritoryFactory
from pages import PageClient

from webapp.services import recusals, sittings
from webapp.services.votes import find_vote


@pytest.fixture
def committee(session, now):
    return tell_committee(now, territory=TerritoryFactory(name="Terres de Lorraine"))


@pytest.fixture
def member(app, committee):
    client = PageClient(app)
    sign_in(client.client, committee.members[0].account)
    return client


def test_a_member_reads_the_packet_once_convened(member, committee):
    item = committee.laid()
    member.get("committee.item", item_id=item.public_id, status=404)
    committee.act(sittings.convene_sitting, committee.sitting)

    assert "Une plieuse" in member.get("committee.home").text
    page = member.get("committee.item", item_id=item.public_id)
    assert "Nous plions" in page.html
    document = item.dossier.documents[0].id
    member.get("committee.document", item_id=item.public_id, document_id=document)


def test_who_is_recused_sees_nothing_of_the_dossier(member, committee):
    item = committee.laid()
    committee.act(sittings.convene_sitting, committee.sitting)
    member.post("committee.recuse", {"reason": "supplier"}, item_id=item.public_id)

    assert recusals.is_barred(item, committee.members[0])
    assert "plieuse" not in member.get("committee.home").text
    assert "Nous plions" not in member.get("committee.item", item_id=item.public_id).html
    document = item.dossier.documents[0].id
    member.get("committee.document", item_id=item.public_id, document_id=document, status=404)
    member.post("committee.vote", {"choice": "for"}, item_id=item.public_id, status=403)


def test_a_member_votes_once_in_the_room(member, committee):
    item = committee.laid()
    committee.held()
    member.post("committee.vote", {}, item_id=item.public_id, status=200)
    member.post("committee.vote", {"choice": "for"}, item_id=item.public_id)

    assert find_vote(item, committee.members[0]).choice == "for"
    assert "Vous avez voté" in member.get("committee.item", item_id=item.public_id).text
    member.post("committee.vote", {"choice": "against"}, item_id=item.public_id, status=409)


def test_a_member_reaches_their_pages_and_not_the_desk(member, committee):
    assert member.get("accounts.welcome", status=303).location == "/comite"
    member.get("desk.home_show", status=403)


def test_the_pages_of_members_are_closed_to_others(app, committee):
    client = PageClient(app)
    sign_in(client.client, AccountFactory(coordinates=committee.territory))

    client.get("committee.home", status=403)
