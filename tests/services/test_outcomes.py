from datetime import date, timedelta

import pytest
from factories.conventions import ConventionFactory
from factories.money import tell_money
from factories.people import ContactFactory
from factories.stories import DESK, FIRM, tell_story
from factories.territories import LocalRuleFactory
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from jobs.items import Outcome
from jobs.outcomes import ask_about_jobs
from webapp.domain.errors import Refusal
from webapp.domain.links import Purpose
from webapp.domain.outcomes import JobTotal
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.mail.envelopes import ANSWER, REMINDER
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.models.outcomes import JobCount, JobPromise, JobSurvey
from webapp.services.answers import settle_answer
from webapp.services.missions import end_mission
from webapp.services.network_jobs import tally_network_jobs
from webapp.services.outcome_tallies import tally_firms, tally_jobs
from webapp.services.outcomes import (
    ASKS_FOR_JOBS,
    Aid,
    Counted,
    aid_of_decision,
    aid_of_mission,
    ask_firm,
    asks_for_jobs,
    find_scoped_survey,
    open_promise,
    open_promise_of_decision,
    record_count,
    send_jobs_link,
    state_promise,
)
from webapp.transaction import transaction

HALF_A_YEAR = timedelta(days=182)


@pytest.fixture
def mission(engine_app, session, now):
    return tell_story(offers=1).accepted(now)


@pytest.fixture
def promise(mission, now):
    with transaction():
        return open_promise(aid_of_mission(mission), by=DESK, now=now, created=200, preserved=100)


def count(survey, created, preserved, now, **more):
    with transaction():
        return record_count(survey, Counted(created, preserved, **more), by=FIRM, now=now)


def tally(promise, on):
    return tally_jobs([promise.convention_id], on)


def test_a_promise_opens_its_four_questions(promise):
    days = [(survey.months, survey.due_on) for survey in promise.surveys]

    assert days == [
        (6, date(2027, 5, 24)),
        (12, date(2027, 11, 24)),
        (24, date(2028, 11, 24)),
        (36, date(2029, 11, 24)),
    ]


def test_an_aid_has_one_promise_however_often_it_is_opened(promise, mission, now):
    with transaction():
        again = open_promise(aid_of_mission(mission), by=DESK, now=now, created=900, preserved=900)

    assert again == promise
    assert again.created_hundredths == 200
    assert db.session.scalar(select(func.count(JobPromise.id))) == 1


def test_the_database_refuses_a_second_promise_of_one_aid(promise):
    twin = {
        column: getattr(promise, column) for column in ("company_id", "territory_id", "convention_id", "contact_id")
    }
    db.session.add(JobPromise(**twin, source_kind="mission", source_id=promise.source_id, promised_on=date(2026, 1, 1)))

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_decision_is_a_source_like_a_mission(promise, mission, now):
    aid = aid_of_mission(mission)
    with transaction():
        other = open_promise(
            Aid("decision", mission.id, aid.company, aid.contact, aid.territory, aid.convention, date(2026, 3, 1)),
            by=DESK,
            now=now,
            created=300,
            preserved=0,
        )

    assert other != promise
    assert tally(promise, date(2026, 12, 1)).promised == JobTotal(300, 100, asked=1, answered=1)


def test_a_firm_is_asked_on_its_day_and_once_more(promise, now):
    survey = promise.surveys[0]
    moments = [
        now + HALF_A_YEAR - timedelta(days=2),
        *(now + HALF_A_YEAR + timedelta(days=days) for days in (0, 1, 21, 60)),
    ]
    asked = []
    for moment in moments:
        with transaction():
            asked.append(ask_firm(survey, by=JOB, now=moment))

    assert asked == [False, True, False, True, False]
    mails = db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == "jobs_to_count")).all()
    assert [mail.recipient for mail in mails] == [promise.contact.email] * 2


def test_who_has_answered_is_not_asked(promise, now):
    later = now + HALF_A_YEAR
    count(promise.surveys[0], 0, 0, later)
    with transaction():
        assert ask_firm(promise.surveys[0], by=JOB, now=later) is False


