"""A form that comes too late is shown again, and one click sends it."""

import pytest
from factories.accounts import AccountFactory, sign_in
from factories.stories import tell_story
from pages import XHTML, Page
from sqlalchemy import delete, select

from webapp.extensions import db
from webapp.models.accounts import SignInSession
from webapp.models.notes import Note

WORDS = "Rappeler M. Aubry jeudi : il hésite entre deux dates, et son comptable\nveut <b>tout</b> relire."
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def guarded(app):
    """The token of each form counts, as it does outside of tests."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def story(session, now):
    return tell_story()


@pytest.fixture
def address(story):
    return f"/desk/besoins/{story.role.need_id}/notes"


def fields_of(answer, action):
    page = Page(answer)
    page.check()
    form = next(each for each in page.all("form") if each.get("action") == action)
    return {field.get("name"): field.get("value") for field in form.iter(f"{XHTML}input")}


def kept_notes():
    return db.session.scalars(select(Note.text)).all()


def test_what_was_typed_while_the_session_ended_leaves_after_the_sign_in(guarded, story, address):
    account = AccountFactory(coordinates=story.role.need.territory)
    browser = sign_in(guarded.test_client(), account)
    db.session.execute(delete(SignInSession))

    refused = browser.post(address, data={"text": WORDS, "csrf_token": "of the session that ended"}, headers=OURS)

    assert refused.status_code == 401
    sign_in(browser, account)
    asked = browser.post(address, data=fields_of(refused, address), headers=OURS)
    assert asked.status_code == 400, "the token is of the session that was before the sign-in"
    assert browser.post(address, data=fields_of(asked, address), headers=OURS).status_code == 303
    assert [each.replace("\r\n", "\n") for each in kept_notes()] == [WORDS]


def test_sent_again_before_the_sign_in_it_is_still_there(guarded, story, address):
    browser = guarded.test_client()
    refused = browser.post(address, data={"text": WORDS, "form_key": "k" * 60}, headers=OURS)
    assert refused.text.count("<textarea") == 1
    fields = fields_of(refused, address)

    again = browser.post(address, data=fields, headers=OURS)

    assert again.status_code == 401
    assert fields_of(again, address)["text"] == WORDS
    assert kept_notes() == []


def test_a_form_of_which_nobody_says_where_it_is_from_can_be_copied_but_not_sent(guarded, address):
    refused = guarded.test_client().post(address, data={"text": WORDS})

    assert refused.status_code == 401
    assert "hésite entre deux dates" in refused.text
    assert f'action="{address}"' not in refused.text


def test_no_page_shows_what_was_typed_into_a_sign_in(guarded, session):
    typed = {"email": "helene@exemple.fr", "password": "une phrase longue que personne d’autre ne doit lire"}

    refused = guarded.test_client().post("/connexion", data=typed, headers=OURS)

    assert "phrase longue" not in refused.text
    assert "helene@exemple.fr" not in refused.text


def test_a_form_for_everybody_leaves_again_with_the_token_of_its_page(guarded, session):
    browser = guarded.test_client()

    refused = browser.post("/mon-espace", data={"email": "nora@exemple.fr"}, headers=OURS)

    assert refused.status_code == 400
    fields = fields_of(refused, "/mon-espace")
    assert browser.post("/mon-espace", data=fields, headers=OURS).status_code < 400
