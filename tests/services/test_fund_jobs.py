import pytest
from factories.money import ContributionFactory
from factories.people import ContactFactory
from factories.stories import tell_story

from webapp.domain.states import JOB
from webapp.services.fund_figures import tally_fund
from webapp.services.fund_jobs import jobs_of_fund
from webapp.services.funds import receive_contribution
from webapp.services.outcomes import Aid, Counted, open_promise, record_count
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def count(money, advance, created, preserved):
    """What the firm of an advance finds six months after it was helped."""
    company, convention = advance.decision.dossier.company, tell_story().pledge.convention
    contact = ContactFactory(company=company)
    aid = Aid("decision", advance.decision_id, company, contact, money.fund.territory, convention, money.today)
    with transaction():
        survey = open_promise(aid, by=JOB, now=money.now).surveys[0]
    money.later(days=200)
    with transaction():
        record_count(survey, Counted(created, preserved), by=JOB, now=money.now)


def test_the_firms_that_were_lent_to_count_once_with_their_last_answer(money):
    advance = money.running()
    money.running()
    count(money, advance, 250, 100)

    found = jobs_of_fund(money.fund, money.today)

    assert (found.created, found.preserved, found.asked, found.answered) == (250, 100, 1, 1)


def test_an_advance_that_was_not_paid_counts_nothing(money):
    count(money, money.approved(), 250, 100)

    assert jobs_of_fund(money.fund, money.today).created == 0


def test_funders_share_the_jobs_by_what_they_brought(money):
    other = ContributionFactory(fund=money.fund, amount_cents=5_000_000)
    with transaction():
        receive_contribution(other, 5_000_000, received_on=money.today, by=money.by, now=money.now)
    count(money, money.running(), 100, 0)

    shares = [each.jobs_created for each in tally_fund(money.fund, now=money.now).funders]

    assert shares == [67, 33]
