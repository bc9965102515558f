"""The figures of the quarterly report of a group, from the ledger and its requests. Reads only."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, or_, select

from webapp.domain import deadlines
from webapp.domain.ledger import EMPTY_BALANCE, Delta, share_of_time
from webapp.domain.quarters import Quarter
from webapp.extensions import db
from webapp.models.conventions import Convention, Pledge
from webapp.models.groups import Expert, Group
from webapp.models.ledger import DayEntry
from webapp.models.needs import Need, NeedRole
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal
from webapp.reports.group_figures import GroupFigures, GroupYear, Requests
from webapp.services.amendments import list_amended_pledges
from webapp.services.candidates import ANSWERED
from webapp.services.mission_days import list_coming_days, list_mission_days
from webapp.services.opinion_tallies import opinions_of
from webapp.services.tallies import COUNTERS, DELTAS, Tally, promises_at, sum_up, tally_convention


def read_group_figures(
    convention: Convention, group: Group, quarter: Quarter, *, now: datetime, as_of: date | None = None
) -> GroupFigures:
    """The figures of a group that pledged days, at the end of a day; today by default."""
    tally = tally_convention(convention, now=now, as_of=as_of)
    until = deadlines.end_of_day(tally.as_of)
    balance = next((entry.balance for entry in tally.groups if entry.group.id == group.id), EMPTY_BALANCE)
    share = share_of_time(convention.starts_on, convention.ends_on, min(quarter.ends_on, tally.as_of))
    territory, booked = convention.territory, (quarter.starts_on, quarter.ends_on)
    return GroupFigures(
        territory=territory.name,
        operator=territory.operator_name,
        contact=territory.contact_email,
        convention=convention.title,
        group=group.name,
        quarter=quarter,
        starts_on=quarter.starts_on,
        ends_on=quarter.ends_on,
        as_of=tally.as_of,
        minutes_per_day=convention.minutes_per_day,
        balance=balance,
        moved=_moved(convention, group, quarter, until),
        planned=round(balance.pledged * share),
        years=_years(tally, group, until),
        missions=list_mission_days(convention, until, group_id=group.id, booked=booked),
        coming=list_coming_days(convention, until, group_id=group.id, after=tally.as_of),
        amendments=list_amended_pledges(convention, until, group=group, since=quarter.starts_on),
        requests=_requests(convention, group, quarter, tally.as_of),
        opinions=opinions_of([convention.id], until=until, group_id=group.id),
    )


def _years(tally: Tally, group: Group, until: datetime) -> tuple[GroupYear, ...]:
    """The years of the convention that have begun, up to the last in which the group gave."""
    mine = [promise for promise in promises_at(tally.convention, until) if promise.pledge.group_id == group.id]
    promised = {promise.pledge.year: promise.pledged for promise in mine if promise.pledge.year is not None}
    given = sum_up((each for each in tally.booked if each.group_id == group.id), lambda each: each.year)
    first, last = tally.convention.starts_on.year, min(tally.convention.ends_on.year, tally.as_of.year)
    return tuple(
        GroupYear(year, promised.get(year), given[year].delivered if year in given else 0)
        for year in range(first, max([last, *given]) + 1)
    )


def _moved(convention: Convention, group: Group, quarter: Quarter, until: datetime) -> Delta:
    sums = [func.coalesce(func.sum(DELTAS[name]), 0) for name in COUNTERS]
    row = db.session.execute(
        select(*sums)
        .join(Pledge, Pledge.id == DayEntry.pledge_id)
        .where(
            Pledge.convention_id == convention.id,
            Pledge.group_id == group.id,
            DayEntry.written_at < until,
            DayEntry.booked_on.between(quarter.starts_on, quarter.ends_on),
        )
    ).one()
    return Delta(*row)


def _requests(convention: Convention, group: Group, quarter: Quarter, as_of: date) -> Requests:
    """Requests for needs of the territory; what was taken back, or came second, was nobody's to answer."""
    since = deadlines.end_of_day(quarter.starts_on - deadlines.ONE_DAY)
    end, today = deadlines.end_of_day(quarter.ends_on), deadlines.end_of_day(as_of)
    theirs = or_(Group.id == group.id, Group.parent_id == group.id)
    rows = db.session.execute(
        select(Proposal.expert_id, Proposal.sent_at, Proposal.answer_by, Proposal.decided_at, Proposal.state)
        .join(Expert, Expert.id == Proposal.expert_id)
        .join(Group, Group.id == Expert.group_id)
        .join(NeedRole, NeedRole.id == Proposal.role_id)
        .join(Need, Need.id == NeedRole.need_id)
        .where(theirs, Need.territory_id == convention.territory_id, Proposal.sent_at < today)
        .where(Proposal.state != "withdrawn")
    ).all()
    sent = [row for row in rows if since <= row.sent_at < end]
    answered = [row for row in sent if row.decided_at and row.decided_at < today and row.state in ANSWERED]
    waiting = [row for row in rows if row.answer_by >= as_of and (row.decided_at is None or row.decided_at >= today)]
    return Requests(
        experts=_experts(theirs),
        asked_experts=len({row.expert_id for row in sent}),
        sent=len(sent),
        answered=len(answered),
        yes=sum(row.state != "declined" for row in answered),
        waiting=sum(row.state != "superseded" for row in waiting),
    )


def _experts(theirs: ColumnElement[bool]) -> int:
    offers = exists().where(Offer.expert_id == Expert.id, Offer.state == "active")
    people = select(func.count(Expert.id)).join(Expert.group).where(theirs, Expert.state == "active", offers)
    return db.session.scalar(people) or 0
