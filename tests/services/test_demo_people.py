from datetime import timedelta

import pytest
from factories.accounts import AccountFactory
from factories.requests import confirmed, toul
from factories.stories import DESK, EXPERT, FIRM, tell_story

from webapp.domain.states import JOB
from webapp.services.answers import settle_answer
from webapp.services.demo_people import SHOWN, Right, list_accounts_to_try, list_expert_doors, list_manager_doors
from webapp.services.missions import confirm_visit, declare_visit
from webapp.services.proposals import withdraw_proposal
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("app", "session")


def doors(found):
    return [(door.purpose, door.name) for door in found]


def test_an_expert_can_be_tried_while_a_request_waits_for_them(now):
    story = tell_story(offers=1)
    (proposal,) = story.send(now)
    assert doors(list_expert_doors()) == [("answer", proposal.expert.name)]

    with transaction():
        withdraw_proposal(proposal, by=DESK, now=now, reason="need_over")
    assert list_expert_doors() == []


def test_a_manager_can_be_tried_while_a_visit_waits_for_their_word(now):
    mission = tell_story(offers=1).accepted(now)
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now + timedelta(minutes=30))
        visit = declare_visit(mission, now.date(), 180, by=EXPERT, now=now)
    assert ("confirm_visit", mission.role.need.contact.name) in doors(list_manager_doors())

    with transaction():
        confirm_visit(visit, by=FIRM, now=now)
    assert "confirm_visit" not in {door.purpose for door in list_manager_doors()}


def test_a_manager_follows_a_request_by_the_page_of_its_link(now):
    toul()
    need = confirmed(now)

    (door,) = list_manager_doors()

    assert (door.purpose, door.of, door.about) == ("track_need", need.company.name, need.title)


def test_no_more_are_shown_than_fit(now):
    for _ in range(SHOWN + 1):
        tell_story(offers=1).send(now)

    assert len(list_expert_doors()) == SHOWN


def test_an_account_is_shown_with_what_it_opens(now):
    place = tell_story().role.need.territory
    AccountFactory(coordinates=place)
    AccountFactory(network=True)
    AccountFactory(active=False)

    rights = [rights for _, rights in list_accounts_to_try()]

    assert rights == [[Right("coordinator", place.name)], [Right("network", "")]]
