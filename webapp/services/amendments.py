"""Amendments of a pledge: a raise enters the cap on its day, a cut at once and never below what is occupied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, or_, select

from webapp.clock import local_date
from webapp.domain.errors import PeriodLocked, PledgeTooLow, Refusal
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.conventions import AgreementWords, Amendment, AmendmentApplied, Convention, Pledge
from webapp.models.groups import Group
from webapp.reports.bilan_figures import AmendedPledge
from webapp.services.ledger import balance_of
from webapp.services.steps import lock, record


@dataclass(frozen=True)
class Change:
    """What an amendment changes, in minutes: the pledge, or the agreed overrun; never one up and the other down."""

    days: int = 0
    overrun: int = 0

    @property
    def is_cut(self) -> bool:
        return self.days < 0 or self.overrun < 0


@dataclass(frozen=True)
class Signed:
    """Who signed an amendment, and why."""

    author: str
    reason: str


def write_amendment(
    pledge: Pledge, change: Change, signed: Signed, *, by: Actor, now: datetime, effective_on: date | None = None
) -> Amendment:
    """Write an amendment. A raise holds from its day on, which may be to come; a cut holds at once.

    Raises:
        ValueError: nothing changes, or one figure rises while the other falls.
        Refusal: the convention is a draft (`not_signed`), or the day is not within it (`outside_convention`).
        PeriodLocked: the day is in a closed month.
        PledgeTooLow: the pledge would fall below what is reserved, given and disputed.
    """
    if change.days * change.overrun < 0 or change == Change():
        raise ValueError(change)
    lock(pledge)
    convention = pledge.convention
    if convention.state != "signed":
        raise Refusal("not_signed")
    today = local_date(now)
    day = today if change.is_cut or effective_on is None else effective_on
    if not change.is_cut:
        _check_day(convention, day, today)
    amendment = Amendment(
        pledge_id=pledge.id,
        effective_on=day,
        written_at=now,
        delta_minutes=change.days,
        overrun_delta_minutes=change.overrun,
        words=AgreementWords(author=signed.author, reason=signed.reason),
    )
    db.session.add(amendment)
    db.session.flush()
    apply_amendment(amendment, by=by, now=now)
    return amendment


def _check_day(convention: Convention, day: date, today: date) -> None:
    if not convention.starts_on <= day <= max(convention.ends_on, today):
        raise Refusal("outside_convention", starts_on=convention.starts_on, ends_on=convention.ends_on)
    if convention.closed_through is not None and day <= convention.closed_through:
        raise PeriodLocked(closed_through=convention.closed_through)


def apply_amendment(amendment: Amendment, *, by: Actor, now: datetime) -> bool:
    """Let an amendment whose day has come change its pledge, once; False when it did before or its day is to come.

    Raises:
        PledgeTooLow: the pledge would fall below what is reserved, given and disputed.
    """
    pledge = lock(db.session.get_one(Pledge, amendment.pledge_id))
    is_applied = db.session.get(AmendmentApplied, amendment.id) is not None
    if is_applied or amendment.effective_on > local_date(now):
        return False
    pledged = pledge.pledged_minutes + amendment.delta_minutes
    overrun = pledge.overrun_minutes + amendment.overrun_delta_minutes
    balance = balance_of(pledge)
    if pledged < 0 or overrun < 0 or pledged + overrun < balance.counters.occupied:
        per_day = pledge.convention.minutes_per_day
        raise PledgeTooLow(occupied_minutes=balance.counters.occupied, minutes_per_day=per_day)
    pledge.pledged_minutes, pledge.overrun_minutes = pledged, overrun
    db.session.add(AmendmentApplied(amendment_id=amendment.id, applied_at=now))
    record(pledge, "amend", by=by, now=now)
    return True


def has_joined() -> ColumnElement[bool]:
    """The condition that a pledge promises something, or has: who joins on a day to come has a pledge of nothing till then."""
    applied = exists().where(Amendment.pledge_id == Pledge.id, AmendmentApplied.amendment_id == Amendment.id)
    return or_(Pledge.pledged_minutes + Pledge.overrun_minutes > 0, applied)


@dataclass(frozen=True)
class Joining:
    """A group that has signed to join a convention on a day to come, and the minutes that it promises from then on."""

    group: str
    joins_on: date
    minutes: int


def list_joining(convention: Convention) -> list[Joining]:
    """Who joins a convention on a day to come, the next first."""
    rows = (
        select(Group.name, Amendment.effective_on, func.sum(Amendment.delta_minutes))
        .join(Pledge, Pledge.group_id == Group.id)
        .join(Amendment, Amendment.pledge_id == Pledge.id)
        .where(Pledge.convention_id == convention.id, ~has_joined())
        .group_by(Group.id, Group.name, Amendment.effective_on)
        .order_by(Amendment.effective_on, without_accents(Group.name))
    )
    return [Joining(name, on, int(minutes)) for name, on, minutes in db.session.execute(rows)]


def list_amended_pledges(
    convention: Convention, until: datetime, *, group: Group | None = None, since: date = date.min
) -> tuple[AmendedPledge, ...]:
    """What a report tells of the amendments written before a moment: of one group, or those in force from a day on."""
    rows = (
        select(Amendment, Group.name)
        .join(Pledge, Pledge.id == Amendment.pledge_id)
        .join(Group, Group.id == Pledge.group_id)
        .where(Pledge.convention_id == convention.id, Amendment.written_at < until, Amendment.effective_on >= since)
        .order_by(Amendment.effective_on, Amendment.id)
    )
    if group is not None:
        rows = rows.where(Group.id == group.id)
    return tuple(
        AmendedPledge(row.effective_on, name, row.delta_minutes, row.overrun_delta_minutes, row.reason)
        for row, name in db.session.execute(rows)
    )


def find_latest_raise(pledge_id: int, since: datetime) -> date | None:
    """The latest day from which a raise of a pledge holds, among those that entered its cap since a moment."""
    return db.session.scalar(
        select(func.max(Amendment.effective_on))
        .join(AmendmentApplied, AmendmentApplied.amendment_id == Amendment.id)
        .where(
            Amendment.pledge_id == pledge_id,
            AmendmentApplied.applied_at >= since,
            or_(Amendment.delta_minutes > 0, Amendment.overrun_delta_minutes > 0),
        )
    )
