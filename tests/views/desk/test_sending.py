from datetime import date, datetime

import pytest
from factories.accounts import sign_in
from factories.needs import NeedFactory, OfferFactory, RoleFactory
from factories.people import ExpertFactory
from sqlalchemy import func, select

from webapp.clock import PARIS
from webapp.extensions import db
from webapp.models.groups import Exclusion
from webapp.models.mails import OutgoingMail
from webapp.models.needs import Need
from webapp.models.proposals import Proposal


def proposals():
    return db.session.scalars(select(Proposal).order_by(Proposal.id)).all()


def ticked(story, count=2):
    return [offer.id for offer in story.offers[:count]]


def test_ticked_offers_are_read_once_more_and_nothing_leaves(desk, story):
    page = desk.get("desk.sending_review", need_id=story.role.need_id, role=story.role.id, offre=ticked(story))

    assert "2 experts vont recevoir cette demande. Rien n’est encore parti." in page.text
    assert "jusqu’au jeudi 3\u00a0décembre" in page.html
    assert story.role.need.company.name not in page.all("section")[0].itertext()
    assert proposals() == []


def test_the_last_day_that_is_shown_is_the_one_that_is_written(desk, story, frozen):
    frozen.move_to(datetime(2027, 3, 24, 10, tzinfo=PARIS))
    sign_in(desk.client, desk.account)
    for department, day in (("57", "vendredi 2\u00a0avril"), ("54", "jeudi 1er\u00a0avril")):
        story.role.need.territory.department, story.role.need.territory.answer_days = department, 5
        db.session.commit()
        page = desk.get("desk.sending_review", need_id=story.role.need_id, role=story.role.id, offre=ticked(story))
        assert f"jusqu’au {day}" in page.html

    desk.post("desk.sending_send", {"offre": ticked(story)}, need_id=story.role.need_id)
    assert {proposal.answer_by for proposal in proposals()} == {date(2027, 4, 1)}


def test_sending_asks_each_ticked_expert_with_score_and_reasons(desk, story):
    page = desk.post("desk.sending_send", {"offre": ticked(story)}, need_id=story.role.need_id)

    first, second = proposals()
    assert {first.offer_id, second.offer_id} == set(ticked(story))
    assert first.score_permille >= story.role.need.territory.floor_permille
    assert first.reasons
    assert db.session.scalar(select(func.count()).where(OutgoingMail.template == "proposal_sent")) == 2
    assert "La demande part vers 2 experts." in desk.follow(page).text


def test_the_second_click_asks_nobody_twice(desk, story):
    desk.post("desk.sending_send", {"offre": ticked(story)}, need_id=story.role.need_id)
    page = desk.post("desk.sending_send", {"offre": ticked(story)}, need_id=story.role.need_id)

    assert len(proposals()) == 2
    assert "Ces experts ont déjà la demande." in desk.follow(page).text


@pytest.mark.parametrize("offers", [[], ["x"], ["999999"], ["\x00"], ["9" * 40]])
def test_nothing_ticked_sends_nothing_and_says_what_to_do(desk, story, offers):
    page = desk.get("desk.sending_review", need_id=story.role.need_id, offre=offers, status=303)

    assert "Cochez au moins une offre." in desk.follow(page).text
    desk.post("desk.sending_send", {"offre": offers}, need_id=story.role.need_id)
    assert proposals() == []


def test_an_offer_of_another_territory_cannot_be_slipped_in(desk, story):
    foreign = OfferFactory(title="Relecture de contrats de travail")

    desk.post("desk.sending_send", {"offre": [foreign.id]}, need_id=story.role.need_id)

    assert proposals() == []


def test_a_coordinator_may_overrule_a_ceiling_but_never_a_conflict(desk, story):
    tired, conflicted = (offer.expert for offer in story.offers)
    tired.max_asks = 0
    db.session.add(Exclusion(expert_id=conflicted.id, company_id=story.role.need.company_id))
    db.session.commit()

    review = desk.get("desk.sending_review", need_id=story.role.need_id, offre=ticked(story))
    assert "Client, fournisseur ou concurrent de cette entreprise" in review.text
    assert "ne partira pas" in review.text
    desk.post("desk.sending_send", {"offre": ticked(story)}, need_id=story.role.need_id, status=409)
    assert proposals() == []

    desk.post("desk.sending_send", {"offre": [story.offers[0].id]}, need_id=story.role.need_id)
    assert [proposal.expert for proposal in proposals()] == [tired]


def test_somebody_can_be_added_by_hand(desk, story):
    expert = ExpertFactory(group=story.pledge.group, name="Jeanne Sellier")
    offer = OfferFactory(expert=expert, title="Couture du cuir", text="Machines et fils.")

    page = desk.get("desk.sending_search", need_id=story.role.need_id, q="sellier")
    assert "1 offre trouvée" in page.text
    desk.post("desk.sending_send", {"offre": [offer.id]}, need_id=story.role.need_id)

    (proposal,) = proposals()
    assert (proposal.expert, proposal.score_permille) == (expert, 0)


def test_the_search_leaves_out_who_has_the_request(desk, story):
    desk.post("desk.sending_send", {"offre": ticked(story, 1)}, need_id=story.role.need_id)

    page = desk.get("desk.sending_search", need_id=story.role.need_id, q="contrats")

    assert "1 offre trouvée" in page.text


def test_a_role_that_is_filled_is_not_sent_again(desk, story, now):
    story.accepted(now)

    page = desk.get("desk.sending_review", need_id=story.role.need_id, offre=ticked(story), status=303)

    assert "Cochez" in desk.follow(page).text


def test_each_of_two_roles_is_sent_on_its_own(desk, story):
    other = RoleFactory(need=story.role.need, title="Relire les contrats de travail des apprentis")

    desk.post("desk.sending_send", {"offre": ticked(story, 1), "role": str(other.id)}, need_id=story.role.need_id)

    (proposal,) = proposals()
    assert proposal.role_id == other.id


def test_a_need_of_another_page_of_the_same_desk_is_not_touched(desk, story):
    other = RoleFactory(need=NeedFactory(territory=story.role.need.territory))

    desk.post("desk.sending_send", {"offre": ticked(story, 1), "role": str(other.id)}, need_id=story.role.need_id)

    (proposal,) = proposals()
    assert proposal.role_id == story.role.id
    assert db.session.get(Need, other.need_id).roles[0].state == "open"
