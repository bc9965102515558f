"""The jobs of a convention, or of several: promised, counted at each moment, with the rate of answers. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from webapp.clock import local_date
from webapp.domain.outcomes import MONTHS, JobTotal, Statement, firm_key, total_of_counts, total_of_promises
from webapp.extensions import db
from webapp.models.conventions import Convention
from webapp.models.outcomes import JobCount, JobPromise, JobSurvey
from webapp.services.outcomes import was_called_off


@dataclass(frozen=True)
class JobsTally:
    """What firms promised and counted. `latest` takes of each firm its last answer, whatever the moment."""

    promised: JobTotal
    at: Mapping[int, JobTotal]
    latest: JobTotal
    #: firms by what most of their jobs are, and by what their last count rests on
    contracts: Mapping[str, int]
    evidences: Mapping[str, int]
    promises: Sequence[JobPromise]


def tally_jobs(convention_ids: Collection[int], on: date) -> JobsTally:
    """The jobs of some conventions at the end of a day: a firm counts once in each total, in all of them together."""
    promises = _promises(convention_ids)
    surveys = [survey for promise in promises for survey in promise.surveys if survey.due_on <= on]
    last = _last_counts(surveys, on)
    return JobsTally(
        promised=total_of_promises(_of_promise(promise) for promise in promises if promise.promised_on <= on),
        at={
            months: total_of_counts(_of_survey(each, on) for each in surveys if each.months == months)
            for months in MONTHS
        },
        latest=total_of_counts(_of_survey(survey, on) for survey in surveys),
        contracts=Counter(count.contract for count in last if count.contract),
        evidences=Counter(count.evidence for count in last),
        promises=promises,
    )


def tally_firms(company_ids: Collection[int], on: date) -> JobTotal:
    """What some firms found last, whatever they were asked about, at the end of a day."""
    surveys = (
        select(JobSurvey)
        .join(JobSurvey.promise)
        .where(JobPromise.company_id.in_(company_ids), JobSurvey.due_on <= on, ~was_called_off())
        .options(joinedload(JobSurvey.promise).joinedload(JobPromise.company), selectinload(JobSurvey.counts))
        .order_by(JobSurvey.id)
    )
    return total_of_counts(_of_survey(survey, on) for survey in db.session.scalars(surveys))


def jobs_of(convention: Convention, *, now: datetime) -> dict[str, int | None]:
    """The jobs of a convention by name, in whole jobs: what firms counted last; None where none has answered."""
    latest = tally_jobs([convention.id], local_date(now)).latest
    return {
        "jobs_created": latest.created // 100 if latest.answered else None,
        "jobs_preserved": latest.preserved // 100 if latest.answered else None,
        "jobs_asked": latest.asked,
        "jobs_answered": latest.answered,
    }


def _promises(convention_ids: Collection[int]) -> Sequence[JobPromise]:
    rows = (
        select(JobPromise)
        .where(JobPromise.convention_id.in_(convention_ids), ~was_called_off())
        .options(
            joinedload(JobPromise.company),
            joinedload(JobPromise.contact),
            selectinload(JobPromise.surveys).selectinload(JobSurvey.counts),
        )
        .order_by(JobPromise.promised_on.desc(), JobPromise.id.desc())
    )
    return db.session.scalars(rows).all()


def _of_promise(promise: JobPromise) -> Statement:
    firm = firm_key(promise.company.siren, promise.company_id)
    return Statement(firm, promise.created_hundredths, promise.preserved_hundredths, promise.promised_on)


def _of_survey(survey: JobSurvey, on: date) -> Statement:
    firm, answer = firm_key(survey.promise.company.siren, survey.promise.company_id), survey.answer_on(on)
    if answer is None:
        return Statement(firm, None, None)
    return Statement(firm, answer.created_hundredths, answer.preserved_hundredths, answer.counted_on, answer.id)


def _last_counts(surveys: Sequence[JobSurvey], on: date) -> list[JobCount]:
    """The last answer of each firm at the end of a day."""
    last: dict[str, JobCount] = {}
    for survey in surveys:
        firm, answer = firm_key(survey.promise.company.siren, survey.promise.company_id), survey.answer_on(on)
        if answer is not None and (firm not in last or _moment(last[firm]) <= _moment(answer)):
            last[firm] = answer
    return list(last.values())


def _moment(count: JobCount) -> tuple[date, int]:
    return count.counted_on, count.id
