from datetime import date, timedelta

from factories.conventions import ConventionFactory
from factories.due import ask_about_jobs, helped
from factories.money import tell_money
from factories.people import ContactFactory
from factories.stories import tell_story

from jobs import outcomes
from jobs.items import Outcome
from webapp.domain.states import JOB
from webapp.extensions import db
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


def test_a_decision_on_a_dossier_that_promises_jobs_opens_a_promise(engine_app, session, now):
    money = tell_money(now)
    silent, asked = money.decided(), money.decided()
    ConventionFactory(territory=money.fund.territory, starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31))
    for decision in (silent, asked):
        decision.dossier.contact = ContactFactory(company=decision.dossier.company)
    asked.dossier.jobs_preserved = 2
    db.session.commit()

    assert outcomes.open_job_promises(now) == Outcome(done=1)
    assert outcomes.open_job_promises(now) == Outcome()
    assert find_promise("decision", asked.id).preserved_hundredths == 200
    assert find_promise("decision", silent.id) is None
