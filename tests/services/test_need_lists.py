from datetime import date

import pytest
from factories.needs import NeedFactory, ProposalFactory, RoleFactory
from factories.people import CompanyFactory, ContactFactory
from factories.stories import DESK, EXPERT, tell_story

from webapp.extensions import db
from webapp.services import directory
from webapp.services.answers import accept_proposal, undo_answer
from webapp.services.mission_lists import (
    find_scoped_mission,
    find_scoped_visit,
)
from webapp.services.missions import end_mission, plan_visit
from webapp.services.need_lists import (
    NeedFilter,
    find_scoped_need,
    find_scoped_proposal,
    list_need_missions,
    list_need_proposals,
    list_needs,
    search_offers,
)
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


def test_the_mission_of_a_yes_that_was_taken_back_is_not_listed(story, now):
    first = story.accepted(now)
    with transaction():
        undo_answer(first.proposal, by=EXPERT, now=now)
        second = accept_proposal(first.proposal, by=EXPERT, now=now).mission
    assert list_need_missions(story.role.need) == [second]

    with transaction():
        end_mission(second, "cancel", by=DESK, now=now)

    assert second in list_need_missions(story.role.need)


def test_a_search_by_hand_finds_titles_and_names_but_nobody_asked(story, now):
    ids = {offer.id for offer in story.offers}
    assert {offer.id for offer in search_offers(story.role, ids, "contrats")} == ids
    assert search_offers(story.role, set(), "contrats") == []

    ProposalFactory(role=story.role, offer=story.offers[0])
    assert [offer.id for offer in search_offers(story.role, ids, "humbert")] == [story.offers[1].id]


@pytest.mark.parametrize("words", ["élodie", "ÉLODIE", "Œuvre", "œuvre"])
def test_words_are_found_in_any_case_of_any_letter(story, scope, now, words):
    with transaction():
        story.role.need.contact.name, story.role.need.title = "Élodie Martin", "Chef d’œuvre"

    found = list_needs(scope, NeedFilter(state="all", words=words), page=1)

    assert found.rows == [story.role.need]
