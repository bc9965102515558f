"""What firms promised and counted of jobs, told again at the moments at which they said it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial

from seed_data import rows
from seed_data.agenda import Agenda, at
from seed_data.load_needs import Story, StoryError
from seed_data.readers import Programme
from webapp.domain.states import Actor
from webapp.models.outcomes import JobPromise
from webapp.services.outcomes import Counted, find_promise, record_count, state_promise

#: at eleven, once the mails of the morning have been read
SAID_AT = 11


def tell_jobs(programme: Programme, stories: Mapping[str, Story], agenda: Agenda) -> None:
    """Note what each firm said in the agenda."""
    for row in (row for row in programme.job_counts if row.mission in stories):
        agenda.add(at(row.said_on, SAID_AT), partial(_say, stories[row.mission], row))


def _say(story: Story, row: rows.JobCountRow, now: datetime) -> None:
    promise = _promise_of(story, row)
    created, preserved = _hundredths(row.created), _hundredths(row.preserved)
    if row.months == 0:
        state_promise(promise, created, preserved, by=story.desk, now=now)
        return
    count_jobs(promise, row, by=story.firm if row.evidence == "said" else story.desk, now=now)


def count_jobs(promise: JobPromise, row: rows.JobCountRow, *, by: Actor, now: datetime) -> None:
    """A firm's answer to the question of one moment."""
    created, preserved = _hundredths(row.created), _hundredths(row.preserved)
    (survey,) = (survey for survey in promise.surveys if survey.months == row.months)
    record_count(survey, Counted(created, preserved, row.contract, row.evidence), by=by, now=now)


def _promise_of(story: Story, row: rows.JobCountRow) -> JobPromise:
    promise = find_promise("mission", story.mission.id)
    if promise is None:
        raise StoryError(f"{row.mission} on {row.said_on}: nobody asked for jobs")
    return promise


def _hundredths(jobs: Decimal) -> int:
    return int(jobs * 100)
