from datetime import timedelta

import pytest
from factories.accounts import AccountFactory
from factories.money import AdvanceFactory, DecisionFactory, DossierFactory, FundFactory
from factories.people import ExpertFactory, GroupReferentFactory
from factories.stories import DESK, tell_story

from webapp.domain.states import JOB
from webapp.mail.envelopes import (
    ANSWER,
    IDLE_FOR,
    REMINDER,
    REPORT,
    REQUEST,
    TRY_FOR,
    at_once,
    new_message_id,
    territory_of,
    to_account,
    to_person,
)
from webapp.mail.messages import not_meant_for_me
from webapp.services.steps import record

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def proposal(now):
    return tell_story(offers=1).send(now)[0]


def test_a_mail_to_a_person_knows_who_what_and_until_when(proposal, now):
    event = record(proposal, "tell", by=DESK, now=now)

    mail = to_person("proposal_sent", proposal, proposal.expert, event=event, now=now, priority=REQUEST)

    assert (mail.recipient, mail.recipient_name) == (proposal.expert.email, proposal.expert.name)
    assert (mail.person_kind, mail.person_id) == ("expert", proposal.expert_id)
    assert (mail.object_kind, mail.object_id) == ("proposal", proposal.id)
    assert (mail.not_before, mail.expires_at) == (now, now + TRY_FOR)
    assert mail.reply_to == proposal.role.need.territory.contact_email


def test_what_waits_for_a_working_hour_outlives_a_long_weekend(proposal, now):
    event = record(proposal, "tell", by=DESK, now=now)

    mail = to_person("have_you_met", proposal, proposal.expert, event=event, now=now, priority=REMINDER)
    digest = to_account("alert_digest", AccountFactory(), event=event, now=now, priority=REPORT)

    assert mail.expires_at == digest.expires_at == now + IDLE_FOR


def test_nobody_is_answered_where_a_mail_is_about_no_territory(now):
    referent = GroupReferentFactory()

    mail = to_person("offers_to_confirm", referent, referent, event=record(referent, "ask", by=JOB, now=now),
                     now=now, priority=REQUEST)  # fmt: skip

    assert (mail.person_kind, mail.reply_to) == ("referent", "")


def test_a_coordinator_gets_it_at_the_address_of_the_territory(proposal, now):
    mail = not_meant_for_me(proposal, event=record(proposal, "disown", by=JOB, now=now), now=now)

    territory = proposal.role.need.territory
    assert (mail.recipient, mail.person_kind, mail.person_id) == (territory.contact_email, "territory", territory.id)


def test_an_account_is_written_to_at_once_in_its_language(now):
    account = AccountFactory(language="en")

    mail = to_account("account_changed", account, event=record(account, "change", by=JOB, now=now), now=now)

    assert (mail.language, mail.priority, mail.object_id) == ("en", ANSWER, account.id)
    assert mail.expires_at - mail.not_before == timedelta(hours=72)


def test_what_became_of_a_need_belongs_where_the_need_does(proposal, now):
    place = proposal.role.need.territory
    advance = AdvanceFactory(
        fund=FundFactory(territory=place), decision=DecisionFactory(dossier=DossierFactory(territory=place))
    )

    things = [proposal.role.need, proposal, advance, advance.decision.dossier]

    assert {territory_of(about) for about in things} == {place}
    assert territory_of(ExpertFactory()) is None


def test_no_two_mails_have_the_same_name():
    names = {new_message_id() for _ in range(200)}

    assert len(names) == 200
    assert all(name.startswith("alize.") and "@" not in name for name in names)


def test_who_asks_for_a_link_again_waits_for_no_working_hour(proposal, now):
    event = record(proposal, "tell", by=DESK, now=now)

    mail = at_once(to_person("link_again", proposal, proposal.expert, event=event, now=now, priority=REMINDER))

    assert mail.priority == ANSWER
