from datetime import date, timedelta

import pytest
from factories.needs import NeedFactory, OfferFactory, ProposalFactory, RoleFactory
from factories.people import CompanyFactory, ContactFactory, ExpertFactory, GroupFactory
from factories.stories import DESK, tell_story
from sqlalchemy import select

from webapp.domain.errors import Refusal
from webapp.extensions import db
from webapp.models.companies import Company
from webapp.models.events import Event
from webapp.models.groups import Expert
from webapp.services import directory
from webapp.services.mission_lists import (
    find_scoped_mission,
    find_scoped_visit,
    list_missions,
    list_movements,
)
from webapp.services.missions import plan_visit
from webapp.services.need_lists import (
    NeedFilter,
    find_scoped_need,
    find_scoped_proposal,
    list_need_missions,
    list_need_proposals,
    list_needs,
    search_offers,
)
from webapp.services.notes import add_note, list_events, list_notes
from webapp.services.paging import Page, contains, paginate
from webapp.transaction import transaction


@pytest.fixture
def story(engine_app, session, now):
    return tell_story()


@pytest.fixture
def scope(story):
    return frozenset({story.role.need.territory_id})


def test_needs_are_filtered_by_how_far_they_are(story, scope):
    territory = story.role.need.territory
    asked = RoleFactory(need=NeedFactory(territory=territory), state="proposed").need
    held = NeedFactory(territory=territory, state="held")
    over = NeedFactory(territory=territory, state="set_aside")
    NeedFactory(territory=territory, state="draft")
    NeedFactory()

    def found(state):
        return set(list_needs(scope, NeedFilter(state), page=1).rows)

    assert found("open") == {story.role.need, asked}
    assert found("to_ask") == {story.role.need}
    assert found("asked") == {asked}
    assert found("held") == {held}
    assert found("over") == {over}
    assert found("all") == {story.role.need, asked, held, over}


@pytest.mark.parametrize("words", ["CONTRAT", "aubry", "menuiserie-x"])
def test_needs_are_searched_by_title_person_and_firm(story, scope, words):
    story.role.need.company.name = "Menuiserie-X"
    NeedFactory(
        territory=story.role.need.territory,
        title="Autre chose",
        contact=ContactFactory(name="Z", company=CompanyFactory(name="Y")),
    )
    db.session.commit()

    assert list(list_needs(scope, NeedFilter("open", words), page=1).rows) == [story.role.need]


def test_the_signs_of_a_pattern_are_ordinary_signs(story, scope):
    story.role.need.title = "100 % coton_bio"
    db.session.commit()

    for words, count in (("%", 1), ("_", 1), ("0 %", 1), ("\\", 0), ("100%", 0)):
        assert list_needs(scope, NeedFilter("open", words), page=1).count == count, words


def test_pages_hold_what_they_say(story):
    for _ in range(4):
        CompanyFactory()
    rows = select(Company).order_by(Company.id)

    pages = [paginate(rows, number, size=2) for number in (1, 2, 3)]

    assert [len(page.rows) for page in pages] == [2, 2, 1]
    assert (pages[0].previous, pages[0].next, pages[2].previous, pages[2].next) == (None, 2, 2, None)
    assert pages[0].pages == 3
    assert paginate(rows, 99, size=2).number == 3
    assert paginate(rows, -5, size=2).number == 1
    assert Page([], 1, 0).pages == 1


def test_contains_ignores_case(story):
    assert db.session.scalar(select(Company.id).where(contains(Company.name, "MENUISERIE"))) is not None


def test_rows_are_found_within_the_scope_only(story, scope, now):
    mission = story.accepted(now)
    with transaction():
        visit = plan_visit(mission, date(2026, 12, 1), by=DESK, now=now)
    company, expert = story.role.need.company, mission.proposal.expert
    wanted = [
        (find_scoped_need, story.role.need),
        (find_scoped_proposal, mission.proposal),
        (find_scoped_mission, mission),
        (find_scoped_visit, visit),
        (directory.find_scoped_company, company),
        (directory.find_scoped_expert, expert),
    ]

    for find, row in wanted:
        assert find(scope, row.id) == row
        assert find(frozenset(), row.id) is None
        assert find(frozenset({10**6}), row.id) is None


def test_a_draft_is_nobody_elses_business(story, scope):
    draft = NeedFactory(territory=story.role.need.territory, state="draft")

    assert find_scoped_need(scope, draft.id) is None


def test_a_need_lists_who_was_asked_and_its_missions(story, now):
    mission = story.accepted(now)

    assert [proposal.expert for proposal in list_need_proposals(story.role.need)] == [
        offer.expert for offer in reversed(story.offers)
    ]
    assert list_need_missions(story.role.need) == [mission]


def test_a_search_by_hand_finds_titles_and_names_but_nobody_asked(story, now):
    ids = {offer.id for offer in story.offers}
    assert {offer.id for offer in search_offers(story.role, ids, "contrats")} == ids
    assert search_offers(story.role, set(), "contrats") == []

    ProposalFactory(role=story.role, offer=story.offers[0])
    assert [offer.id for offer in search_offers(story.role, ids, "humbert")] == [story.offers[1].id]


def test_missions_are_filtered_and_searched(story, scope, now):
    mission = story.accepted(now)

    assert list_missions(scope, "open", "", page=1).rows == [mission]
    assert list_missions(scope, "over", "", page=1).rows == []
    assert list_missions(scope, "all", "humbert", page=1).rows == [mission]
    assert list_missions(scope, "all", "nobody", page=1).rows == []
    assert list_missions(frozenset(), "all", "", page=1).rows == []
    assert [line.kind for line in list_movements(mission)] == ["reserve"]


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


def test_notes_are_of_one_thing_and_vanish_when_erased(story, now):
    other = NeedFactory(territory=story.role.need.territory)
    with transaction():
        first = add_note(story.role.need, "Rappeler.", by=DESK, now=now)
        add_note(other, "Autre.", by=DESK, now=now)
    assert [note.text for note in list_notes(story.role.need)] == ["Rappeler."]

    first.erased_at = now
    db.session.commit()
    assert list_notes(story.role.need) == []
