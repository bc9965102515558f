from datetime import date, timedelta

import pytest
from factories.shortfalls import answer, promised, short, tell_promise
from factories.territories import LocalRuleFactory
from sqlalchemy import select

from webapp.domain.errors import NotAllowed, Refusal, WrongState
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.events import Event
from webapp.models.mails import OutgoingMail
from webapp.models.territories import LocalRule
from webapp.services.advance_links import follow_advance
from webapp.services.job_shortfalls import (
    RULE,
    apply_rule,
    called_terms,
    find_scoped_case,
    leave_case,
    lift_case,
    list_open_cases,
    list_settled_cases,
    list_short_surveys,
    open_case,
)
from webapp.services.notes import list_notes
from webapp.services.schedules import find_schedule
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def decide(step, case, money, words="Le marché attendu n’est pas venu."):
    with transaction():
        return step(case, words, by=money.by, now=money.now)


def here(money):
    return frozenset({money.fund.territory_id})


@pytest.mark.parametrize(
    ("created", "preserved", "is_short"),
    [(3, 2, False), (0, 0, True), (2, 2, True), (2, 3, False), (5, 0, False), (4, 4, False)],
)
def test_jobs_created_and_preserved_are_judged_together(now, created, preserved, is_short):
    money, survey = tell_promise(now)
    money.later(days=365)
    answer(money, survey, created, preserved)

    assert list_short_surveys() == [survey.id] * is_short


def test_no_answer_is_no_case(now):
    money, survey = tell_promise(now)
    money.later(days=800)

    assert list_short_surveys() == []
    with transaction():
        assert open_case(survey, by=JOB, now=money.now) is None


def test_the_answer_of_the_sixth_month_is_not_judged(now):
    money, survey = tell_promise(now)
    money.later(days=200)
    answer(money, survey.promise.surveys[0], 0, 0)

    assert list_short_surveys() == []


def test_nothing_is_judged_before_the_day_by_which_jobs_were_promised(now):
    money, survey = tell_promise(now, jobs_by=now.date() + timedelta(days=700), count=60)
    money.later(days=365)
    answer(money, survey, 0, 0)
    assert list_short_surveys() == []

    money.later(days=366)
    answer(money, survey.promise.surveys[2], 0, 0)
    assert list_short_surveys() == [survey.promise.surveys[2].id]


def test_without_the_rule_nothing_follows(now):
    money, survey = tell_promise(now, rule=None)
    money.later(days=365)
    answer(money, survey, 0, 0)

    assert list_short_surveys() == []
    LocalRuleFactory(territory=money.fund.territory, code=RULE, value=1)
    assert list_short_surveys() == [survey.id]


def test_what_is_repaid_has_no_consequence(now):
    money, survey = tell_promise(now)
    money.later(days=365)
    money.repay(survey_advance(survey), 2_000_000)
    answer(money, survey, 0, 0)

    assert list_short_surveys() == []


def survey_advance(survey):
    return db.session.scalars(select(Advance).where(Advance.decision_id == survey.promise.source_id)).one()


def test_the_rule_shortens_what_is_left_and_the_old_plan_stays_readable(now):
    money, case = short(now)
    advance, before = case.advance, find_schedule(case.advance)
    money.repay(advance, 1_000_000)

    schedule = decide(apply_rule, case, money)

    # twelve of twenty-four instalments are left, six less make six
    assert (schedule.reason, schedule.count, schedule.amount_cents) == ("rescheduling", 6, 1_000_000)
    assert sum(part.amount_cents for part in schedule.plan) == 1_000_000
    assert (case.state, case.schedule_id, find_schedule(advance).id) == ("called", schedule.id, schedule.id)
    assert [part.due_on for part in before.plan][:2] == [date(2026, 12, 24), date(2027, 1, 24)]
    assert [note.text for note in list_notes(advance)] == ["Le marché attendu n’est pas venu."]
    assert follow_advance(advance, money.today).schedule.id == schedule.id


def test_the_firm_is_told_in_figures(now):
    money, case = short(now)
    money.repay(case.advance, 1_000_000)
    schedule = decide(apply_rule, case, money)

    (mail,) = db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == "jobs_missing"))
    assert mail.recipient == case.advance.decision.dossier.contact.email
    assert mail.parameters == {
        "months": 12, "missing_hundredths": 200, "owed_cents": 1_000_000, "count": 6, "amount_cents": 166_666,
        "due_on": schedule.plan[0].due_on.isoformat(),
    }  # fmt: skip


def test_a_coordinator_may_leave_it_and_says_why(now):
    money, case = short(now)
    before = find_schedule(case.advance).id

    with pytest.raises(Refusal, match="reason_missing"):
        leave_case(case, " ", by=money.by, now=money.now)
    decide(leave_case, case, money)

    assert (case.state, find_schedule(case.advance).id) == ("left", before)
    assert db.session.scalar(select(OutgoingMail.id).where(OutgoingMail.template == "jobs_missing")) is None
    assert list_short_surveys() == []


@pytest.mark.parametrize("again", [leave_case, apply_rule])
def test_a_case_is_decided_once(now, again):
    money, case = short(now)
    decide(apply_rule, case, money)

    with pytest.raises(WrongState):
        decide(again, case, money)


def test_a_job_decides_nothing(now):
    money, case = short(now)

    with pytest.raises(NotAllowed):
        leave_case(case, "x", by=JOB, now=money.now)
    db.session.rollback()


def test_no_reason_no_consequence(now):
    money, case = short(now)

    with pytest.raises(Refusal, match="reason_missing"):
        decide(apply_rule, case, money, " ")
    assert case.state == "open"


def test_the_last_instalment_is_not_called_early(now):
    money, case = short(now, count=1)

    assert called_terms(case.advance, money.today) is None
    with pytest.raises(Refusal, match="nothing_to_shorten"):
        decide(apply_rule, case, money)


def test_a_rule_that_was_removed_since_is_not_applied(now):
    money, case = short(now)
    with transaction():
        db.session.delete(db.session.scalars(select(LocalRule).where(LocalRule.code == RULE)).one())
    db.session.expire_all()

    with pytest.raises(Refusal, match="nothing_to_shorten"):
        decide(apply_rule, case, money)


def test_a_corrected_answer_settles_the_case(now):
    money, case = short(now)
    assert list_settled_cases() == []
    with transaction():
        assert lift_case(case, by=JOB, now=money.now) is False
    answer(money, case.survey, 3, 2)
    assert list_settled_cases() == [case.id]

    with transaction():
        assert lift_case(case, by=JOB, now=money.now) is True
    assert case.state == "lifted"
    assert list_open_cases(here(money)) == []


def test_a_firm_that_has_repaid_all_settles_the_case(now):
    money, case = short(now)
    money.repay(case.advance, 2_000_000)

    assert list_settled_cases() == [case.id]


def test_the_oldest_case_comes_first_and_another_territory_finds_nothing(now):
    money, case = short(now)
    second = promised(money)
    money.later(days=366)
    answer(money, second, 0, 0)
    with transaction():
        open_case(second, by=JOB, now=money.now)

    assert [each.survey_id for each in list_open_cases(here(money))] == [case.survey_id, second.id]
    assert find_scoped_case(here(money), case.id) is case
    assert find_scoped_case(frozenset({-1}), case.id) is None


def test_the_event_says_who_found_and_who_decided(now):
    money, case = short(now)
    decide(leave_case, case, money)

    rows = db.session.execute(
        select(Event.step, Event.actor_kind).where(Event.object_kind == "job_shortfall").order_by(Event.id)
    ).all()
    assert rows == [("find", "job"), ("leave", "account")]
