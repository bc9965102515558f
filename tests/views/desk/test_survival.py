from datetime import timedelta

import pytest
from factories.accounts import AccountFactory
from factories.stories import tell_story
from pages import PageClient
from sqlalchemy import update

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.missions import Mission
from webapp.services.answers import settle_answer
from webapp.transaction import transaction


@pytest.fixture
def helped(app, session, now):
    """A coordinator and a firm that was helped three years ago and more."""
    story = tell_story(offers=1)
    mission = story.accepted(now)
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now + timedelta(minutes=30))
        db.session.execute(update(Mission).values(introduced_at=now - timedelta(days=1200)))
    client = PageClient.of(app, AccountFactory(coordinates=story.pledge.convention.territory))
    return client, story.pledge.convention.id, story.role.need.company_id


def test_what_is_known_of_a_firm_is_noted_and_corrected(helped):
    client, convention, company = helped
    assert "pas connu" in client.get("desk.survival_show", convention_id=convention).text
    ids = {"convention_id": convention, "company_id": company}

    client.get("desk.survival_note", **ids)
    client.post("desk.survival_note", {"status": "alive", "ended_on": ""}, **ids)
    page = client.get("desk.survival_show", convention_id=convention).text
    assert "toujours là" in page
    assert "Corriger" in page
    assert ": toujours là. Une correction" in client.get("desk.survival_note", **ids).text

    client.post("desk.survival_note", {"status": "closed", "ended_on": "02/03/2026"}, **ids)
    assert "fermée" in client.get("desk.survival_show", convention_id=convention).text
    assert "fermée, depuis le 2 mars 2026." in client.get("desk.survival_note", **ids).text


def test_a_firm_that_is_still_there_has_no_last_day(helped):
    client, convention, company = helped
    ids = {"convention_id": convention, "company_id": company}

    page = client.post("desk.survival_note", {"status": "alive", "ended_on": "02/03/2026"}, status=200, **ids)

    assert "n’a pas de jour de fermeture" in page.text


def test_a_firm_of_nobody_here_has_no_page(helped):
    client, convention, _company = helped

    client.get("desk.survival_note", convention_id=convention, company_id=999_999, status=404)
