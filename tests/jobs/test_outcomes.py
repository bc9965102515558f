from datetime import timedelta

from factories.due import ask_about_jobs, helped
from factories.stories import tell_story

from jobs import outcomes
from jobs.items import Outcome
from webapp.domain.states import JOB
from webapp.services.answers import settle_answer
from webapp.services.outcomes import find_promise
from webapp.transaction import transaction


def test_only_missions_of_territories_that_ask_open_a_promise(engine_app, session, now):
    asked, silent = helped(now), tell_story(offers=1).accepted(now)
    with transaction():
        settle_answer(silent.proposal, by=JOB, now=now + timedelta(minutes=30))

    assert outcomes.open_job_promises(now + timedelta(hours=1)) == Outcome(done=1)
    assert find_promise("mission", asked.id) is not None
    assert find_promise("mission", silent.id) is None


def test_an_acceptance_that_may_be_undone_opens_nothing(engine_app, session, now):
    helped(now)

    assert outcomes.open_job_promises(now) == Outcome()


def test_nobody_is_asked_at_night(engine_app, session, now):
    due = ask_about_jobs(now)

    assert outcomes.ask_about_jobs(due.at.replace(hour=3)) == Outcome()
    assert outcomes.ask_about_jobs(due.at) == Outcome(done=2)
