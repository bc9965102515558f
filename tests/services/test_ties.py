from datetime import date, timedelta

from factories.requests import sent, toul
from factories.stories import DESK, tell_story

from webapp.domain.states import Actor, ActorKind
from webapp.services.missions import end_mission
from webapp.services.steps import record
from webapp.services.ties import Ties, last_act_of, last_offer_of, ties_of
from webapp.transaction import transaction


def test_a_mission_ties_both_sides_until_it_ends(engine_app, session, now):
    mission = tell_story(offers=1).accepted(now)
    both = mission.role.need.contact, mission.proposal.expert
    until = date(2033, 3, 31)

    assert [ties_of(person) for person in both] == [Ties(True, until)] * 2
    with transaction():
        end_mission(mission, "finish", by=DESK, now=now)

    assert [ties_of(person) for person in both] == [Ties(False, until)] * 2


def test_who_never_met_anybody_has_no_tie(engine_app, session, now):
    story = tell_story(offers=1)
    story.send(now)

    assert ties_of(story.offers[0].expert) == Ties()


def test_the_last_act_is_the_persons_own(engine_app, session, now):
    toul()
    need = sent(now)
    later = now + timedelta(days=40)
    with transaction():
        record(need, "read", by=DESK, now=later)
    assert last_act_of(need.contact) == now

    with transaction():
        record(need, "correct", by=Actor(ActorKind.CONTACT, need.contact_id), now=later)
    assert last_act_of(need.contact) == later


def test_the_last_offer_is_the_one_that_was_confirmed_last(engine_app, session, now):
    offer = tell_story(offers=1).offers[0]
    with transaction():
        offer.confirmed_on = date(2026, 11, 2)

    assert last_offer_of(offer.expert) == date(2026, 11, 2)
