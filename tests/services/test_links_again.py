from datetime import date, timedelta

import pytest
from factories.requests import confirmed, drafted, sent, toul
from factories.stories import EXPERT, tell_story
from sqlalchemy import select

from webapp.domain.links import Purpose
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.services.doubts import Doubt
from webapp.services.links import find_link
from webapp.services.links_again import send_to_contact
from webapp.services.missions import declare_visit, deem_visit
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def send(need, purpose, now):
    link = find_link(purpose, need.id, need.contact)
    with transaction():
        return send_to_contact(link, now)


def last_mail():
    mail = db.session.scalar(select(OutgoingMail).order_by(OutgoingMail.id.desc()))
    return mail.template, mail.recipient


def test_a_draft_is_resumed_by_a_new_mail(now):
    toul()
    need = drafted(now)

    assert send(need, Purpose.RESUME_NEED, now)
    assert last_mail() == ("need_to_resume", need.contact.email)
    assert db.session.query(OutgoingMail).count() == 2


def test_whoever_sent_the_form_gets_the_link_to_confirm_again(now):
    toul()
    need = sent(now)

    assert send(need, Purpose.RESUME_NEED, now)
    assert last_mail()[0] == "address_to_confirm"


def test_a_held_request_gets_no_link(now):
    toul()
    need = confirmed(now, doubts={Doubt.LINKS})

    assert not send(need, Purpose.CONFIRM_ADDRESS, now)
    assert last_mail()[0] == "address_to_confirm"


def test_an_open_request_is_followed_by_its_link(now):
    toul()
    need = confirmed(now)

    assert send(need, Purpose.TRACK_NEED, now)
    assert last_mail()[0] == "link_to_track"


def test_a_link_that_expired_acts_again(now):
    toul()
    need = sent(now)
    later = now + timedelta(days=60)

    send(need, Purpose.CONFIRM_ADDRESS, later)

    assert find_link(Purpose.CONFIRM_ADDRESS, need.id, need.contact).expires_at > later


@pytest.mark.parametrize(("is_deemed", "template"), [(False, "visit_to_confirm"), (True, "link_to_track")])
def test_a_visit_is_asked_about_again_or_shown_where_it_can_be_disputed(now, is_deemed, template):
    mission = tell_story().accepted(now)
    with transaction():
        visit = declare_visit(mission, date(2026, 11, 24), 180, by=EXPERT, now=now)
    if is_deemed:
        with transaction():
            deem_visit(visit, by=JOB, now=now)

    with transaction():
        assert send_to_contact(find_link(Purpose.CONFIRM_VISIT, visit.id, mission.role.need.contact), now)

    assert last_mail() == (template, mission.role.need.contact.email)
