"""Jobs: what a firm expects when it is helped, and what it counts 6, 12, 24 and 36 months later.

A promise has one source, a mission or a committee's decision, and opens its four questions at once. What a firm counted is
a line that nothing erases: a correction is another line, and the last one stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, select

from webapp.clock import local_date
from webapp.domain import outcomes as rules
from webapp.domain.errors import Refusal
from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.mail import outcome_messages
from webapp.mail.envelopes import at_once
from webapp.models.companies import Company, Contact
from webapp.models.conventions import Convention
from webapp.models.dossiers import Decision
from webapp.models.links import ActionLink
from webapp.models.missions import Mission
from webapp.models.outcomes import JobCount, JobPromise, JobSurvey
from webapp.models.territories import LocalRule, Territory
from webapp.services.conventions import find_convention
from webapp.services.links import issue_link
from webapp.services.steps import lock, record

#: the rule of a territory that asks for jobs
ASKS_FOR_JOBS = "jobs_asked"

#: how long a firm may answer by the link
LINK_LIFE = timedelta(days=120)


@dataclass(frozen=True)
class Aid:
    """What a promise comes with: its source, the firm and whom to ask, where and since when."""

    source_kind: str
    source_id: int
    company: Company
    contact: Contact
    territory: Territory
    convention: Convention
    on: date


@dataclass(frozen=True)
class Counted:
    """What a firm found, in hundredths of full-time equivalents and in cents."""

    created: int
    preserved: int
    contract: str = ""
    evidence: str = "said"
    turnover_before: int | None = None
    turnover_after: int | None = None


def asks_for_jobs(territory: Territory) -> bool:
    """True where the territory asks each firm that it helps for jobs."""
    rule = select(LocalRule.id).where(LocalRule.territory_id == territory.id, LocalRule.code == ASKS_FOR_JOBS)
    return db.session.scalar(rule) is not None


def aid_of_mission(mission: Mission) -> Aid:
    """The aid that a mission is."""
    need = mission.role.need
    assert need.company is not None, "a mission helps a firm"
    assert need.territory is not None, "a mission's need has its territory"
    on = local_date(mission.created_at)
    return Aid("mission", mission.id, need.company, need.contact, need.territory, mission.pledge.convention, on)


def aid_of_decision(decision: Decision) -> Aid | None:
    """The aid that a committee granted; None where nobody of the firm is known, or no convention ran that day."""
    dossier = decision.dossier
    convention = find_convention(dossier.territory, decision.decided_on)
    if dossier.contact is None or convention is None:
        return None
    return Aid(
        "decision", decision.id, dossier.company, dossier.contact, dossier.territory, convention, decision.decided_on
    )


def open_promise_of_decision(decision: Decision, *, by: Actor, now: datetime) -> JobPromise | None:
    """Open the promise that stands in a dossier once its committee has approved it; None where nobody can be asked."""
    aid, dossier = aid_of_decision(decision), decision.dossier
    if aid is None or decision.outcome != "approved":
        return None
    created, preserved = (
        None if jobs is None else 100 * jobs for jobs in (dossier.jobs_created, dossier.jobs_preserved)
    )
    return open_promise(aid, by=by, now=now, created=created, preserved=preserved)


def open_promise(
    aid: Aid, *, by: Actor, now: datetime, created: int | None = None, preserved: int | None = None
) -> JobPromise:
    """Open the promise of an aid with its four questions, or find it; the figures may be said later.

    Full-time equivalents in hundredths. An aid has one promise however often this is called.
    """
    found = find_promise(aid.source_kind, aid.source_id)
    if found is not None:
        return found
    promise = JobPromise(
        company=aid.company,
        territory=aid.territory,
        convention=aid.convention,
        contact=aid.contact,
        source_kind=aid.source_kind,
        source_id=aid.source_id,
        created_hundredths=created,
        preserved_hundredths=preserved,
        promised_on=aid.on,
    )
    promise.surveys = [JobSurvey(months=months, due_on=rules.due_on(aid.on, months)) for months in rules.MONTHS]
    db.session.add(promise)
    db.session.flush()
    record(promise, "open", by=by, now=now)
    return promise


def state_promise(promise: JobPromise, created: int, preserved: int, *, by: Actor, now: datetime) -> None:
    """Write down what a firm expects; said again, the new figures stand and the event tells who changed them."""
    lock(promise)
    promise.created_hundredths, promise.preserved_hundredths = created, preserved
    record(promise, "promise", by=by, now=now)


def was_called_off() -> ColumnElement[bool]:
    """That a promise came with a mission that was cancelled since: nobody helped, so nothing is asked or counted."""
    cancelled = exists().where(Mission.id == JobPromise.source_id, Mission.state == "cancelled")
    return (JobPromise.source_kind == "mission") & cancelled


def ask_firm(survey: JobSurvey, *, by: Actor, now: datetime) -> bool:
    """Ask a firm by mail how many jobs there are; False when there is nothing to ask any more, not yet, or nobody."""
    lock(survey)
    if not survey.promise.contact.email or not needs_question(survey, local_date(now)):
        return False
    if db.session.scalar(select(JobPromise.id).where(JobPromise.id == survey.promise_id, was_called_off())):
        return False
    survey.asked_at = now
    survey.asked_count += 1
    event = record(survey, "ask", by=by, now=now)
    link = issue_link(Purpose.COUNT_JOBS, survey.id, survey.promise.contact, expires_at=now + LINK_LIFE)
    db.session.add(outcome_messages.jobs_to_count(survey, link, event=event, now=now))
    return True


def send_jobs_link(link: ActionLink, now: datetime) -> None:
    """Mail a firm the link of its question again, to the address on file."""
    survey = find_survey(link.object_id)
    link.expires_at = max(link.expires_at, now + LINK_LIFE)
    by = Actor(ActorKind.CONTACT, link.person_id)
    event = record(survey, "send_link_again", by=by, now=now)
    db.session.add(at_once(outcome_messages.jobs_to_count(survey, link, event=event, now=now)))


def needs_question(survey: JobSurvey, today: date) -> bool:
    """True on its day, and once more three weeks later, while nobody has answered.

    A moment that was missed by half a year is left: the next one is near, and two questions at once are one too many.
    """
    if survey.answer is not None or survey.asked_count >= rules.MOST_QUESTIONS:
        return False
    if survey.asked_at is not None:
        return local_date(survey.asked_at) + timedelta(days=rules.ASK_AGAIN_AFTER_DAYS) <= today
    return survey.due_on <= today < rules.due_on(survey.due_on, 6)


def record_count(survey: JobSurvey, counted: Counted, *, by: Actor, now: datetime) -> JobCount:
    """Write what a firm found, by its link, by telephone or after a visit.

    Raises:
        Refusal: the moment has not come (`too_early`), or a kind of contract or evidence is unknown (`unknown_code`).
    """
    lock(survey)
    if local_date(now) < survey.due_on:
        raise Refusal("too_early", due_on=survey.due_on)
    if counted.contract not in ("", *rules.CONTRACTS) or counted.evidence not in rules.EVIDENCES:
        raise Refusal("unknown_code")
    count = JobCount(
        survey=survey,
        created_hundredths=counted.created,
        preserved_hundredths=counted.preserved,
        contract=counted.contract,
        evidence=counted.evidence,
        turnover_before_cents=counted.turnover_before,
        turnover_after_cents=counted.turnover_after,
        counted_on=local_date(now),
        written_at=now,
        actor_kind=by.kind,
        actor_id=by.id,
    )
    db.session.add(count)
    db.session.flush()
    record(survey, "count", by=by, now=now, reason=counted.evidence)
    return count


def next_question_of(promise: JobPromise, today: date) -> date | None:
    """The next day on which a firm will be asked; None after the last."""
    return next((survey.due_on for survey in promise.surveys if survey.due_on > today), None)


def find_promise(source_kind: str, source_id: int) -> JobPromise | None:
    """The promise of an aid."""
    wanted = JobPromise.source_kind == source_kind, JobPromise.source_id == source_id
    return db.session.scalar(select(JobPromise).where(*wanted))


def find_scoped_survey(territory_ids: frozenset[int], survey_id: int) -> JobSurvey | None:
    """A question to a firm of one of these territories."""
    wanted = JobSurvey.id == survey_id, JobPromise.territory_id.in_(territory_ids)
    return db.session.scalar(select(JobSurvey).join(JobSurvey.promise).where(*wanted))


def find_survey(survey_id: int) -> JobSurvey:
    """The question that a link is about."""
    return db.session.get_one(JobSurvey, survey_id)
