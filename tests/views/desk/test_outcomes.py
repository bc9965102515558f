from dataclasses import replace
from datetime import timedelta

import pytest
from factories.stories import DESK
from factories.territories import LocalRuleFactory

from webapp.clock import local_date
from webapp.services.outcomes import ASKS_FOR_JOBS, aid_of_mission, find_promise, open_promise
from webapp.transaction import transaction

LATER = timedelta(days=190)


@pytest.fixture
def mission(story, now):
    LocalRuleFactory(territory=story.role.need.territory, code=ASKS_FOR_JOBS, value=None)
    return story.accepted(now - LATER)


@pytest.fixture
def promise(mission, now):
    with transaction():
        return open_promise(aid_of_mission(mission), by=DESK, now=now - LATER, created=200, preserved=0)


def test_a_promise_is_noted_from_the_mission(desk, mission):
    assert "pas dit" in desk.get("desk.missions_show", mission_id=mission.id).text

    desk.get("desk.outcomes_promise", mission_id=mission.id)
    page = desk.follow(desk.post("desk.outcomes_promise", {"created": "2", "preserved": "0,5"}, mission_id=mission.id))

    assert "2 créés, 0,5 préservé" in page.text
    assert find_promise("mission", mission.id).preserved_hundredths == 50


def test_a_mistyped_promise_is_not_kept(desk, mission):
    page = desk.post("desk.outcomes_promise", {"created": "x", "preserved": ""}, status=200, mission_id=mission.id)

    assert "Écrivez un nombre, par exemple 2 ou 1,5." in page.text
    assert find_promise("mission", mission.id) is None


def test_the_page_of_jobs_never_shows_silence_as_nought(desk, promise):
    page = desk.get("desk.outcomes_show", convention_id=promise.convention_id, at_most=14)

    assert "6 mois : pas de réponse" in page.text
    assert "0 sur 1" in page.text
    assert "–" in page.text


def test_what_a_coordinator_saw_on_a_visit_is_noted(desk, promise):
    survey = promise.surveys[0]
    desk.get("desk.outcomes_count", survey_id=survey.id)
    said = {"created": "1", "preserved": "2", "evidence": "visit", "contract": "mixed"}

    page = desk.follow(desk.post("desk.outcomes_count", said, survey_id=survey.id))

    assert "6 mois : 1 créé, 2 préservés" in page.text
    assert "Constaté sur place" in page.text
    assert "1 sur 1" in page.text
    assert survey.answer.actor_id == desk.account.id
    again = desk.get("desk.outcomes_count", survey_id=survey.id).all("input")
    assert [field.get("value") for field in again if field.get("name") == "preserved"] == ["2"]
    assert [field.get("value") for field in again if "checked" in field.attrib] == ["visit", "mixed"]


def test_firms_that_owe_an_answer_come_first(desk, promise, mission, now):
    later = replace(aid_of_mission(mission), source_id=mission.id + 1, on=local_date(now))
    with transaction():
        open_promise(later, by=DESK, now=now)

    page = desk.get("desk.outcomes_show", convention_id=promise.convention_id).text

    assert page.index("6 mois : pas de réponse") < page.index("Noter ce qu’elle attend")


def test_a_convention_without_promises_says_so(desk, story):
    page = desk.get("desk.outcomes_show", convention_id=story.pledge.convention_id)

    assert "Aucune promesse d’emploi" in page.text
