from datetime import date
from email import message_from_bytes, policy

import pytest
from factories.stories import tell_story
from sqlalchemy import select

from webapp.domain.links import Purpose
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.groups import Expert
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.services.letters import write_letter
from webapp.services.links import mint_secret
from webapp.services.proposals import remind_expert
from webapp.transaction import transaction


@pytest.fixture
def token(session, now):
    story = tell_story(offers=1)
    story.send(now)
    with transaction():
        return str(
            mint_secret(db.session.scalars(select(ActionLink).where(ActionLink.purpose == Purpose.ANSWER)).one())
        )


def paused_until():
    return db.session.scalar(select(Expert.paused_until))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_the_address_of_the_header_changes_nothing(page, token, method):
    page.open(method, f"/r/{token}/pause")

    assert paused_until() is None


def test_one_click_pauses_for_three_months_without_a_token_of_a_form(app, page, token, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    shown = page.open("POST", f"/r/{token}/pause", data={"List-Unsubscribe": "One-Click"})

    assert paused_until() == date(2027, 2, 22)
    assert "Ni demande ni rappel jusqu’au" in shown.text
    assert db.session.scalar(select(Event.actor_kind).where(Event.step == "pause")) == "expert"


def test_one_click_shortens_no_longer_pause(page, token):
    with transaction():
        db.session.scalars(select(Expert)).one().paused_until = date(2027, 6, 30)

    page.open("POST", f"/r/{token}/pause", data={"List-Unsubscribe": "One-Click"})

    assert paused_until() == date(2027, 6, 30)


def test_an_address_that_is_none_of_ours_pauses_nobody(page, token):
    wrong = token[:-1] + ("a" if token[-1] != "a" else "b")

    page.open("POST", f"/r/{wrong}/pause", status=404)

    assert paused_until() is None


def test_a_reminder_carries_the_header_and_a_request_does_not(app, session, now):
    (proposal,) = tell_story(offers=1).send(now)
    with transaction():
        remind_expert(proposal, by=JOB, now=now)
    headers = {}
    for mail in db.session.scalars(select(OutgoingMail)).all():
        letter = write_letter(mail.id, sender="alize@exemple.fr", base_url="https://alize.exemple.fr", now=now)
        headers[mail.template] = message_from_bytes(letter.wire, policy=policy.SMTP)

    reminder = headers["proposal_reminder"]
    assert str(reminder["List-Unsubscribe"]).startswith("<https://alize.exemple.fr/r/")
    assert str(reminder["List-Unsubscribe"]).endswith("/pause>")
    assert reminder["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["proposal_sent"]["List-Unsubscribe"] is None
