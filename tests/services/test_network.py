from datetime import date, timedelta
from fractions import Fraction

import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.people import GroupFactory
from factories.stories import EXPERT, tell_story
from factories.territories import LocalRuleFactory, TerritoryFactory
from pages import counted_queries

from webapp.extensions import db
from webapp.services.answers import decline_proposal
from webapp.services.candidates import list_candidate_ids
from webapp.services.missions import declare_visit
from webapp.services.network import Answers, list_differences, tally_network
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def given(story, minutes, now):
    mission = story.accepted(now)
    with transaction():
        declare_visit(mission, date(2026, 11, 24), minutes, by=EXPERT, now=now)
    return story.pledge.convention


@pytest.fixture
def places(now):
    """Two territories whose days are of different lengths; the second has a convention behind it."""
    first, second = tell_story(name="A", pledged_minutes=4200), tell_story(name="B", pledged_minutes=4500)
    second.pledge.convention.minutes_per_day = 450
    first.role.need.opened_at = second.role.need.opened_at = now - timedelta(days=3)
    db.session.commit()
    given(first, 210, now)
    convention = given(second, 225, now)
    old = ConventionFactory(
        territory=convention.territory, starts_on=date(2021, 1, 1), ends_on=date(2023, 12, 31), minutes_per_day=400
    )
    PledgeFactory(convention=old, pledged_minutes=800, confirmed_minutes=600)
    PledgeFactory(convention=ConventionFactory(territory=convention.territory, state="draft"))
    return first, second


def network_of(*stories, now):
    return tally_network(frozenset(story.pledge.convention.territory_id for story in stories), now)


def test_days_of_several_conventions_are_added_as_days(places, now):
    network = network_of(*places, now=now)

    first, second = network.territories
    assert (first.present.pledged, first.present.given) == (10, Fraction(1, 2))
    assert (second.present.pledged, second.present.given, second.ever.given) == (10, Fraction(1, 2), 2)
    assert (network.present.pledged, network.present.given, network.ever.given) == (20, 1, Fraction(5, 2))


def test_delays_and_acceptance_are_of_the_last_twelve_months(places, now):
    first, _second = places
    other = tell_story(name="C")
    sent = other.send(now)
    with transaction():
        decline_proposal(sent[0], "no_time", by=EXPERT, now=now + timedelta(days=1))

    found = network_of(first, other, now=now + timedelta(days=2))

    yes, no = (each.answers for each in found.territories)
    assert (yes.over, yes.yes, yes.acceptance, yes.first_answer_days) == (1, 1, 1.0, 3.0)
    assert (no.over, no.yes, no.acceptance) == (1, 0, 0.0)
    assert yes + no == Answers(over=2, yes=1)
    assert network_of(first, now=now + timedelta(days=400)).territories[0].answers.acceptance is None


def test_missions_are_counted_by_the_size_of_the_firm(places, now):
    network = network_of(*places, now=now)

    assert (network.missions, network.size("under_10"), network.size("unknown")) == (2, 2, 0)


def test_the_number_of_queries_does_not_grow_with_the_territories(places, now):
    ids = frozenset(TerritoryFactory().id for _ in range(10))
    everywhere = ids | {story.pledge.convention.territory_id for story in places}
    db.session.expire_all()

    with counted_queries() as queries:
        tally_network(everywhere, now)

    assert len(queries) <= 8


def test_what_differs_is_told_and_what_is_the_same_is_not(now):
    one, other = TerritoryFactory(answer_days=7), TerritoryFactory(answer_days=9)
    LocalRuleFactory(territory=one, code="max_staff", value=249, words="PME")
    LocalRuleFactory(territory=other, code="max_staff", value=249, words="Moins de 250")
    LocalRuleFactory(territory=other, code="money_needs_mission", value=None)
    db.session.expire_all()

    found = {each.code: each.values for each in list_differences([one, other])}

    assert found["answer_days"] == (7, 9)
    assert [getattr(value, "code", None) for value in found["rule:money_needs_mission"]] == [
        None,
        "money_needs_mission",
    ]
    assert set(found) == {"answer_days", "rule:money_needs_mission"}


def test_the_offers_of_a_group_serve_each_territory_it_signed_with(now):
    story, other = tell_story(offers=1), TerritoryFactory()
    offer = story.offers[0]
    assert offer.id not in list_candidate_ids(other)

    PledgeFactory(convention=ConventionFactory(territory=other), group=story.pledge.group)

    assert list_candidate_ids(story.pledge.convention.territory) == {offer.id}
    assert list_candidate_ids(other) == {offer.id}


def test_a_territory_without_any_large_group_counts_like_the_others(now):
    association = GroupFactory(kind="association")
    story = tell_story(name="Longwy")
    story.pledge.group_id = association.id
    expert = story.offers[0].expert
    db.session.commit()
    firm = GroupFactory(kind="firm", parent=association)
    expert.group = firm
    db.session.commit()
    given(story, 420, now)

    (found,) = network_of(story, now=now).territories

    assert (found.present.given, found.missions) == (1, 1)


def test_a_territory_without_any_group_has_its_line_and_adds_nothing(places, now):
    alone = TerritoryFactory(name="Sans groupe")
    ids = frozenset({alone.id, *(story.pledge.convention.territory_id for story in places)})

    network = tally_network(ids, now)

    found = next(each for each in network.territories if each.territory == alone)
    assert (found.convention, found.present.pledged, found.missions, found.jobs.asked) == (None, 0, 0, 0)
    assert network.present.pledged == 20
