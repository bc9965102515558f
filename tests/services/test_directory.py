from datetime import date, timedelta

import pytest
from factories.needs import NeedFactory, OfferFactory, ProposalFactory
from factories.people import ExpertFactory, GroupFactory
from factories.stories import DESK, tell_story
from sqlalchemy import select

from webapp.domain.errors import Refusal
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.groups import Expert
from webapp.services import directory
from webapp.services.notes import list_events
from webapp.transaction import transaction


@pytest.fixture
def story(engine_app, session, now):
    return tell_story()


@pytest.fixture
def scope(story):
    return frozenset({story.role.need.territory_id})


def test_experts_are_those_of_the_groups_that_pledged(story, scope):
    firm = GroupFactory(parent=story.pledge.group, kind="firm")
    lent = ExpertFactory(group=firm, name="Alice Zeller")
    ExpertFactory()

    found = directory.list_experts(scope, "", page=1).rows

    assert set(found) == {lent, *(offer.expert for offer in story.offers)}
    assert directory.list_experts(scope, "zeller", page=1).rows == [lent]


def test_asks_are_counted_over_all_territories(story, now):
    expert = story.offers[0].expert
    ProposalFactory(offer=story.offers[0], sent_at=now, state="declined")
    ProposalFactory(offer=OfferFactory(expert=expert), sent_at=now - timedelta(days=89), state="accepted")
    ProposalFactory(offer=OfferFactory(expert=expert), sent_at=now - timedelta(days=91), state="accepted")
    ProposalFactory(offer=OfferFactory(expert=expert), sent_at=now, state="withdrawn")

    asks = directory.count_asks([expert.id], now - timedelta(days=90))

    assert asks == {expert.id: directory.Asks(asked=2, answered=2, accepted=1)}


def test_what_other_territories_asked_is_not_listed(story, scope, now):
    mine = ProposalFactory(offer=story.offers[0], role=story.role)
    ProposalFactory(offer=story.offers[0])

    assert directory.list_asks(story.offers[0].expert, scope) == [mine]


def test_a_pause_and_its_end_leave_events(story, now):
    expert = story.offers[0].expert
    with transaction():
        directory.pause_expert(expert, date(2027, 1, 1), by=DESK, now=now)
    for _ in range(2):  # what is over is not ended again
        with transaction():
            directory.pause_expert(expert, None, by=DESK, now=now)

    assert db.session.get(Expert, expert.id, populate_existing=True).paused_until is None
    assert [row.step for row in list_events(expert)] == ["end_pause", "pause"]


def test_an_absence_cannot_end_before_it_starts(story, now):
    with pytest.raises(Refusal) as refusal, transaction():
        directory.add_absence(story.offers[0].expert, date(2026, 12, 2), date(2026, 12, 1), by=DESK, now=now)

    assert refusal.value.code == "ends_before_it_starts"


def test_what_was_checked_of_a_firm_is_kept_with_its_event(story, now):
    company = story.role.need.company
    with transaction():
        directory.check_facts(company, staff=None, is_independent=False, by=DESK, now=now)

    assert (company.staff, company.is_independent) == (None, False)
    assert db.session.scalar(select(Event.step).where(Event.object_kind == "company")) == "check_facts"


def test_firms_are_those_that_asked_here(story, scope):
    NeedFactory()
    NeedFactory(territory=story.role.need.territory, state="draft")

    assert directory.list_companies(scope, "", page=1).rows == [story.role.need.company]
    assert directory.list_company_needs(story.role.need.company, scope) == [story.role.need]
    assert directory.list_contacts(story.role.need.company) == [story.role.need.contact]
