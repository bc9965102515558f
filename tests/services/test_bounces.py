from datetime import timedelta

import pytest
from factories.requests import confirmed, drafted, toul
from factories.stories import DESK, tell_story
from sqlalchemy import select

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.mails import OutgoingMail
from webapp.services.bounces import note_bounce
from webapp.services.erasure import erase_draft
from webapp.services.group_people import Newcomer, change_expert
from webapp.services.questions import is_reachable
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def bounce(mail, now):
    with transaction():
        note_bounce(mail.id, now=now)


def notices():
    return db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == "address_refused")).all()


def mail_to(kind):
    return db.session.scalars(select(OutgoingMail).where(OutgoingMail.person_kind == kind)).first()


def test_an_expert_whose_address_is_refused_is_written_to_no_more(now):
    (proposal,) = tell_story(offers=1).send(now)
    assert is_reachable(proposal.expert, now.date())

    bounce(mail_to("expert"), now)

    assert not is_reachable(proposal.expert, now.date())
    assert db.session.scalars(select(Event.step).where(Event.object_kind == "expert")).all() == ["bounce"]


def test_the_coordinator_of_the_request_is_told_by_name(now):
    (proposal,) = tell_story(offers=1).send(now)

    bounce(mail_to("expert"), now)

    (notice,) = notices()
    assert notice.recipient == proposal.role.need.territory.contact_email
    assert notice.parameters == {"name": proposal.expert.name} or proposal.expert.name in str(notice.parameters)


def test_the_day_of_the_first_refusal_is_kept(now):
    (proposal,) = tell_story(offers=1).send(now)
    bounce(mail_to("expert"), now)
    bounce(mail_to("expert"), now + timedelta(days=3))

    assert proposal.expert.bounced_at == now


def test_a_firm_that_cannot_be_reached_is_shown_to_its_coordinator(now):
    toul()
    confirmed(now)

    bounce(mail_to("contact"), now)

    assert len(notices()) == 1


def test_an_address_that_was_corrected_meanwhile_is_not_marked(now):
    (proposal,) = tell_story(offers=1).send(now)
    mail = mail_to("expert")
    with transaction():
        mail.state = "claimed"
        change_expert(proposal.expert, Newcomer(proposal.expert.name, "neuve@exemple.fr"), by=DESK, now=now)

    bounce(mail, now)

    assert (proposal.expert.bounced_at, mail.recipient == "neuve@exemple.fr") == (None, False)
    assert len(notices()) == 1


def test_a_refusal_after_the_form_was_erased_is_about_nobody(now):
    toul()
    need = drafted(now)
    mail = mail_to("contact")
    with transaction():
        mail.state = "claimed"
        erase_draft(need, by=JOB, now=now)

    bounce(mail, now)

    assert notices() == []


def test_a_refusal_at_the_coordinator_s_own_address_tells_nobody(now):
    tell_story(offers=1).send(now)
    mail = mail_to("expert")
    with transaction():
        mail.person_kind = "territory"

    bounce(mail, now)

    assert notices() == []
