import pytest
from factories.stories import DESK, EXPERT, tell_story
from sqlalchemy import select

from webapp.domain.states import MACHINES
from webapp.extensions import db
from webapp.mail.wanted import WANTED, find_object, is_wanted
from webapp.models.mails import OutgoingMail
from webapp.services.answers import accept_proposal
from webapp.services.proposals import withdraw_proposal
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("session")


def mail_named(template):
    return db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == template)).first()


def test_a_request_is_wanted_until_it_is_answered_or_taken_back(now):
    first, second = tell_story().send(now)
    mails = {mail.object_id: mail for mail in db.session.scalars(select(OutgoingMail))}
    assert all(is_wanted(mail) for mail in mails.values())

    with transaction():
        withdraw_proposal(first, by=DESK, now=now, reason="need_over")
        accept_proposal(second, by=EXPERT, now=now)

    assert not is_wanted(mails[first.id])
    assert not is_wanted(mails[second.id])
    assert is_wanted(mail_named("request_withdrawn"))


def test_a_mail_about_something_erased_is_not_wanted(now):
    tell_story(offers=1).send(now)
    mail = mail_named("proposal_sent")
    mail.object_id = -1

    assert find_object(mail) is None
    assert not is_wanted(mail)


def test_a_mail_to_somebody_without_an_address_any_more_is_not_wanted(now):
    tell_story(offers=1).send(now)
    mail = mail_named("proposal_sent")
    assert is_wanted(mail)
    mail.recipient = ""

    assert not is_wanted(mail)


def test_what_tells_a_fact_leaves_whatever_became_of_its_object(now):
    story = tell_story(offers=1)
    story.send(now)
    mail = mail_named("proposal_sent")
    mail.template, mail.object_kind, mail.object_id = "link_to_track", "need", story.role.need_id
    story.role.need.state = "withdrawn"

    assert is_wanted(mail)


def test_the_states_are_states_that_exist():
    known = {state for machine in MACHINES.values() for state in machine.states}

    assert {state for states in WANTED.values() if states for state in states} <= known
