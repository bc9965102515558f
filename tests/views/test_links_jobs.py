from datetime import timedelta

import pytest
from factories.stories import DESK, tell_story

from webapp.domain.links import Purpose
from webapp.domain.states import JOB
from webapp.services.links import find_link, mint_secret
from webapp.services.outcomes import aid_of_mission, ask_firm, open_promise
from webapp.transaction import transaction

#: half a year and a little
LATER = timedelta(days=190)


@pytest.fixture
def survey(session, now):
    mission = tell_story(offers=1, name="Terres de Lorraine").accepted(now - LATER)
    with transaction():
        promise = open_promise(aid_of_mission(mission), by=DESK, now=now - LATER)
        ask_firm(promise.surveys[0], by=JOB, now=now)
    return promise.surveys[0]


@pytest.fixture
def public_id(page, survey):
    link = find_link(Purpose.COUNT_JOBS, survey.id, survey.promise.contact)
    with transaction():
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)
    return link.public_id


ANSWER = {"created": "1,5", "preserved": "0", "contract": "permanent", "turnover_after": "250 000"}


def test_the_page_asks_and_changes_nothing(page, public_id, survey):
    shown = page.get("links.jobs_show", public_id=public_id, at_most=10)

    assert shown.heading.startswith("Et les emplois, 6 mois après")
    assert "Zéro est une réponse" in shown.text
    assert survey.counts == []


def test_an_answer_is_kept_and_shown_again(page, public_id, survey):
    shown = page.follow(page.post("links.jobs_show", ANSWER, public_id=public_id))

    assert shown.heading == "C’est noté, merci"
    assert "1,5" in shown.text
    answer = survey.answer
    assert (answer.created_hundredths, answer.preserved_hundredths, answer.contract) == (150, 0, "permanent")
    assert (answer.turnover_before_cents, answer.turnover_after_cents) == (None, 25_000_000)
    assert (answer.evidence, answer.actor_kind) == ("said", "contact")


def test_a_correction_adds_a_line(page, public_id, survey):
    page.post("links.jobs_show", ANSWER, public_id=public_id)
    assert "Envoyer ma réponse" in page.get("links.jobs_show", public_id=public_id, corriger=1).text

    page.post("links.jobs_show", ANSWER | {"created": "2"}, public_id=public_id)
    assert [count.created_hundredths for count in survey.counts] == [150, 200]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("created", "", "Écrivez combien d’emplois sont créés, 0 s’il n’y en a pas."),
        ("created", "deux", "Écrivez un nombre, par exemple 2 ou 1,5."),
        ("preserved", "5000", "C’est plus de mille emplois"),
        ("turnover_after", "beaucoup", "Écrivez un montant en euros"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(page, public_id, survey, field, typed, said):
    shown = page.post("links.jobs_show", ANSWER | {field: typed}, status=200, public_id=public_id)

    assert said in shown.text
    assert survey.counts == []


def test_a_stranger_sees_nothing(page, survey):
    page.get("links.jobs_show", status=403, public_id="a" * 26)
