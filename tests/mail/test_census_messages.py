from datetime import timedelta

import pytest
from factories.people import ExpertFactory, GroupReferentFactory
from factories.territories import TerritoryFactory

from webapp.domain.links import Purpose
from webapp.domain.states import JOB
from webapp.mail.census_messages import ask_there, offers_to_confirm
from webapp.mail.envelopes import REMINDER
from webapp.services.links import issue_link
from webapp.services.steps import record

pytestmark = pytest.mark.usefixtures("session")


@pytest.mark.parametrize(("factory", "kind"), [(ExpertFactory, "expert"), (GroupReferentFactory, "referent")])
def test_each_is_asked_about_so_many_offers_by_a_link_of_their_own(factory, kind, now):
    person = factory()
    link = issue_link(Purpose.CONFIRM_OFFERS, person.id, person, expires_at=now + timedelta(days=30))

    mail = offers_to_confirm(person, 3, link, event=record(person, "ask", by=JOB, now=now), now=now)

    assert (mail.recipient, mail.person_kind, mail.person_id) == (person.email, kind, person.id)
    assert mail.reply_to == ""
    assert (mail.link_id, mail.parameters, mail.priority) == (
        link.id,
        {"count": 3, "of_group": kind == "referent"},
        REMINDER,
    )


def test_an_answer_goes_to_the_coordinator_of_the_only_territory(now):
    person, territory = ExpertFactory(), TerritoryFactory(contact_email="toul@exemple.fr")
    link = issue_link(Purpose.CONFIRM_OFFERS, person.id, person, expires_at=now + timedelta(days=30))
    mail = offers_to_confirm(person, 3, link, event=record(person, "ask", by=JOB, now=now), now=now)

    ask_there(mail, territory)

    assert (mail.reply_to, mail.parameters) == (
        "toul@exemple.fr",
        {"count": 3, "of_group": False, "territory": territory.id},
    )
