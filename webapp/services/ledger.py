"""The ledger of days: every change of a pledge's counters, with the line that says why, in one transaction.

The caller has locked the mission. The counters move by one conditional UPDATE, so that a pledge is never exceeded, not even
between two writers; the database's check stands behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import func, select, update

from webapp.clock import local_date
from webapp.domain import ledger as rules
from webapp.domain.errors import PledgeExhausted
from webapp.domain.ledger import Balance, Delta, Movement
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.models.conventions import Convention, Pledge
from webapp.models.ledger import DayEntry
from webapp.models.missions import Mission, Visit


def balance_of(pledge: Pledge) -> Balance:
    """A pledge now, from its counters."""
    counters = Delta(
        pledge.reserved_minutes,
        pledge.declared_minutes,
        pledge.confirmed_minutes,
        pledge.deemed_minutes,
        pledge.disputed_minutes,
    )
    return Balance(pledge.pledged_minutes, pledge.overrun_minutes, counters)


def reserved_for(mission: Mission, pledge_id: int | None = None) -> int:
    """Minutes that the mission still keeps on its pledge, or on one that it has left."""
    total = select(func.coalesce(func.sum(DayEntry.reserved_delta), 0)).where(
        DayEntry.mission_id == mission.id, DayEntry.pledge_id == (pledge_id or mission.pledge_id)
    )
    return db.session.scalar(total) or 0


def reserve_days(mission: Mission, minutes: int, *, by: Actor, now: datetime, basis: str = "acceptance") -> DayEntry:
    """Keep minutes of the pledge for a mission.

    Raises:
        PledgeExhausted: the pledge has fewer left.
    """
    return _post(mission, Movement.RESERVE, rules.reserve(minutes), Why(by, now, basis))


def release_days(mission: Mission, *, by: Actor, now: datetime, reason: str, elsewhere: bool = False) -> int:
    """Give back all that the mission still keeps, on its pledge and on those it has left; the minutes given back.

    `elsewhere`: on those it has left only.
    """
    kept = (
        select(DayEntry.pledge_id, func.sum(DayEntry.reserved_delta))
        .where(DayEntry.mission_id == mission.id)
        .group_by(DayEntry.pledge_id)
        .order_by(DayEntry.pledge_id)
    )
    given_back = 0
    for pledge_id, minutes in db.session.execute(kept).all():
        if minutes and not (elsewhere and pledge_id == mission.pledge_id):
            why = Why(by, now, "mission", reason)
            _post(mission, Movement.RELEASE, rules.release(minutes), why, pledge_id=pledge_id)
            given_back += minutes
    return given_back


def declare_days(
    visit: Visit, minutes: int, *, by: Actor, now: datetime, basis: str = "expert", not_before: date | None = None
) -> int:
    """Book what the expert says a visit took, as far as the pledge goes; the minutes booked.

    A visit whose mission was moved is booked where it was before, then on the new pledge. The rest stays on the visit and
    is booked when an amendment makes room: `not_before` is the day from which that amendment holds.
    """
    booked = 0
    for pledge in _lock_pledges(visit):
        posted, delta = rules.declare(
            minutes - booked, own_reserve=reserved_for(visit.mission, pledge.id), room=balance_of(pledge).free
        )
        if posted:
            why = Why(by, now, basis)
            _post(visit.mission, Movement.DECLARE, delta, why, visit=visit, pledge_id=pledge.id, not_before=not_before)
            booked += posted
    visit.posted_minutes += booked
    db.session.flush()
    return booked


def _lock_pledges(visit: Visit) -> list[Pledge]:
    """The pledge that the visit was booked on first, then that of its mission; often the same. Locked, by id."""
    first = select(DayEntry.pledge_id).where(DayEntry.visit_id == visit.id).order_by(DayEntry.id).limit(1)
    ids = list(dict.fromkeys((db.session.scalar(first) or visit.mission.pledge_id, visit.mission.pledge_id)))
    locked = {
        pledge_id: db.session.get_one(Pledge, pledge_id, with_for_update={"key_share": True}, populate_existing=True)
        for pledge_id in sorted(ids)
    }
    return [locked[pledge_id] for pledge_id in ids]


def confirm_days(visit: Visit, *, by: Actor, now: datetime, basis: str = "firm") -> None:
    """What is booked of a visit and only declared becomes confirmed."""
    for pledge_id, sums in _booked_on(visit).items():
        if sums.declared:
            why = Why(by, now, basis)
            _post(visit.mission, Movement.CONFIRM, rules.confirm(sums.declared), why, visit=visit, pledge_id=pledge_id)


def deem_days(visit: Visit, *, by: Actor, now: datetime) -> None:
    """What is booked of a visit and only declared counts as confirmed, the firm having stayed silent."""
    for pledge_id, sums in _booked_on(visit).items():
        if sums.declared:
            why = Why(by, now, "silence")
            _post(visit.mission, Movement.DEEM, rules.deem(sums.declared), why, visit=visit, pledge_id=pledge_id)


def dispute_days(visit: Visit, state: str, *, by: Actor, now: datetime) -> None:
    """What is booked of a visit leaves the counter of its state and stays on the pledge until it is settled."""
    basis = "desk" if by.kind is ActorKind.ACCOUNT else "firm"
    for pledge_id, sums in _booked_on(visit).items():
        if sums.delivered:
            delta = rules.dispute(sums.delivered, state)
            _post(visit.mission, Movement.DISPUTE, delta, Why(by, now, basis), visit=visit, pledge_id=pledge_id)


def _booked_on(visit: Visit) -> dict[int, Delta]:
    """What the lines of a visit add up to on each pledge."""
    sums = [func.sum(getattr(DayEntry, f"{counter.name}_delta")) for counter in fields(Delta)]
    rows = select(DayEntry.pledge_id, *sums).where(DayEntry.visit_id == visit.id).group_by(DayEntry.pledge_id)
    return {pledge_id: Delta(*found) for pledge_id, *found in db.session.execute(rows.order_by(DayEntry.pledge_id))}


def reverse_visit(visit: Visit, *, by: Actor, now: datetime, reason: str) -> None:
    """Undo every live movement of a visit, newest first, and raise its version so that it can be declared again."""
    for entry in list_live_entries(visit):
        reverse_entry(entry, by=by, now=now, reason=reason)
    visit.version += 1
    visit.postings = 0
    visit.posted_minutes = 0
    db.session.flush()


def list_live_entries(visit: Visit) -> list[DayEntry]:
    """The movements of a visit that nothing has undone, newest first."""
    undone = select(DayEntry.reverses_id).where(DayEntry.visit_id == visit.id, DayEntry.reverses_id.is_not(None))
    live = (
        select(DayEntry)
        .where(DayEntry.visit_id == visit.id, DayEntry.kind != Movement.REVERSE, DayEntry.id.not_in(undone))
        .order_by(DayEntry.id.desc())
    )
    return list(db.session.scalars(live))


def reverse_entry(entry: DayEntry, *, by: Actor, now: datetime, reason: str) -> DayEntry:
    """Write the line that undoes another one, on the same pledge; a line is undone once, the database sees to it.

    It is booked on the same day, or on the first open one where that month is closed.
    """
    undo = _line(entry.mission, Movement.REVERSE, -entry.delta, Why(by, now, "desk", reason), visit=entry.visit)
    undo.posting_key = f"reverse:{entry.id}"
    undo.pledge_id = entry.pledge_id
    undo.reverses_id = entry.id
    undo.worked_on = entry.worked_on
    undo.booked_on = _booking_day(entry.pledge_id, entry.booked_on)
    return _book(undo)


@dataclass(frozen=True)
class Why:
    """Who writes a line, when, on what it rests, and the code of why."""

    by: Actor
    now: datetime
    basis: str
    reason: str = ""


def _post(
    mission: Mission,
    kind: Movement,
    delta: Delta,
    why: Why,
    *,
    visit: Visit | None = None,
    pledge_id: int | None = None,
    not_before: date | None = None,
) -> DayEntry:
    counted: Mission | Visit = mission if visit is None else visit
    counted.postings += 1
    prefix = f"mission:{mission.id}" if visit is None else f"visit:{visit.id}:v{visit.version}"
    line = _line(mission, kind, delta, why, visit=visit)
    line.posting_key = f"{prefix}:{kind}:{counted.postings}"
    line.pledge_id = pledge_id or mission.pledge_id
    days = [line.worked_on or local_date(why.now), not_before, _last_booked(visit, line.pledge_id)]
    line.booked_on = _booking_day(line.pledge_id, max(day for day in days if day is not None))
    return _book(line)


def _line(mission: Mission, kind: Movement, delta: Delta, why: Why, *, visit: Visit | None) -> DayEntry:
    return DayEntry(
        mission_id=mission.id,
        visit_id=visit.id if visit is not None else None,
        kind=kind,
        reserved_delta=delta.reserved,
        declared_delta=delta.declared,
        confirmed_delta=delta.confirmed,
        deemed_delta=delta.deemed,
        disputed_delta=delta.disputed,
        worked_on=visit.worked_on if visit is not None else None,
        written_at=why.now,
        actor_kind=why.by.kind,
        actor_id=why.by.id,
        basis=why.basis,
        reason=why.reason,
    )


def _last_booked(visit: Visit | None, pledge_id: int) -> date | None:
    """A step is not booked before what it moves: the last day that a live line of the visit is booked on there."""
    entries = list_live_entries(visit) if visit is not None else []
    return max((entry.booked_on for entry in entries if entry.pledge_id == pledge_id), default=None)


def _booking_day(pledge_id: int, day: date) -> date:
    """The day itself, or the first one that is open, within the convention.

    Read with a lock that closing a month waits for, so that no line slips into a month that closes meanwhile.
    """
    convention = (
        select(Convention.starts_on, Convention.closed_through)
        .join(Pledge, Pledge.convention_id == Convention.id)
        .where(Pledge.id == pledge_id)
        .with_for_update(read=True, of=Convention)
    )
    starts_on, closed_through = db.session.execute(convention).one()
    return rules.first_open_day(max(day, starts_on), closed_through)


def _book(line: DayEntry) -> DayEntry:
    """Move the counters and write the line, or neither."""
    delta = line.delta
    occupied = (
        Pledge.reserved_minutes
        + Pledge.declared_minutes
        + Pledge.confirmed_minutes
        + Pledge.deemed_minutes
        + Pledge.disputed_minutes
    )
    moved = db.session.execute(
        update(Pledge)
        .where(
            Pledge.id == line.pledge_id,
            occupied + delta.occupied <= Pledge.pledged_minutes + Pledge.overrun_minutes,
        )
        .values(
            reserved_minutes=Pledge.reserved_minutes + delta.reserved,
            declared_minutes=Pledge.declared_minutes + delta.declared,
            confirmed_minutes=Pledge.confirmed_minutes + delta.confirmed,
            deemed_minutes=Pledge.deemed_minutes + delta.deemed,
            disputed_minutes=Pledge.disputed_minutes + delta.disputed,
        )
        .execution_options(synchronize_session=False)
    )
    pledge = db.session.get_one(Pledge, line.pledge_id, populate_existing=True)
    if moved.rowcount != 1:
        per_day = pledge.convention.minutes_per_day
        raise PledgeExhausted(
            left_minutes=balance_of(pledge).free, asked_minutes=delta.occupied, minutes_per_day=per_day
        )
    db.session.add(line)
    db.session.flush()
    return line
