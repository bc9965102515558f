import pytest
from factories.money import AdvanceFactory
from factories.people import ContactFactory

from webapp.domain.states import JOB
from webapp.mail.advance_messages import instalment_coming, instalment_late, repayment_received
from webapp.mail.envelopes import IDLE_FOR, REMINDER
from webapp.services.steps import record

pytestmark = pytest.mark.usefixtures("session")


@pytest.mark.parametrize("write", [repayment_received, instalment_coming, instalment_late])
def test_the_figures_of_the_day_stand_in_the_row(write, now):
    advance, contact, facts = AdvanceFactory(), ContactFactory(), {"owed_cents": 1_500_000}
    mail = write(advance, contact, facts, None, event=record(advance, "tell", by=JOB, now=now), now=now)

    assert (mail.template, mail.parameters) == (write.__name__, {"owed_cents": 1_500_000})
    assert (mail.recipient, mail.object_kind, mail.object_id) == (contact.email, "advance", advance.id)
    assert mail.reply_to == advance.fund.territory.contact_email


@pytest.mark.parametrize("write", [repayment_received, instalment_coming, instalment_late])
def test_it_waits_for_a_sending_hour_and_is_not_tried_for_ever(write, now):
    advance = AdvanceFactory()
    mail = write(advance, ContactFactory(), {}, None, event=record(advance, "tell", by=JOB, now=now), now=now)

    assert (mail.priority, mail.expires_at) == (REMINDER, now + IDLE_FOR)
