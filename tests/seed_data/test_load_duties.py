from datetime import date, datetime, timedelta

import pytest
from factories.people import AbsenceFactory
from factories.stories import EXPERT, tell_story
from sqlalchemy import func, select

from seed_data.agenda import Agenda
from seed_data.load_duties import Duties, morning_of
from webapp.clock import PARIS
from webapp.models.mails import OutgoingMail
from webapp.services.answers import accept_proposal
from webapp.services.missions import declare_visit
from webapp.transaction import transaction


@pytest.fixture
def agenda():
    return Agenda()


@pytest.fixture
def duties(agenda):
    return Duties(agenda)


@pytest.fixture
def proposal(session, now):
    (proposal,) = tell_story(offers=1).send(now)
    return proposal


def run(agenda, until):
    with transaction():
        return [moment.astimezone(PARIS) for moment in agenda.run(until)]


def mails(session, template):
    return session.scalar(select(func.count()).where(OutgoingMail.template == template))


def test_a_silent_expert_is_reminded_once_and_then_the_request_ends(session, agenda, duties, proposal, now):
    duties.follow_request(proposal)

    reminded, expired = run(agenda, now + timedelta(days=30))

    assert mails(session, "proposal_reminder") == 1
    assert reminded.hour == 8
    assert (expired.date(), proposal.state) == (proposal.answer_by + timedelta(days=1), "expired")


def test_an_answer_leaves_nothing_to_remind_of_and_takes_effect_after_half_an_hour(
    session, agenda, duties, proposal, now
):
    duties.follow_request(proposal)
    with transaction():
        accept_proposal(proposal, by=EXPERT, now=now)
    duties.follow_answer(proposal, now)

    settled, *_ = run(agenda, now + timedelta(days=30))

    assert settled == (now + timedelta(minutes=30)).astimezone(PARIS)
    assert mails(session, "proposal_reminder") == 0
    assert mails(session, "introduction_to_firm") == 1


def test_an_absent_expert_is_reminded_on_the_first_morning_back(session, agenda, duties, proposal, now):
    AbsenceFactory(expert=proposal.expert, starts_on=now.date(), ends_on=date(2026, 11, 30))
    duties.follow_request(proposal)

    moments = run(agenda, datetime(2026, 12, 1, 9, tzinfo=PARIS))

    assert moments[-1] == datetime(2026, 12, 1, 8, tzinfo=PARIS)
    assert mails(session, "proposal_reminder") == 1


def test_a_silent_firm_counts_as_yes_once_its_last_day_is_over(session, agenda, duties, proposal, now):
    with transaction():
        mission = accept_proposal(proposal, by=EXPERT, now=now).mission
    duties.follow_answer(proposal, now)
    run(agenda, now + timedelta(minutes=35))
    with transaction():
        visit = declare_visit(mission, now.date(), 180, by=EXPERT, now=now + timedelta(hours=1))
    duties.follow_declaration(visit)

    run(agenda, datetime.combine(visit.deem_on, datetime.min.time(), tzinfo=PARIS))
    assert visit.state == "declared"
    run(agenda, now + timedelta(days=60))
    assert visit.state == "deemed"


def test_a_reminder_leaves_at_eight_of_a_working_day():
    assert morning_of(date(2026, 11, 28)) == datetime(2026, 11, 30, 8, tzinfo=PARIS)
