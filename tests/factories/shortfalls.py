"""A firm that promised jobs with its advance, and what it counted a year later."""

from datetime import date, timedelta

from factories.conventions import ConventionFactory
from factories.money import Money, tell_money
from factories.people import ContactFactory
from factories.territories import LocalRuleFactory

from webapp.domain.states import JOB
from webapp.models.outcomes import JobSurvey
from webapp.services.job_shortfalls import RULE, open_case
from webapp.services.outcomes import Counted, open_promise_of_decision, record_count
from webapp.transaction import transaction

ONE_YEAR = timedelta(days=365)


def promised(money: Money, *, created: int = 3, preserved: int = 2, count: int = 24, **dossier) -> JobSurvey:
    """A running advance with its promise; the question of the twelfth month."""
    advance = money.running(count=count)
    row = advance.decision.dossier
    contact = dossier.pop("contact", None) or ContactFactory(company=row.company)
    with transaction():
        row.contact, row.jobs_created, row.jobs_preserved = contact, created, preserved
        for name, value in dossier.items():
            setattr(row, name, value)
        promise = open_promise_of_decision(advance.decision, by=JOB, now=money.now)
    return promise.surveys[1]


def tell_promise(now, *, rule: int | None = 6, **values) -> tuple[Money, JobSurvey]:
    money = tell_money(now)
    if rule:
        LocalRuleFactory(territory=money.fund.territory, code=RULE, value=rule)
    ConventionFactory(territory=money.fund.territory, starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31))
    return money, promised(money, **values)


def answer(money: Money, survey: JobSurvey, created: int, preserved: int) -> None:
    with transaction():
        record_count(survey, Counted(100 * created, 100 * preserved), by=money.by, now=money.now)


def short(now, **values):
    """A case that waits for a coordinator: five jobs promised, three found a year later."""
    money, survey = tell_promise(now, **values)
    money.later(days=365)
    answer(money, survey, 1, 2)
    with transaction():
        return money, open_case(survey, by=JOB, now=money.now)
