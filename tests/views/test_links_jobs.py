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
        promise = open_promise(aid_of_mission(mission), by=DESK, now=now - LATER, created=200, preserved=50)
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


def test_everything_that_was_answered_is_shown_with_what_was_expected(page, public_id, survey):
    said = ANSWER | {"turnover_before": "0"}

    shown = page.follow(page.post("links.jobs_show", said, public_id=public_id)).text

    assert "2 créés, 0,5 préservé" in shown
    assert "Surtout des CDI" in shown
    assert "250 000 €" in shown
    assert "avant l’aide 0 €" in shown
    assert "Prochaine question le 18 mai 2027." in shown


def test_a_correction_begins_with_what_was_said_and_adds_a_line(page, public_id, survey):
    page.post("links.jobs_show", ANSWER | {"turnover_before": "0"}, public_id=public_id)
    shown = page.get("links.jobs_show", public_id=public_id, corriger=1)
    typed = {field.get("name"): field.get("value") for field in shown.all("input") if field.get("type") == "text"}
    assert typed == {"created": "1,5", "preserved": "0", "turnover_before": "0", "turnover_after": "250000"}
    assert [field.get("value") for field in shown.all("input") if "checked" in field.attrib] == ["permanent"]
    assert "Garder ma réponse" in shown.text

    page.post("links.jobs_show", ANSWER | {"created": "2"}, public_id=public_id)
    assert [count.created_hundredths for count in survey.counts] == [150, 200]


def test_nobody_fills_in_a_form_whose_link_is_over(page, public_id, survey, now):
    link = find_link(Purpose.COUNT_JOBS, survey.id, survey.promise.contact)
    page.post("links.jobs_show", ANSWER, public_id=public_id)
    with transaction():
        link.expires_at = now

    assert "1,5" in page.get("links.jobs_show", public_id=public_id).text
    assert "Recevoir un nouveau lien" in page.get("links.jobs_show", status=410, public_id=public_id, corriger=1).text
    page.post("links.jobs_show", ANSWER, status=410, public_id=public_id)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("250 000", 25_000_000),
        ("250.000 €", 25_000_000),
        ("1,250,000", 125_000_000),
        ("1234.50", 123_450),
        ("12,5", 1_250),
    ],
)
def test_a_turnover_is_read_as_people_type_it(page, public_id, survey, typed, cents):
    page.post("links.jobs_show", ANSWER | {"turnover_after": typed}, public_id=public_id)

    assert survey.answer.turnover_after_cents == cents


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("created", "", "Écrivez combien d’emplois sont créés, 0 s’il n’y en a pas."),
        ("created", "deux", "Écrivez un nombre, par exemple 2 ou 1,5."),
        ("preserved", "5000", "C’est plus de mille emplois"),
        ("turnover_after", "beaucoup", "Écrivez un montant en euros"),
        ("turnover_after", "999 999 999", "Ce montant est trop grand : 100 millions d’euros au plus."),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(page, public_id, survey, field, typed, said):
    shown = page.post("links.jobs_show", ANSWER | {field: typed}, status=200, public_id=public_id)

    assert said in shown.text
    assert survey.counts == []


def test_a_stranger_sees_nothing(page, survey):
    page.get("links.jobs_show", status=403, public_id="a" * 26)
