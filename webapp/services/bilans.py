"""The bilan of a convention: its figures from the ledger, its versions as they were published."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from webapp.domain import deadlines
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.companies import Company
from webapp.models.conventions import Amendment, Convention, Pledge
from webapp.models.groups import Group
from webapp.models.ledger import DayEntry
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal
from webapp.models.reports import PublishedReport
from webapp.models.territories import Commune
from webapp.reports.bilan import write_bilan
from webapp.reports.bilan_figures import AmendedPledge, BilanFigures, Jobs, MissionDays, Money
from webapp.reports.document import Document, from_json, to_json
from webapp.reports.files import ReportFiles
from webapp.services.breakdowns import tally_by_family
from webapp.services.delays import measure_delays
from webapp.services.fund_figures import money_of
from webapp.services.opinion_tallies import opinions_of
from webapp.services.outcome_tallies import tally_jobs
from webapp.services.steps import lock, record
from webapp.services.tallies import DELTAS, Tally, tally_convention

_GIVEN = ("confirmed", "deemed", "declared")


def draw_up_bilan(
    convention: Convention, *, now: datetime, as_of: date | None = None, with_names: bool = False
) -> Document:
    """The bilan at the end of a day, today by default, in the language of the moment. Writes nothing."""
    return write_bilan(_figures(convention, now, as_of), with_names=with_names)


def subject_of(document: Document, *, with_names: bool) -> str:
    """What the versions of a bilan have in common."""
    return f"bilan:{document.language}:{'names' if with_names else 'no_names'}"


def publish_report(
    convention: Convention, document: Document, files: ReportFiles, *, subject: str, by: Actor, now: datetime
) -> PublishedReport:
    """Freeze a report as its next version. The same figures published twice are one version."""
    lock(convention)
    latest = find_latest(convention, subject)
    content = to_json(document)
    if latest is not None and latest.content == content:
        return latest
    published = PublishedReport(
        convention=convention,
        kind=document.kind,
        subject=subject,
        version=1 if latest is None else latest.version + 1,
        as_of=date.fromisoformat(document.as_of),
        title=document.title,
        content=content,
        sha256=files.sha256,
        pdf=files.pdf,
        workbook=files.workbook,
        published_at=now,
        author_id=by.id,
    )
    db.session.add(published)
    db.session.flush()
    record(convention, "publish", by=by, now=now, reason=document.kind)
    return published


def find_latest(convention: Convention, subject: str) -> PublishedReport | None:
    """The last published version of a report."""
    return db.session.scalar(
        select(PublishedReport)
        .where(PublishedReport.convention_id == convention.id, PublishedReport.subject == subject)
        .order_by(PublishedReport.version.desc())
        .limit(1)
    )


def list_published(convention: Convention) -> Sequence[PublishedReport]:
    """Every published report of a convention, the latest first."""
    rows = select(PublishedReport).where(PublishedReport.convention_id == convention.id)
    return db.session.scalars(rows.order_by(PublishedReport.id.desc())).all()


def find_scoped_report(territory_ids: Collection[int], report_id: int) -> PublishedReport | None:
    """A published report of one of these territories."""
    return db.session.scalar(
        select(PublishedReport)
        .join(PublishedReport.convention)
        .where(PublishedReport.id == report_id, Convention.territory_id.in_(territory_ids))
        .options(joinedload(PublishedReport.convention).joinedload(Convention.territory))
    )


@dataclass(frozen=True)
class Frozen:
    """A published bilan, and the same drawn up from what the ledger says now of the same day and before."""

    document: Document
    today: Document


def compare_with_today(report: PublishedReport, *, now: datetime) -> Frozen:
    """A published bilan beside the one that the ledger gives today: what was corrected since shows as a difference."""
    with_names = report.subject.endswith(":names")
    return Frozen(from_json(report.content), draw_up_bilan(report.convention, now=now, with_names=with_names))


def _figures(convention: Convention, now: datetime, as_of: date | None) -> BilanFigures:
    tally = tally_convention(convention, now=now, as_of=as_of)
    territory = convention.territory
    until = deadlines.end_of_day(tally.as_of)
    return BilanFigures(
        territory=territory.name,
        operator=territory.operator_name,
        contact=territory.contact_email,
        convention=convention.title,
        starts_on=convention.starts_on,
        ends_on=convention.ends_on,
        as_of=tally.as_of,
        minutes_per_day=convention.minutes_per_day,
        day_value_cents=convention.day_value_cents,
        total=tally.total,
        groups=tuple((entry.group.name, entry.balance) for entry in tally.groups),
        years=_by_year(tally),
        families=tuple((row.family, row.counters.delivered) for row in tally_by_family(tally)),
        missions=_missions(convention, until),
        amendments=_amendments(convention, until),
        waits=_waits(convention, until),
        jobs=_jobs(convention, tally.as_of),
        money=_money(convention, now),
        opinions=opinions_of([convention.id], until=until),
    )


def _jobs(convention: Convention, on: date) -> Jobs:
    tally = tally_jobs([convention.id], on)
    promised, latest = tally.promised, tally.latest
    return Jobs(promised.created, promised.preserved, latest.created, latest.preserved, latest.asked, latest.answered)


def _money(convention: Convention, now: datetime) -> Money:
    """Unlike the days, the money is as it stands now: the fund's own pages say what it was on a day."""
    found = money_of(convention, now=now)
    return Money(
        projects=found["projects"],
        advances=found["advances"],
        advanced=found["advanced_cents"],
        repaid=found["repaid_cents"],
        lost=found["lost_cents"],
        defaults=found["defaults"],
        contributed=found["contributed_cents"],
        turnover=None if found["turnover"] is None else round(100 * found["turnover"]),
    )