def test_a_firm_is_not_asked_about_a_mission_that_was_called_off(promise, mission, now):
    later = now + HALF_A_YEAR
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now)
        end_mission(mission, "cancel", by=DESK, now=now)

    asked = ask_about_jobs(later)
    with transaction():
        assert not ask_firm(promise.surveys[0], by=JOB, now=later)

    assert asked == Outcome()
    assert tally(promise, later.date()).promised == JobTotal(0, 0, asked=0, answered=0)
    assert tally_firms([promise.company_id], later.date()) == JobTotal(0, 0, asked=0, answered=0)
    assert tally_network_jobs(frozenset({promise.territory_id}), later).total == JobTotal(0, 0, asked=0, answered=0)


def test_a_moment_long_past_is_left(promise, now):
    with transaction():
        assert ask_firm(promise.surveys[0], by=JOB, now=now + 2 * HALF_A_YEAR + timedelta(days=2)) is False
        assert ask_firm(promise.surveys[1], by=JOB, now=now + 2 * HALF_A_YEAR + timedelta(days=2)) is True


def test_silence_is_not_nought(promise, now):
    silent = tally(promise, date(2027, 6, 1))
    assert silent.at[6] == JobTotal(0, 0, asked=1, answered=0)
    assert silent.latest.rate == 0

    count(promise.surveys[0], 0, 0, now + HALF_A_YEAR)
    assert tally(promise, date(2027, 6, 1)).at[6] == JobTotal(0, 0, asked=1, answered=1)


def test_a_correction_is_another_line_and_the_last_one_stands(promise, now):
    count(promise.surveys[0], 500, 0, now + HALF_A_YEAR)
    count(promise.surveys[0], 50, 100, now + HALF_A_YEAR, contract="permanent", evidence="payroll")

    found = tally(promise, date(2027, 6, 1))
    assert (found.latest.created, found.latest.preserved) == (50, 100)
    assert (found.contracts, found.evidences) == ({"permanent": 1}, {"payroll": 1})
    assert db.session.scalar(select(func.count(JobCount.id))) == 2


@pytest.mark.parametrize("change", [update(JobCount).values(created_hundredths=0), delete(JobCount)])
def test_the_database_refuses_to_change_what_was_counted(promise, now, change):
    count(promise.surveys[0], 500, 0, now + HALF_A_YEAR)

    with pytest.raises(IntegrityError, match="append-only"):
        db.session.execute(change)
    db.session.rollback()


def test_nothing_is_counted_before_its_day(promise, now):
    with pytest.raises(Refusal, match="too_early"):
        record_count(promise.surveys[0], Counted(100, 0), by=FIRM, now=now)


@pytest.mark.parametrize("wrong", [{"contract": "gift"}, {"evidence": "rumour"}])
def test_an_unknown_kind_is_refused(promise, now, wrong):
    with pytest.raises(Refusal, match="unknown_code"):
        record_count(promise.surveys[0], Counted(100, 0, **wrong), by=FIRM, now=now + HALF_A_YEAR)


def test_a_firm_helped_in_two_territories_counts_once(promise, now):
    other = tell_story(offers=1).accepted(now)
    promise.company.siren = other.role.need.company.siren = "000904078"
    db.session.commit()
    with transaction():
        second = open_promise(aid_of_mission(other), by=DESK, now=now, created=100, preserved=300)
    count(promise.surveys[0], 100, 0, now + HALF_A_YEAR)
    count(second.surveys[0], 200, 300, now + HALF_A_YEAR + timedelta(days=1))

    both = tally_jobs([promise.convention_id, second.convention_id], date(2027, 6, 1))
    assert both.promised == JobTotal(200, 300, asked=1, answered=1)
    assert both.latest == JobTotal(200, 300, asked=1, answered=1)
    assert tally(promise, date(2027, 6, 1)).latest.created == 100


