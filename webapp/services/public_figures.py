"""What anyone may know of the programme: what past conventions gave, what the present ones promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from webapp.clock import local_date
from webapp.extensions import db
from webapp.models.conventions import Convention, Pledge
from webapp.models.missions import Mission, Visit
from webapp.services.conventions import find_convention
from webapp.services.outcome_tallies import tally_jobs
from webapp.services.tallies import find_past_convention, tally_convention
from webapp.services.territories import list_territories

#: visits that took place, by what the expert said
TOOK_PLACE = ("declared", "confirmed", "deemed", "disputed")


@dataclass(frozen=True)
class Proof:
    """What one territory did under the last convention that has ended. Jobs: None where nobody has counted them."""

    place: str
    projects: int
    minutes: int
    minutes_per_day: int
    starts_on: date
    ends_on: date
    jobs_created: int | None = None
    jobs_preserved: int | None = None


@dataclass(frozen=True)
class Promise:
    """A convention in force: what was promised and what was given so far, in minutes."""

    place: str
    title: str
    starts_on: date
    ends_on: date
    pledged: int
    given: int
    minutes_per_day: int


def find_proof(now: datetime) -> Proof | None:
    """The past convention that gave most, of all territories; None before the first one has ended."""
    past = (find_past_convention(territory, local_date(now)) for territory in list_territories())
    proofs = [_proof(convention, now) for convention in past if convention is not None]
    return max(proofs, key=lambda proof: proof.minutes, default=None)


def list_promises(now: datetime) -> list[Promise]:
    """The conventions in force, by territory."""
    present = (find_convention(territory, local_date(now)) for territory in list_territories())
    return [_promise(convention, now) for convention in present if convention is not None]


def _proof(convention: Convention, now: datetime) -> Proof:
    jobs = tally_jobs([convention.id], local_date(now)).latest
    return Proof(
        place=convention.territory.name,
        projects=_count_projects(convention),
        minutes=tally_convention(convention, now=now).total.counters.delivered,
        minutes_per_day=convention.minutes_per_day,
        starts_on=convention.starts_on,
        ends_on=convention.ends_on,
        jobs_created=jobs.created // 100 if jobs.answered else None,
        jobs_preserved=jobs.preserved // 100 if jobs.answered else None,
    )


def _promise(convention: Convention, now: datetime) -> Promise:
    total = tally_convention(convention, now=now).total
    return Promise(
        place=convention.territory.name,
        title=convention.title,
        starts_on=convention.starts_on,
        ends_on=convention.ends_on,
        pledged=total.pledged,
        given=total.counters.delivered,
        minutes_per_day=convention.minutes_per_day,
    )


def _count_projects(convention: Convention) -> int:
    """Missions with at least one visit that took place, on the pledges of the convention."""
    counted = (
        select(func.count(Mission.id.distinct()))
        .join(Pledge, Pledge.id == Mission.pledge_id)
        .join(Visit, Visit.mission_id == Mission.id)
        .where(Pledge.convention_id == convention.id, Visit.state.in_(TOOK_PLACE))
    )
    return db.session.scalar(counted) or 0
