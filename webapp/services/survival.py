"""What became of the firms that were helped: who is due to be asked about, what was seen, and the count by convention."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from webapp.clock import local_date
from webapp.domain.errors import Refusal
from webapp.domain.outcomes import firm_key
from webapp.domain.states import Actor
from webapp.domain.survival import YEARS, Sighting, Survival, add_up, anniversary, status_on
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.advances import Advance
from webapp.models.companies import Company
from webapp.models.conventions import Convention, Pledge
from webapp.models.dossiers import Decision, Dossier
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.sightings import FirmSighting
from webapp.services.company_search import Found
from webapp.services.loans import was_lent
from webapp.services.steps import lock, record

#: how long after the search could not tell it is asked about the same firm again
ASK_AGAIN_AFTER = timedelta(days=60)

#: firms that one run of the job asks about, so that the search is not asked more than it likes
MOST_LOOK_UPS = 50


@dataclass(frozen=True)
class Helped:
    """A firm that was helped under a convention, since when, and what it was on each anniversary that has come."""

    company: Company
    helped_on: date
    statuses: dict[int, str]
    #: the last thing that was seen of it
    last: FirmSighting | None


def list_helped(convention: Convention, on: date) -> list[Helped]:
    """The firms of a convention whose first anniversary has come, those of which something is unknown first."""
    since = _first_aid(convention)
    due = {company: day for company, day in since.items() if anniversary(day, YEARS[0]) <= on}
    rows = select(Company).where(Company.id.in_(due)).order_by(without_accents(Company.name), Company.id)
    companies = db.session.scalars(rows).all()
    seen = _sightings(due)
    helped = [_helped(company, due[company.id], seen[company.id], on) for company in _once(companies, due)]
    return sorted(helped, key=lambda row: "unknown" not in row.statuses.values())


def _helped(company: Company, helped_on: date, rows: Sequence[FirmSighting], on: date) -> Helped:
    sightings = [Sighting(row.status, row.seen_on, row.ended_on) for row in rows if row.seen_on <= on]
    days = {years: anniversary(helped_on, years) for years in YEARS}
    statuses = {years: status_on(sightings, day) for years, day in days.items() if day <= on}
    return Helped(company, helped_on, statuses, rows[-1] if rows else None)


def _once(companies: Sequence[Company], since: dict[int, date]) -> list[Company]:
    """Of rows that are the same firm, the one that was helped first."""
    first: dict[str, Company] = {}
    for company in sorted(companies, key=lambda each: (since[each.id], each.id)):
        first.setdefault(firm_key(company.siren, company.id), company)
    return [company for company in companies if first[firm_key(company.siren, company.id)] is company]


def tally_survival(convention: Convention, on: date) -> tuple[Survival, ...]:
    """The firms of a convention three and five years after their first aid; each once, nothing before an anniversary."""
    rows = list_helped(convention, on)
    return tuple(
        add_up(statuses, years)
        for years in YEARS
        if (statuses := [row.statuses[years] for row in rows if years in row.statuses])
    )


def _first_aid(convention: Convention) -> dict[int, date]:
    """The first day on which each firm was helped under a convention, by a mission or by an advance that was paid."""
    missions = (
        select(Need.company_id, func.min(Mission.introduced_at))
        .join(NeedRole, NeedRole.need_id == Need.id)
        .join(Mission, Mission.role_id == NeedRole.id)
        .join(Pledge, Pledge.id == Mission.pledge_id)
        .where(
            Pledge.convention_id == convention.id,
            Mission.introduced_at.is_not(None),
            Mission.state.not_in(("cancelled", "abandoned")),
            Need.company_id.is_not(None),
        )
        .group_by(Need.company_id)
    )
    since: dict[int, date] = {company: local_date(at) for company, at in db.session.execute(missions)}
    advances = (
        select(Dossier.company_id, func.min(Decision.decided_on))
        .join(Decision, Decision.dossier_id == Dossier.id)
        .join(Advance, Advance.decision_id == Decision.id)
        .where(*was_lent(convention))
        .group_by(Dossier.company_id)
    )
    for company, day in db.session.execute(advances):
        since[company] = min(since.get(company, day), day)
    return since


def _sightings(company_ids: Collection[int]) -> dict[int, list[FirmSighting]]:
    """What was seen of each firm, in the order in which it was written."""
    found: dict[int, list[FirmSighting]] = defaultdict(list)
    rows = select(FirmSighting).where(FirmSighting.company_id.in_(company_ids)).order_by(FirmSighting.id)
    for row in db.session.scalars(rows):
        found[row.company_id].append(row)
    return found


def find_sighting(company: Company) -> FirmSighting | None:
    """The last thing that was seen of a firm."""
    return next(reversed(_sightings([company.id])[company.id]), None)


def note_sighting(
    company: Company, found: Found, *, seen_on: date, source: str, by: Actor, now: datetime
) -> FirmSighting:
    """Write down what a firm was found to be.

    Raises:
        Refusal: it was seen on a day to come (`in_the_future`), or ended after it was seen (`ended_after_seen`), or only
            what has ended has a day since when (`has_not_ended`).
    """
    if seen_on > local_date(now):
        raise Refusal("in_the_future", today=local_date(now))
    if found.ended_on is not None and found.ended_on > seen_on:
        raise Refusal("ended_after_seen")
    if found.ended_on is not None and found.status not in ("closed", "taken_over"):
        raise Refusal("has_not_ended")
    lock(company)
    row = FirmSighting(
        company_id=company.id,
        status=found.status,
        source=source,
        seen_on=seen_on,
        ended_on=found.ended_on,
        written_at=now,
        actor_kind=by.kind,
        actor_id=by.id,
    )
    db.session.add(row)
    db.session.flush()
    record(company, "see", by=by, now=now, reason=found.status)
    return row


def list_to_look_up(now: datetime) -> list[int]:
    """Firms with a SIREN of which nothing is known on an anniversary that has come, and that the search was not asked
    about lately; as many as one run may ask about."""
    today = local_date(now)
    asked = select(FirmSighting.company_id).where(
        FirmSighting.source == "search", FirmSighting.written_at > now - ASK_AGAIN_AFTER
    )
    lately = set(db.session.scalars(asked))
    conventions = select(Convention).where(Convention.starts_on <= today).order_by(Convention.id)
    wanted = {
        row.company.id
        for convention in db.session.scalars(conventions).all()
        for row in list_helped(convention, today)
        if row.company.siren and "unknown" in row.statuses.values() and row.company.id not in lately
    }
    return sorted(wanted)[:MOST_LOOK_UPS]
