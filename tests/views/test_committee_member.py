import re
from io import BytesIO

import pytest
from factories.accounts import AccountFactory, sign_in
from factories.committees import tell_committee
from factories.territories import TerritoryFactory
from french import french_in
from pages import PageClient
from pypdf import PdfReader

from webapp.extensions import db
from webapp.services import recusals, sittings
from webapp.services.decisions import adjourn_item
from webapp.services.minutes import draw_up_minutes, publish_minutes
from webapp.services.votes import find_vote


@pytest.fixture
def committee(session, now):
    return tell_committee(now, territory=TerritoryFactory(name="Terres de Lorraine"))


@pytest.fixture
def member(app, committee):
    return PageClient.of(app, committee.members[0].account)


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


def test_the_papers_of_a_member_hold_what_they_may_see(member, committee):
    item = committee.laid()
    committee.act(sittings.convene_sitting, committee.sitting)
    place = {"sitting_id": committee.sitting.public_id}
    assert "Une plieuse" in member.get("committee.sitting", **place).text
    assert pdf_text(member, committee) == ["Une plieuse"]

    member.post("committee.recuse", {"reason": "supplier"}, item_id=item.public_id)

    assert "Dossier non communiqué" in member.get("committee.sitting", **place).text
    assert pdf_text(member, committee) == []


def pdf_text(member, committee):
    """The words of the dossier that stand in the member's packet."""
    content = member.client.get(f"/comite/seances/{committee.sitting.public_id}/dossiers.pdf").data
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return [words for words in ("Une plieuse",) if words in text]


def test_who_stood_aside_is_given_neither_the_minutes_nor_a_link_to_them(member, committee):
    first, second = committee.laid(), committee.laid()
    committee.act(recusals.declare_recusal, second, committee.members[0], "interest")
    committee.held()
    for item in (first, second):
        committee.act(adjourn_item, item, "documents", "")
    committee.act(sittings.close_sitting, committee.sitting)
    values = draw_up_minutes(committee.sitting)
    committee.act(publish_minutes, committee.sitting, values, b"%PDF-1.7", 1)
    place = {"sitting_id": committee.sitting.public_id}

    assert "demandez-en un extrait" in member.get("committee.sitting", **place).text
    member.get("committee.minutes", status=404, **place)
    sign_in(member.client, committee.members[1].account)
    assert "Procès-verbal en PDF" in member.get("committee.sitting", **place).text
    assert member.client.get(f"/comite/seances/{committee.sitting.public_id}/proces-verbal.pdf").data == b"%PDF-1.7"
    assert "Séances passées" in member.get("committee.home").text


def test_without_a_second_factor_a_member_reads_and_decides_nothing(member, committee):
    item = committee.laid()
    committee.held()
    committee.members[0].account.tf_primary_method = None
    db.session.commit()
    item_place, place = {"item_id": item.public_id}, {"sitting_id": committee.sitting.public_id}

    assert "Avant d’ouvrir un dossier" in member.get("committee.home").text
    for endpoint, values in (("item", item_place), ("sitting", place), ("packet", place), ("minutes", place)):
        assert member.get(f"committee.{endpoint}", status=303, **values).location.endswith("/second-facteur")
    member.post("committee.vote", {"choice": "for"}, status=403, **item_place)
    member.post("committee.recuse", {"reason": "supplier"}, status=403, **item_place)
    assert find_vote(item, committee.members[0]) is None
    assert recusals.find_recusal(item, committee.members[0]) is None


def test_a_consultation_in_writing_is_voted_on_until_its_end_and_no_longer(app, session, now, frozen):
    committee = tell_committee(now, territory=TerritoryFactory(name="Terres de Lorraine"), kind="written")
    item = committee.laid()
    committee.act(sittings.convene_sitting, committee.sitting)
    first, second = (PageClient(app) for _ in range(2))
    for client, seat in zip((first, second), committee.members, strict=False):
        sign_in(client.client, seat.account)
    first.post("committee.vote", {"choice": "for"}, item_id=item.public_id)
    assert "Voter" in second.get("committee.item", item_id=item.public_id).text

    frozen.shift(committee.sitting.ends_at - now)
    sign_in(second.client, committee.members[1].account)

    assert "Un vote ne se reprend pas" not in second.get("committee.item", item_id=item.public_id).text
    second.post("committee.vote", {"choice": "for"}, item_id=item.public_id, status=409)
    assert find_vote(item, committee.members[1]) is None


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
    client = PageClient.of(app, AccountFactory(coordinates=committee.territory))

    client.get("committee.home", status=403)


def test_a_member_may_read_everything_in_english(member, committee):
    item, other = committee.laid(), committee.laid()
    committee.act(sittings.convene_sitting, committee.sitting)
    member.post("committee.recuse", {"reason": "supplier"}, item_id=other.public_id)
    member.get("committee.home")
    typed = ("Une plieuse", "Nous plions chez un confrère.", "Terres de Lorraine", "Menuiserie bois", "Français")
    sitting = f"/comite/seances/{committee.sitting.public_id}"

    for address in ("/comite", sitting, *(f"/comite/dossiers/{each.public_id}" for each in (item, other))):
        answer = member.client.get(address, headers={"Accept-Language": "en"})
        assert answer.status_code == 200, address
        said = re.sub(r"<[^>]+>", " ", answer.text)
        assert [piece for piece in french_in(said) if not any(piece in words for words in typed)] == [], address
