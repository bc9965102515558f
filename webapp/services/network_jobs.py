"""The jobs that firms found, territory by territory and by size of firm, with the rate of answers. Reads only.

A firm counts once in each total: in two territories it is in both of their rows, and once in that of the network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from webapp.clock import local_date
from webapp.domain.outcomes import JobTotal, Statement, firm_key, total_of_counts
from webapp.domain.sizes import size_of
from webapp.extensions import db
from webapp.models.companies import Company
from webapp.models.outcomes import JobCount, JobPromise, JobSurvey
from webapp.services.outcomes import was_called_off

NO_JOBS = JobTotal(0, 0, 0, 0)


@dataclass(frozen=True)
class NetworkJobs:
    """What firms found last, whatever the moment they were asked about."""

    territories: Mapping[int, JobTotal] = field(default_factory=dict)
    sizes: Mapping[str, JobTotal] = field(default_factory=dict)
    total: JobTotal = NO_JOBS

    def of(self, territory_id: int) -> JobTotal:
        return self.territories.get(territory_id, NO_JOBS)

    def of_size(self, code: str) -> JobTotal:
        return self.sizes.get(code, NO_JOBS)


@dataclass(frozen=True)
class _Said:
    territory_id: int
    size: str
    statement: Statement


def tally_network_jobs(territory_ids: frozenset[int], now: datetime) -> NetworkJobs:
    """The jobs of some territories, of the questions that have come due by today."""
    said = _statements(territory_ids, local_date(now))
    places: dict[int, list[Statement]] = {}
    sizes: dict[str, list[Statement]] = {}
    for each in said:
        places.setdefault(each.territory_id, []).append(each.statement)
        sizes.setdefault(each.size, []).append(each.statement)
    return NetworkJobs(_totals(places), _totals(sizes), total_of_counts(each.statement for each in said))


def _totals(statements: Mapping[Any, Iterable[Statement]]) -> dict[Any, JobTotal]:
    return {key: total_of_counts(said) for key, said in statements.items()}


def _statements(territory_ids: frozenset[int], today: date) -> list[_Said]:
    last = select(func.max(JobCount.id)).group_by(JobCount.survey_id)
    rows = db.session.execute(
        select(
            JobPromise.territory_id,
            Company.id,
            Company.siren,
            Company.staff,
            JobCount.created_hundredths,
            JobCount.preserved_hundredths,
            JobCount.counted_on,
            JobCount.id,
        )
        .select_from(JobSurvey)
        .join(JobPromise, JobPromise.id == JobSurvey.promise_id)
        .join(Company, Company.id == JobPromise.company_id)
        .outerjoin(JobCount, (JobCount.survey_id == JobSurvey.id) & JobCount.id.in_(last))
        .where(JobPromise.territory_id.in_(territory_ids), JobSurvey.due_on <= today, ~was_called_off())
        .order_by(JobSurvey.id)
    )
    return [
        _Said(territory_id, size_of(staff), Statement(firm_key(siren, company_id), *said))
        for territory_id, company_id, siren, staff, *said in rows
    ]