def test_a_promise_may_be_said_later(mission, now):
    with transaction():
        promise = open_promise(aid_of_mission(mission), by=JOB, now=now)
    assert tally(promise, date(2026, 12, 1)).promised == JobTotal(0, 0, asked=1, answered=0)

    with transaction():
        state_promise(promise, 150, 0, by=DESK, now=now)
    assert tally(promise, date(2026, 12, 1)).promised == JobTotal(150, 0, asked=1, answered=1)


def test_a_territory_asks_where_its_rule_says_so(mission):
    territory = mission.pledge.convention.territory
    assert asks_for_jobs(territory) is False

    LocalRuleFactory(territory=territory, code=ASKS_FOR_JOBS, value=None)
    assert asks_for_jobs(territory) is True


def test_another_territory_finds_nothing(promise):
    here, survey = frozenset({promise.territory_id}), promise.surveys[0]

    assert find_scoped_survey(here, survey.id) == survey
    assert find_scoped_survey(frozenset({-1}), survey.id) is None


def test_a_lost_link_is_mailed_again_to_the_address_on_file(promise, now):
    with transaction():
        ask_firm(promise.surveys[0], by=JOB, now=now + HALF_A_YEAR)
    link = db.session.scalars(select(ActionLink).where(ActionLink.purpose == Purpose.COUNT_JOBS)).one()
    with transaction():
        send_jobs_link(link, now + HALF_A_YEAR + timedelta(days=200))

    mails = db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == "jobs_to_count")).all()
    assert len(mails) == 2
    assert link.expires_at > now + HALF_A_YEAR + timedelta(days=200)


def test_a_question_belongs_to_a_known_moment(promise):
    db.session.add(JobSurvey(promise=promise, months=7, due_on=date(2027, 1, 1)))

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_decision_opens_the_promise_of_its_dossier_once(engine_app, session, now):
    money = tell_money(now)
    decision = money.decided()
    dossier = decision.dossier
    assert open_promise_of_decision(decision, by=JOB, now=now) is None
    ConventionFactory(territory=dossier.territory, starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31))
    dossier.contact, dossier.jobs_created = ContactFactory(company=dossier.company), 3
    db.session.commit()

    with transaction():
        first = open_promise_of_decision(decision, by=JOB, now=now)
    with transaction():
        again = open_promise_of_decision(decision, by=JOB, now=now)

    assert first == again
    assert (first.source_kind, first.created_hundredths, first.preserved_hundredths) == ("decision", 300, None)
    assert [survey.months for survey in first.surveys] == [6, 12, 24, 36]


def test_a_link_that_is_asked_for_at_night_leaves_at_night(promise, now):
    survey = promise.surveys[0]
    later = now + HALF_A_YEAR
    with transaction():
        ask_firm(survey, by=JOB, now=later)
        link = db.session.scalars(select(ActionLink).where(ActionLink.purpose == Purpose.COUNT_JOBS)).one()
        send_jobs_link(link, later)

    rows = select(OutgoingMail.priority).where(OutgoingMail.template == "jobs_to_count").order_by(OutgoingMail.id)
    assert db.session.scalars(rows).all() == [REMINDER, ANSWER]


def test_who_was_erased_is_not_asked(promise, now):
    promise.contact.email = ""
    db.session.commit()

    with transaction():
        assert not ask_firm(promise.surveys[0], by=JOB, now=now + HALF_A_YEAR)


def test_a_decision_belongs_to_the_convention_that_was_signed(engine_app, session, now):
    money = tell_money(now)
    decision = money.running().decision
    draft, signed = (
        ConventionFactory(
            territory=money.fund.territory, state=state, starts_on=decision.decided_on, ends_on=date(2029, 1, 1)
        )
        for state in ("draft", "signed")
    )
    decision.dossier.contact = decision.dossier.contact or ContactFactory(company=decision.dossier.company)

    assert draft.id < signed.id
    assert aid_of_decision(decision).convention is signed
