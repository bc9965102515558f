from collections import Counter
from functools import partial

import pytest
from conftest import NOW
from factories.needs import NeedFactory, OfferFactory
from factories.people import ExpertFactory
from factories.stories import EXPERT, tell_story
from races.conftest import all_at_once
from sqlalchemy import func, insert, select

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.models.missions import Mission
from webapp.models.needs import NeedRole
from webapp.models.proposals import Proposal
from webapp.services.answers import Outcome, accept_proposal, settle_answer
from webapp.transaction import transaction

pytestmark = [pytest.mark.concurrent, pytest.mark.timeout(600)]

TAKERS = 16
MINUTES = 60


def post_roles(count):
    """Roles of one need, each put to the same sixteen experts; their group has days for all."""
    story = tell_story(offers=1, pledged_minutes=count * MINUTES)
    group = story.offers[0].expert.group
    offers = story.offers + [OfferFactory(expert=ExpertFactory(group=group)) for _ in range(TAKERS - 1)]
    need = NeedFactory(territory=story.role.need.territory)
    with transaction():
        rows = [{"need_id": need.id, "title": f"{n}", "minutes": MINUTES, "state": "proposed"} for n in range(count)]
        roles = list(db.session.scalars(insert(NeedRole).returning(NeedRole.id), rows))
        asked = [
            {
                "role_id": role,
                "offer_id": offer.id,
                "expert_id": offer.expert_id,
                "minutes": MINUTES,
                "sent_at": NOW,
                "answer_by": NOW.date(),
            }
            for role in roles
            for offer in offers
        ]
        db.session.execute(insert(Proposal), asked)
    return roles, story.pledge


def take(proposal_id):
    with transaction():
        return accept_proposal(db.session.get_one(Proposal, proposal_id), by=EXPERT, now=NOW).outcome


def race_for(app, role):
    proposals = db.session.scalars(select(Proposal.id).where(Proposal.role_id == role)).all()
    db.session.rollback()
    return all_at_once(app, [partial(take, proposal) for proposal in proposals])


@pytest.mark.parametrize("count", [30, pytest.param(500, marks=pytest.mark.long)])
def test_of_sixteen_takers_one_wins_and_everyone_is_told(own_app, count):
    with own_app.app_context():
        roles, pledge = post_roles(count)

        for role in roles:
            answers = Counter(race_for(own_app, role))
            assert answers == {Outcome.ACCEPTED: 1, Outcome.TAKEN: TAKERS - 1}

        db.session.refresh(pledge)
        assert pledge.reserved_minutes == count * MINUTES
        assert db.session.scalar(select(func.count(Mission.id))) == count
        interested = select(func.count(Proposal.id)).where(Proposal.interested_at.is_not(None))
        assert db.session.scalar(interested) == count * (TAKERS - 1)
        tell_the_losers(roles[0])


def tell_the_losers(role):
    winner = db.session.scalar(select(Proposal).where(Proposal.role_id == role, Proposal.state == "accepted"))
    with transaction():
        settle_answer(winner, by=JOB, now=NOW)
    told = select(func.count(OutgoingMail.id)).where(OutgoingMail.template == "place_taken")
    assert db.session.scalar(told) == TAKERS - 1
