"""Jobs promised with an advance that a firm has not found: the case, and what a coordinator decides about it.

Only where the territory has the rule, only from a firm's answer at 12, 24 or 36 months: no answer is no case. Created and
preserved jobs count together, as where the territory asks for a minimum, and not before the day by which they were promised.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, contains_eager

from webapp.clock import local_date
from webapp.domain.advances import Call, call_of
from webapp.domain.errors import Refusal, WrongState
from webapp.domain.outcomes import JUDGED_MONTHS
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.mail import outcome_messages
from webapp.models.advances import Advance, Schedule
from webapp.models.dossiers import Decision, Dossier
from webapp.models.funds import Fund
from webapp.models.outcomes import JobCount, JobPromise, JobSurvey
from webapp.models.shortfalls import JobShortfall
from webapp.models.territories import LocalRule
from webapp.services.advance_links import advance_link, find_contact
from webapp.services.advances import call_instalments
from webapp.services.notes import add_note, reason_given
from webapp.services.schedules import find_schedule, lines_of
from webapp.services.steps import lock, record, take_step

#: the rule of a territory: how many of the last instalments are called early
RULE = "money_jobs_called_early"

#: what is missing by a firm's last answer, in hundredths; SQL
_MISSING = (
    func.coalesce(JobPromise.created_hundredths, 0)
    + func.coalesce(JobPromise.preserved_hundredths, 0)
    - JobCount.created_hundredths
    - JobCount.preserved_hundredths
)


def list_short_surveys() -> list[int]:
    """The questions answered below the promise about which no case was opened, of advances that are being repaid."""
    known = select(JobShortfall.survey_id)
    rows = _answered(select(JobSurvey.id)).where(_MISSING > 0, JobSurvey.id.not_in(known))
    return list(db.session.scalars(rows.order_by(JobSurvey.id)))


def _answered(rows: Select[Any]) -> Select[Any]:
    """Questions with a firm's last answer, behind advances of territories with the rule."""
    counts = aliased(JobCount)
    last = select(func.max(counts.id)).where(counts.survey_id == JobSurvey.id).scalar_subquery()
    has_rule = select(LocalRule.territory_id).where(LocalRule.code == RULE)
    source = (JobPromise.source_kind == "decision") & (JobPromise.source_id == Advance.decision_id)
    return (
        rows.select_from(JobSurvey)
        .join(JobSurvey.promise)
        .join(JobCount, JobCount.id == last)
        .join(Advance, source)
        .join(Advance.decision)
        .join(Decision.dossier)
        .where(
            JobSurvey.months.in_(JUDGED_MONTHS),
            JobPromise.territory_id.in_(has_rule),
            Advance.state == "running",
            Dossier.jobs_by.is_(None) | (Dossier.jobs_by <= JobSurvey.due_on),
        )
    )


def open_case(survey: JobSurvey, *, by: Actor, now: datetime) -> JobShortfall | None:
    """Open the case of a question that was answered below the promise; None when it is so no more, or was opened."""
    lock(survey)
    if survey.id not in list_short_surveys():
        return None
    advance_id, missing = db.session.execute(
        _answered(select(Advance.id, _MISSING)).where(JobSurvey.id == survey.id)
    ).one()
    case = JobShortfall(survey_id=survey.id, advance_id=advance_id, missing_hundredths=missing, created_at=now)
    db.session.add(case)
    db.session.flush()
    record(survey, "fall_short", by=by, now=now)
    record(case, "find", by=by, now=now, to_state=case.state)
    return case


def list_settled_cases() -> list[int]:
    """Open cases that settled themselves: the answer was corrected, or the advance is not repaid any more."""
    still = _answered(select(JobSurvey.id)).where(_MISSING > 0)
    rows = select(JobShortfall.id).where(JobShortfall.state == "open", JobShortfall.survey_id.not_in(still))
    return list(db.session.scalars(rows.order_by(JobShortfall.id)))