def _by_year(tally: Tally) -> tuple[tuple[int, int], ...]:
    """Minutes given in each calendar year, from the cumulated ones at the end of each month."""
    years: dict[int, int] = {}
    for (_before, earlier), (day, cumulated) in pairwise([(tally.convention.starts_on, 0), *tally.given]):
        years[day.year] = years.get(day.year, 0) + cumulated - earlier
    return tuple(sorted(years.items()))


def _missions(convention: Convention, until: datetime) -> tuple[MissionDays, ...]:
    sums = [func.sum(DELTAS[state]).label(state) for state in _GIVEN]
    first_on, last_on = func.min(DayEntry.worked_on), func.max(DayEntry.worked_on)
    rows = db.session.execute(
        select(
            Mission.id.label("mission_id"),
            Company.id.label("company_id"),
            Company.name.label("company"),
            Commune.name.label("commune"),
            Company.staff,
            Offer.title.label("skill"),
            Group.name.label("group"),
            func.count(DayEntry.visit_id.distinct()).label("visits"),
            first_on.label("first_on"),
            last_on.label("last_on"),
            *sums,
        )
        .join(Pledge, Pledge.id == DayEntry.pledge_id)
        .join(Mission, Mission.id == DayEntry.mission_id)
        .join(Proposal, Proposal.id == Mission.proposal_id)
        .join(Offer, Offer.id == Proposal.offer_id)
        .join(Group, Group.id == Pledge.group_id)
        .join(NeedRole, NeedRole.id == Mission.role_id)
        .join(Need, Need.id == NeedRole.need_id)
        .join(Company, Company.id == Need.company_id)
        .join(Commune, Commune.insee == Company.commune_insee)
        .where(Pledge.convention_id == convention.id, DayEntry.written_at < until, DayEntry.visit_id.is_not(None))
        .group_by(Mission.id, Company.id, Company.name, Commune.name, Company.staff, Offer.title, Group.name)
        .having(func.sum(DELTAS["delivered"]) > 0)
        .order_by(first_on, Mission.id)
    )
    return tuple(MissionDays(**row) for row in rows.mappings())


def _amendments(convention: Convention, until: datetime) -> tuple[AmendedPledge, ...]:
    rows = db.session.execute(
        select(Amendment, Group.name)
        .join(Pledge, Pledge.id == Amendment.pledge_id)
        .join(Group, Group.id == Pledge.group_id)
        .where(Pledge.convention_id == convention.id, Amendment.written_at < until)
        .order_by(Amendment.effective_on, Amendment.id)
    )
    return tuple(
        AmendedPledge(row.effective_on, name, row.delta_minutes, row.overrun_delta_minutes, row.reason)
        for row, name in rows
    )


def _waits(convention: Convention, until: datetime) -> tuple[tuple[str, int, int | None], ...]:
    since = deadlines.end_of_day(convention.starts_on - deadlines.ONE_DAY)
    end = min(until, deadlines.end_of_day(convention.ends_on))
    delays = measure_delays({convention.territory_id}, since, end)
    waits: list[tuple[str, int, Any]] = [
        ("to_first_request", delays.needs, delays.to_first_request),
        ("to_mission", delays.needs, delays.to_mission),
        ("to_answer", delays.answered, delays.to_answer),
        ("answer_share", delays.asked, delays.answer_share),
        ("acceptance_share", delays.answered, delays.acceptance_share),
    ]
    return tuple(waits)
