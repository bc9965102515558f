from datetime import date, timedelta

import pytest
from factories.shortfalls import answer, promised, short, tell_promise
from factories.territories import LocalRuleFactory
from sqlalchemy import select

from webapp.domain.advances import Call
from webapp.domain.errors import NotAllowed, Refusal, WrongState
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.events import Event
from webapp.models.mails import OutgoingMail
from webapp.models.territories import LocalRule
from webapp.services import checks_money
from webapp.services.advance_links import follow_advance
from webapp.services.advance_mails import BEFORE, remind_firm
from webapp.services.job_shortfalls import (
    RULE,
    apply_rule,
    find_call,
    find_scoped_case,
    leave_case,
    lift_case,
    list_open_cases,
    list_settled_cases,
    list_short_surveys,
    most_called,
    open_case,
)
from webapp.services.notes import list_notes
from webapp.services.schedules import arrears_on, find_schedule, lines_of
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


def test_the_rule_calls_the_last_instalments_early_and_the_old_plan_stays_readable(now):
    money, case = short(now)
    advance, before = case.advance, find_schedule(case.advance)
    money.repay(advance, 999_996)

    schedule = decide(apply_rule, case, money)

    # twelve of twenty-four instalments are left: the last six come with the first of them, a month from now
    assert (schedule.reason, schedule.count, schedule.call) == ("rescheduling", 6, Call(6, date(2027, 12, 24)))
    assert [(part.due_on, part.amount_cents) for part in schedule.plan] == [
        (date(2027, 12, 24), 83_333 + 6 * 83_333 + 8),
        *((part.due_on, 83_333) for part in before.plan[13:18]),
    ]
    assert sum(part.amount_cents for part in schedule.plan) == schedule.amount_cents == 1_000_004
    assert (case.state, case.schedule_id, find_schedule(advance).id) == ("called", schedule.id, schedule.id)
    assert [part.due_on for part in before.plan][:2] == [date(2026, 12, 24), date(2027, 1, 24)]
    assert [note.text for note in list_notes(advance)] == ["Le marché attendu n’est pas venu."]
    assert follow_advance(advance, money.today).schedule.id == schedule.id
    assert breaches("compare_schedules") == breaches("compare_shortfalls") == []


def breaches(check):
    return list(getattr(checks_money, check)())


def test_what_is_late_stays_late(now):
    money, case = short(now)
    late = arrears_on(case.advance, money.today)
    assert late.cents == 11 * 83_333

    decide(apply_rule, case, money)

    assert arrears_on(case.advance, money.today) == late
    assert find_schedule(case.advance).count == 18


def test_the_firm_is_told_in_figures(now):
    money, case = short(now)
    money.repay(case.advance, 999_996)
    decide(apply_rule, case, money)

    (mail,) = db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == "jobs_missing"))
    assert mail.recipient == case.advance.decision.dossier.contact.email
    assert mail.parameters == {
        "months": 12, "missing_hundredths": 200, "owed_cents": 1_000_004, "called": 6, "amount_cents": 583_339,
        "due_on": "2027-12-24", "ends_on": "2028-05-24",
    }  # fmt: skip


def test_what_is_called_is_repaid_and_the_next_reminder_asks_for_it(now):
    money, case = short(now)
    LocalRuleFactory(territory=money.fund.territory, code=BEFORE, value=7)
    money.repay(case.advance, 999_996)
    decide(apply_rule, case, money)
    money.later(days=25)
    with transaction():
        assert remind_firm(case.advance, by=JOB, now=money.now)

    (mail,) = db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == "instalment_coming"))
    assert (mail.parameters["left_cents"], mail.parameters["due_on"]) == (583_339, "2027-12-24")
    money.repay(case.advance, 583_339)
    assert [line.left_cents for line in lines_of(case.advance, find_schedule(case.advance))] == [0, *[83_333] * 5]


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


@pytest.mark.parametrize("count", [1, 13])
def test_the_last_instalment_is_not_called_early(now, count):
    money, case = short(now, count=count)

    assert find_call(case.advance, money.today) is None
    with pytest.raises(Refusal, match="nothing_to_call"):
        decide(apply_rule, case, money)


def test_no_jobs_promised_nothing_called(now):
    money, survey = tell_promise(now, created=0, preserved=0)
    advance = survey_advance(survey)

    assert most_called(advance) is None
    assert most_called(survey_advance(promised(money))) == 6


def test_a_rule_that_was_removed_since_is_not_applied(now):
    money, case = short(now)
    with transaction():
        db.session.delete(db.session.scalars(select(LocalRule).where(LocalRule.code == RULE)).one())
    db.session.expire_all()

    with pytest.raises(Refusal, match="nothing_to_call"):
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