def lift_case(case: JobShortfall, *, by: Actor, now: datetime) -> bool:
    """Close a case that settled itself; False when there is something to decide after all."""
    lock(case)
    if case.id not in list_settled_cases():
        return False
    take_step(case, "lift", by=by, now=now)
    return True


def list_open_cases(territory_ids: frozenset[int]) -> list[JobShortfall]:
    """The cases that wait for a decision in some territories, the oldest first."""
    rows = _scoped(territory_ids).where(JobShortfall.state == "open")
    return list(db.session.scalars(rows.order_by(JobShortfall.created_at, JobShortfall.id)))


def find_scoped_case(territory_ids: frozenset[int], case_id: int) -> JobShortfall | None:
    """A case of one of these territories."""
    return db.session.scalar(_scoped(territory_ids).where(JobShortfall.id == case_id))


def _scoped(territory_ids: frozenset[int]) -> Select[tuple[JobShortfall]]:
    firm = contains_eager(JobShortfall.advance).contains_eager(Advance.decision).contains_eager(Decision.dossier)
    return (
        select(JobShortfall)
        .join(JobShortfall.advance)
        .join(Advance.fund)
        .join(Advance.decision)
        .join(Decision.dossier)
        .join(Dossier.company)
        .where(Fund.territory_id.in_(territory_ids))
        .options(firm.contains_eager(Dossier.company), contains_eager(JobShortfall.advance, Advance.fund))
    )


def most_called(advance: Advance) -> int | None:
    """How many instalments the rule of the territory can call early; None where it says nothing, or no jobs were promised."""
    dossier = advance.decision.dossier
    if not (dossier.jobs_created or dossier.jobs_preserved):
        return None
    return next((rule.value for rule in advance.fund.territory.rules if rule.code == RULE), None)


def find_call(advance: Advance, today: date) -> Call | None:
    """What the rule calls early now; None where it says nothing, or nothing is left that could be."""
    most = most_called(advance)
    if not most or advance.state != "running":
        return None
    return call_of(lines_of(advance, find_schedule(advance)), most, today)


def leave_case(case: JobShortfall, words: str, *, by: Actor, now: datetime) -> None:
    """A coordinator decides that nothing changes, and writes why.

    Raises:
        Refusal: no reason was given (`reason_missing`).
        WrongState: it is decided, or settled itself.
    """
    lock(case)
    words = reason_given(words)
    take_step(case, "leave", by=by, now=now)
    add_note(case.advance, words, by=by, now=now)


def apply_rule(case: JobShortfall, words: str, *, by: Actor, now: datetime) -> Schedule:
    """A coordinator applies the rule: the last instalments are called early, and the firm is told.

    Raises:
        Refusal: no reason was given (`reason_missing`), or nothing can be called early (`nothing_to_call`).
        WrongState: it is decided, or settled itself.
    """
    lock(case)
    if case.state != "open":
        raise WrongState(thing="job_shortfall", step="call", state=case.state)
    advance = lock(case.advance)
    call = find_call(advance, local_date(now))
    if call is None:
        raise Refusal("nothing_to_call")
    schedule = call_instalments(advance, call, by=by, now=now, words=words)
    event = take_step(case, "call", by=by, now=now, schedule_id=schedule.id)
    contact = find_contact(advance)
    if contact is not None:
        link = advance_link(advance, contact, now)
        facts = _facts(case, schedule, call)
        db.session.add(outcome_messages.jobs_missing(advance, contact, facts, link, event=event, now=now))
        db.session.flush()
    return schedule


def _facts(case: JobShortfall, schedule: Schedule, call: Call) -> dict[str, Any]:
    """What the firm is told: its instalments before and after."""
    due = next(part for part in schedule.plan if part.due_on == call.due_on)
    return {
        "months": case.survey.months,
        "missing_hundredths": case.missing_hundredths,
        "owed_cents": schedule.amount_cents,
        "called": call.count,
        "due_on": call.due_on.isoformat(),
        "amount_cents": due.amount_cents,
        "ends_on": schedule.plan[-1].due_on.isoformat(),
    }
