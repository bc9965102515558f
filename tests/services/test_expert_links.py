from datetime import timedelta

import pytest
from factories.stories import EXPERT, tell_story
from sqlalchemy import select

from webapp.domain.errors import LinkRevoked
from webapp.domain.links import Purpose, may_act
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.services.answers import accept_proposal
from webapp.services.expert_links import SPACE_LIFE, send_space_link, send_to_expert
from webapp.services.links import find_by_token, find_link, mint_secret
from webapp.services.proposals import expire_proposal
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def proposal(now):
    (proposal,) = tell_story(offers=1).send(now)
    return proposal


def answer_link(proposal):
    return find_link(Purpose.ANSWER, proposal.id, proposal.expert)


def again(link, now):
    with transaction():
        send_to_expert(link, now)
    return db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()


def test_the_link_of_a_request_is_mailed_to_the_address_on_file(proposal, now):
    mail = again(answer_link(proposal), now)

    assert (mail.template, mail.recipient) == ("link_again", proposal.expert.email)


@pytest.mark.parametrize("is_expired", [True, False])
def test_after_the_last_day_the_link_acts_again_whether_the_job_ran_or_not(proposal, now, is_expired):
    late = now + timedelta(days=10)
    if is_expired:
        with transaction():
            expire_proposal(proposal, by=JOB, now=late)
    assert not may_act(answer_link(proposal).expires_at, late)

    again(answer_link(proposal), late)

    assert may_act(answer_link(proposal).expires_at, late + timedelta(hours=30))
    assert not may_act(answer_link(proposal).expires_at, late + timedelta(days=3))


def test_before_the_last_day_the_link_lives_no_longer(proposal, now):
    before = answer_link(proposal).expires_at

    again(answer_link(proposal), now)

    assert answer_link(proposal).expires_at == before


def test_the_link_of_a_mission_is_mailed_again(proposal, now):
    with transaction():
        mission = accept_proposal(proposal, by=EXPERT, now=now).mission

    mail = again(find_link(Purpose.DECLARE_VISIT, mission.id, proposal.expert), now)

    assert (mail.template, mail.object_id) == ("visit_link_again", mission.id)


def space(proposal, now):
    with transaction():
        send_space_link(proposal.expert, now=now)
        link = find_link(Purpose.EXPERT_SPACE, proposal.expert.id, proposal.expert)
        return link, mint_secret(link)


def test_the_space_opens_for_a_day(proposal, now):
    link, _ = space(proposal, now)

    assert may_act(link.expires_at, now + timedelta(hours=23))
    assert not may_act(link.expires_at, now + SPACE_LIFE)


def test_a_new_link_of_the_space_ends_the_old_one_and_never_lives_longer(proposal, now):
    link, first = space(proposal, now)

    _, second = space(proposal, now + timedelta(hours=1))

    with pytest.raises(LinkRevoked):
        find_by_token(str(first))
    assert find_by_token(str(second)) == link
    assert link.expires_at == now + timedelta(hours=25)


def test_the_mail_of_the_space_is_not_sent_once_its_link_is_over(proposal, now):
    link, _ = space(proposal, now)

    mail = db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == "expert_space_link")).one()

    assert mail.expires_at == link.expires_at
