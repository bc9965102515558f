from datetime import date, timedelta

import pytest
from factories.due import over
from factories.stories import EXPERT, tell_story

from webapp.domain.links import Purpose
from webapp.domain.states import JOB
from webapp.services.answers import settle_answer
from webapp.services.links import find_link, issue_link, mint_secret
from webapp.services.missions import declare_visit, end_mission
from webapp.services.opinions import ask_for_opinions, find_opinion, words_of
from webapp.services.tracking import mark_of
from webapp.transaction import transaction


def follow(page, link):
    with transaction():
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)
    return link.public_id


@pytest.fixture
def mission(session, now):
    return over(tell_story(offers=1, name="Terres de Lorraine"), now - timedelta(days=3))


@pytest.fixture
def public_id(page, mission, now):
    with transaction():
        ask_for_opinions(mission, by=JOB, now=now)
    opinion = find_opinion(mission, "contact")
    return follow(page, find_link(Purpose.GIVE_OPINION, opinion.id, mission.role.need.contact))


def test_the_page_asks_one_thing_and_changes_nothing(page, public_id, mission):
    shown = page.get("links.opinions_show", public_id=public_id)

    assert shown.heading == "Cette aide vous a-t-elle été utile ?"
    assert all(word in shown.text for word in ("Oui, vraiment", "En partie", "Non"))
    assert find_opinion(mission, "contact").score is None


def test_one_press_answers_and_may_be_changed(page, public_id, mission):
    shown = page.follow(page.post("links.opinions_answer", {"score": "yes"}, public_id=public_id))
    assert shown.heading == "C’est noté, merci"
    assert "« Oui, vraiment »" in shown.text.replace("\u00a0", " ")

    assert "En partie" in page.get("links.opinions_show", public_id=public_id, changer=1).text
    page.post("links.opinions_answer", {"score": "partly"}, public_id=public_id)
    assert find_opinion(mission, "contact").score == "partly"


def test_words_may_follow(page, public_id, mission):
    page.post("links.opinions_answer", {"score": "yes"}, public_id=public_id)
    page.post("links.opinions_answer", {"words": "On garde son tableau."}, public_id=public_id)

    assert words_of(find_opinion(mission, "contact")) == ["On garde son tableau."]


@pytest.mark.parametrize("typed", [{"score": "perhaps"}, {}])
def test_an_answer_that_is_none_gets_a_sentence(page, public_id, mission, typed):
    shown = page.post("links.opinions_answer", typed, status=200, public_id=public_id)

    assert "Choisissez une réponse." in shown.text
    assert find_opinion(mission, "contact").score is None


def test_an_expert_who_ends_a_mission_answers_on_the_spot(page, session, now):
    mission = tell_story(offers=1).accepted(now - timedelta(days=3))
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now)
        link = issue_link(
            Purpose.DECLARE_VISIT, mission.id, mission.proposal.expert, expires_at=now + timedelta(days=90)
        )
    public_id = follow(page, link)
    page.post("links.visits_finish", {}, public_id=public_id)
    assert "Referiez-vous une mission comme celle-ci" in page.get("links.visits_show", public_id=public_id).text

    shown = page.follow(page.post("links.opinions_start", {"score": "yes"}, public_id=public_id))
    assert shown.heading == "C’est noté, merci"
    assert "Referiez-vous" not in page.get("links.visits_show", public_id=public_id).text


def test_a_firm_that_confirms_the_last_visit_answers_on_the_spot(page, session, now):
    mission = tell_story(offers=1).accepted(now - timedelta(days=3))
    contact = mission.role.need.contact
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now)
        visit = declare_visit(mission, date(2026, 11, 23), 120, by=EXPERT, now=now)
        end_mission(mission, "finish", by=EXPERT, now=now)
        link = issue_link(Purpose.CONFIRM_VISIT, visit.id, contact, expires_at=now + timedelta(days=90))
    public_id = follow(page, link)
    assert "utile" not in page.get("links.confirmations_show", public_id=public_id).text

    page.post("links.confirmations_show", {"answer": "yes", "mark": mark_of(visit)}, public_id=public_id)
    assert "Cette aide vous a-t-elle été utile" in page.get("links.confirmations_show", public_id=public_id).text
    page.post("links.opinions_start", {"score": "no"}, public_id=public_id)
    assert find_opinion(mission, "contact").score == "no"


def test_a_request_asks_about_its_missions_by_name(page, mission, now):
    need = mission.role.need
    with transaction():
        link = issue_link(Purpose.TRACK_NEED, need.id, need.contact, expires_at=now + timedelta(days=90))
    public_id = follow(page, link)
    assert "utile" in page.get("links.tracking_show", public_id=public_id).text

    page.post("links.opinions_start", {"score": "yes", "mission": "a" * 26}, status=404, public_id=public_id)
    page.post("links.opinions_start", {"score": "yes", "mission": mission.public_id}, public_id=public_id)
    assert find_opinion(mission, "contact").score == "yes"


def test_another_link_answers_nothing(page, public_id, mission):
    page.post("links.opinions_start", {"score": "yes"}, status=404, public_id=public_id)

    assert find_opinion(mission, "contact").score is None


def test_a_stranger_sees_nothing(page, session):
    page.get("links.opinions_show", status=403, public_id="a" * 26)
