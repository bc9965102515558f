"""Jobs created and preserved: firms are asked 6, 12, 24 and 36 months after they were helped."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, select

from jobs.items import Outcome, for_each
from webapp.clock import local_date
from webapp.domain.deadlines import is_sending_hour
from webapp.domain.outcomes import ASK_AGAIN_AFTER_DAYS, MOST_QUESTIONS
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.conventions import binds_on
from webapp.models.dossiers import Decision, Dossier
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.outcomes import JobCount, JobPromise, JobSurvey
from webapp.models.shortfalls import JobShortfall
from webapp.models.territories import LocalRule
from webapp.services.job_shortfalls import lift_case, list_settled_cases, list_short_surveys, open_case
from webapp.services.outcomes import (
    ASKS_FOR_JOBS,
    aid_of_mission,
    ask_firm,
    open_promise,
    open_promise_of_decision,
    was_called_off,
)
from webapp.services.steps import record


def open_job_promises(now: datetime) -> Outcome:
    """Open the promise of each mission in territories that ask for jobs, once its half hour to be undone is over, and
    that of each decision of a committee on a dossier that promises jobs.

    Selects introduced missions and approvals without a promise; the promise marks them done. After a week off, all of them.
    """
    return _promises_of_missions(now) + _promises_of_decisions(now)


def _promises_of_missions(now: datetime) -> Outcome:
    asks = exists().where(LocalRule.territory_id == Need.territory_id, LocalRule.code == ASKS_FOR_JOBS)
    has_one = exists().where(JobPromise.source_kind == "mission", JobPromise.source_id == Mission.id)
    due = (
        select(Mission.id)
        .join(Mission.role)
        .join(NeedRole.need)
        .where(Mission.introduced_at <= now, Mission.state != "cancelled", asks, ~has_one)
        .order_by(Mission.id)
    )

    def open_one(mission_id: int) -> bool:
        mission = db.session.get_one(Mission, mission_id)
        record(mission, "ask_for_jobs", by=JOB, now=now)
        open_promise(aid_of_mission(mission), by=JOB, now=now)
        return True

    return for_each(db.session.scalars(due).all(), open_one)


def _promises_of_decisions(now: datetime) -> Outcome:
    has_one = exists().where(JobPromise.source_kind == "decision", JobPromise.source_id == Decision.id)
    due = (
        select(Decision.id)
        .join(Decision.dossier)
        .where(
            Decision.outcome == "approved",
            Dossier.contact_id.is_not(None),
            Dossier.jobs_created.is_not(None) | Dossier.jobs_preserved.is_not(None),
            exists().where(binds_on(Dossier.territory_id, Decision.decided_on)),
            ~has_one,
        )
        .order_by(Decision.id)
    )

    def open_one(decision_id: int) -> bool:
        return open_promise_of_decision(db.session.get_one(Decision, decision_id), by=JOB, now=now) is not None

    return for_each(db.session.scalars(due).all(), open_one)


def find_missing_jobs(now: datetime) -> Outcome:
    """Open a case for a coordinator where a firm's answer is below what it promised with an advance, and close those that
    settled themselves.

    Selects answers below the promise without a case, in territories with the rule; the case marks them done. No answer is
    no case. After a week off, one case for each answer.
    """

    def find(survey_id: int) -> bool:
        return open_case(db.session.get_one(JobSurvey, survey_id), by=JOB, now=now) is not None

    def lift(case_id: int) -> bool:
        return lift_case(db.session.get_one(JobShortfall, case_id), by=JOB, now=now)

    return for_each(list_short_surveys(), find) + for_each(list_settled_cases(), lift)


def ask_about_jobs(now: datetime) -> Outcome:
    """Ask firms how many jobs were created and preserved, on the day of each question and once more three weeks later.

    Selects questions whose day has come without an answer; `asked_count` marks them done. At sending hours only. After a
    week off, one question for each.
    """
    if not is_sending_hour(now):
        return Outcome()
    answered = exists().where(JobCount.survey_id == JobSurvey.id)
    again = JobSurvey.asked_at <= now - timedelta(days=ASK_AGAIN_AFTER_DAYS)
    due = (
        select(JobSurvey.id)
        .join(JobSurvey.promise)
        .where(
            ~was_called_off(),
            JobSurvey.due_on <= local_date(now),
            JobSurvey.asked_count < MOST_QUESTIONS,
            JobSurvey.asked_at.is_(None) | again,
            ~answered,
        )
        .order_by(JobSurvey.due_on, JobSurvey.id)
    )

    def ask(survey_id: int) -> bool:
        survey = db.session.get_one(JobSurvey, survey_id)
        return is_sending_hour(now, survey.promise.territory.department) and ask_firm(survey, by=JOB, now=now)

    return for_each(db.session.scalars(due).all(), ask)
