"""The bilan of a convention: its figures from the ledger. Reads only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from webapp.domain import deadlines
from webapp.models.conventions import Convention
from webapp.reports.bilan import write_bilan
from webapp.reports.bilan_figures import BilanFigures, Jobs, Lent, Money
from webapp.reports.document import Document
from webapp.services.amendments import list_amended_pledges
from webapp.services.breakdowns import tally_by_family, tally_by_year
from webapp.services.delays import measure_delays
from webapp.services.fund_figures import money_of
from webapp.services.loans import list_loans
from webapp.services.mission_days import list_mission_days
from webapp.services.opinion_tallies import opinions_of
from webapp.services.outcome_tallies import tally_jobs
from webapp.services.survival import tally_survival
from webapp.services.tallies import Tally, tally_convention


def draw_up_bilan(
    convention: Convention, *, now: datetime, as_of: date | None = None, with_names: bool = False
) -> Document:
    """The bilan at the end of a day, today by default, in the language of the moment. Writes nothing."""
    return write_bilan(_figures(convention, now, as_of), with_names=with_names)


def subject_of(document: Document, *, with_names: bool) -> str:
    """What the versions of a bilan have in common."""
    return f"bilan:{document.language}:{'names' if with_names else 'no_names'}"


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
        missions=list_mission_days(convention, until),
        amendments=list_amended_pledges(convention, until),
        waits=_waits(convention, until),
        jobs=_jobs(convention, tally.as_of),
        money=_money(convention, now),
        opinions=opinions_of([convention.id], until=until),
        survival=tally_survival(convention, tally.as_of),
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
        loans=tuple(
            Lent(each.company_id, each.staff, each.purpose, each.cents, each.funding_cents)
            for each in list_loans(convention)
        ),
    )


def _by_year(tally: Tally) -> tuple[tuple[int, int], ...]:
    """Minutes given in each calendar year gone by; the years add up to what was given."""
    return tuple((row.year, row.counters.delivered) for row in tally_by_year(tally) if row.year <= tally.as_of.year)


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
