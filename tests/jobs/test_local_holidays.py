"""On Good Friday, worked in the country but not in Moselle, nothing leaves for a territory of Moselle by itself."""

from datetime import datetime

import pytest
from factories.committees import tell_committee
from factories.due import helped, over
from factories.money import tell_money
from factories.people import ContactFactory, GroupReferentFactory
from factories.stories import tell_story
from factories.territories import LocalRuleFactory
from sqlalchemy import update

from jobs.advances import remind_firms_of_instalments
from jobs.committees import convene_sittings, tell_what_lacks
from jobs.group_reports import send_group_reports
from jobs.opinions import ask_what_it_was_worth
from jobs.outcomes import ask_about_jobs
from jobs.proposals import remind_silent_experts
from jobs.visits import ask_about_visits
from jobs.waves import send_waves
from webapp.clock import PARIS
from webapp.domain.states import JOB
from webapp.models.territories import Territory
from webapp.services.answers import settle_answer
from webapp.services.outcomes import aid_of_mission, open_promise
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app")

GOOD_FRIDAY = datetime(2027, 3, 26, 10, tzinfo=PARIS)
BEFORE = datetime(2027, 3, 22, 10, tzinfo=PARIS)
HALF_A_YEAR_BEFORE = datetime(2026, 9, 22, 10, tzinfo=PARIS)


def a_silent_expert():
    tell_story(offers=1).send(BEFORE)


def a_need_to_put_by_itself():
    need = tell_story(offers=1, dispatch="auto").role.need
    with transaction():
        need.deadline_on = None


def a_mission_without_a_visit():
    mission = tell_story(offers=1, ask_days=2).accepted(BEFORE)
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=BEFORE)


def a_sitting_that_lacks_something():
    tell_committee(BEFORE, members=1)


def a_sitting_to_convene():
    tell_committee(BEFORE, members=1).laid()


def a_quarter_that_is_over():
    GroupReferentFactory(group=tell_story(offers=1).pledge.group)


def a_mission_that_is_over():
    over(tell_story(offers=1), BEFORE)


def a_firm_that_promised_jobs():
    mission = helped(HALF_A_YEAR_BEFORE)
    with transaction():
        open_promise(aid_of_mission(mission), by=JOB, now=HALF_A_YEAR_BEFORE)


def an_instalment_that_was_missed():
    money = tell_money(HALF_A_YEAR_BEFORE)
    LocalRuleFactory(territory=money.fund.territory, code="money_remind_after_days", value=8)
    ContactFactory(company=money.running().decision.dossier.company)


@pytest.mark.parametrize(
    ("tell", "job"),
    [
        (a_silent_expert, remind_silent_experts),
        (a_need_to_put_by_itself, send_waves),
        (a_mission_without_a_visit, ask_about_visits),
        (a_sitting_that_lacks_something, tell_what_lacks),
        (a_sitting_to_convene, convene_sittings),
        (a_quarter_that_is_over, send_group_reports),
        (a_mission_that_is_over, ask_what_it_was_worth),
        (a_firm_that_promised_jobs, ask_about_jobs),
        (an_instalment_that_was_missed, remind_firms_of_instalments),
    ],
)
def test_a_job_leaves_moselle_in_peace_on_its_own_holiday(session, tell, job):
    tell()
    in_moselle(session)
    assert job(GOOD_FRIDAY).done == 0

    in_moselle(session, "54")
    assert job(GOOD_FRIDAY).done > 0


def in_moselle(session, department="57"):
    with transaction():
        session.execute(update(Territory).values(department=department))
    session.expire_all()


def test_a_reminder_counts_the_holidays_of_the_territory(session):
    tell_story(offers=1, department="57").send(datetime(2027, 3, 23, 10, tzinfo=PARIS))

    assert remind_silent_experts(datetime(2027, 3, 29, 10, tzinfo=PARIS)).done == 0  # Easter Monday, everywhere
    assert remind_silent_experts(datetime(2027, 3, 30, 10, tzinfo=PARIS)).done == 1


def test_good_friday_does_not_count_before_a_reminder_in_moselle(session):
    sent = datetime(2027, 3, 24, 10, tzinfo=PARIS)
    tell_story(offers=1, department="57").send(sent), tell_story(offers=1, department="54").send(sent)

    # The third day worked is Tuesday in Meurthe-et-Moselle, Wednesday in Moselle.
    assert remind_silent_experts(datetime(2027, 3, 30, 10, tzinfo=PARIS)).done == 1
    assert remind_silent_experts(datetime(2027, 3, 31, 10, tzinfo=PARIS)).done == 1
