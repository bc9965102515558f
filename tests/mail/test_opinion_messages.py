import pytest
from factories.due import over
from factories.stories import tell_story

from webapp.domain.states import JOB
from webapp.mail.opinion_messages import opinion_wanted
from webapp.services.opinions import give_opinion, opinion_link
from webapp.services.steps import record
from webapp.transaction import transaction


@pytest.mark.parametrize("side", ["contact", "expert"])
def test_the_question_goes_to_the_side_that_it_is_put_to(session, now, side):
    mission = over(tell_story(offers=1), now)
    with transaction():
        opinion = give_opinion(mission, side, "yes", by=JOB, now=now)
        event = record(mission, "ask_opinion", by=JOB, now=now)
        mail = opinion_wanted(opinion, opinion_link(opinion, now), event=event, now=now)

    person = mission.role.need.contact if side == "contact" else mission.proposal.expert
    assert (mail.person_kind, mail.recipient) == (side, person.email)
