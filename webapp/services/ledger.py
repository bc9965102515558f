"""The ledger of days: every change of a pledge's counters, with the line that says why, in one transaction.

The caller has locked the mission. The counters move by one conditional UPDATE, so that a pledge is never exceeded, not even
between two writers; the database's check stands behind it.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select, update

from webapp.clock import local_date
from webapp.domain import ledger as rules
from webapp.domain.errors import PledgeExhausted
from webapp.domain.ledger import Balance, Delta, Movement
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.conventions import Pledge
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


def reserved_for(mission: Mission) -> int:
    """Minutes that the mission still keeps on its pledge."""
    total = select(func.coalesce(func.sum(DayEntry.reserved_delta), 0)).where(DayEntry.mission_id == mission.id)
    return db.session.scalar(total) or 0


def reserve_days(mission: Mission, minutes: int, *, by: Actor, now: datetime) -> DayEntry:
    """Keep minutes of the pledge for a mission.

    Raises:
        PledgeExhausted: the pledge has fewer left.
    """
    return _post(mission, Movement.RESERVE, rules.reserve(minutes), by=by, now=now, basis="acceptance")


def release_days(mission: Mission, *, by: Actor, now: datetime, reason: str) -> int:
    """Give back all that the mission still keeps; the minutes given back."""
    minutes = reserved_for(mission)
    if minutes:
        _post(mission, Movement.RELEASE, rules.release(minutes), by=by, now=now, basis="mission", reason=reason)
    return minutes


def declare_days(visit: Visit, minutes: int, *, by: Actor, now: datetime, basis: str = "expert") -> int:
    """Book what the expert says a visit took, as far as the pledge goes; the minutes booked.

    The rest stays on the visit and is booked when an amendment makes room.
    """
    pledge = db.session.get_one(
        Pledge, visit.mission.pledge_id, with_for_update={"key_share": True}, populate_existing=True
    )
    posted, delta = rules.declare(minutes, own_reserve=reserved_for(visit.mission), room=balance_of(pledge).free)
    if posted:
        _post(visit.mission, Movement.DECLARE, delta, by=by, now=now, basis=basis, visit=visit)
        visit.posted_minutes += posted
        db.session.flush()
    return posted


def confirm_days(visit: Visit, minutes: int, *, by: Actor, now: datetime, basis: str = "firm") -> None:
    """What is booked of a visit becomes confirmed."""
    if minutes:
        _post(visit.mission, Movement.CONFIRM, rules.confirm(minutes), by=by, now=now, basis=basis, visit=visit)


def deem_days(visit: Visit, minutes: int, *, by: Actor, now: datetime) -> None:
    """What is booked of a visit counts as confirmed, the firm having stayed silent."""
    if minutes:
        _post(visit.mission, Movement.DEEM, rules.deem(minutes), by=by, now=now, basis="silence", visit=visit)


def dispute_days(visit: Visit, state: str, *, by: Actor, now: datetime) -> None:
    """What is booked of a visit leaves the counter of its state and stays on the pledge until it is settled."""
    if visit.posted_minutes:
        delta = rules.dispute(visit.posted_minutes, state)
        _post(visit.mission, Movement.DISPUTE, delta, by=by, now=now, basis="firm", visit=visit)


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
    """Write the line that undoes another one; a line is undone once, the database sees to it."""
    key = f"reverse:{entry.id}"
    undo = _line(
        entry.mission, Movement.REVERSE, -entry.delta, by=by, now=now, basis="desk", key=key, visit=entry.visit
    )
    undo.reverses_id = entry.id
    undo.reason = reason
    undo.worked_on = entry.worked_on
    return _book(undo)


def _post(
    mission: Mission,
    kind: Movement,
    delta: Delta,
    *,
    by: Actor,
    now: datetime,
    basis: str,
    visit: Visit | None = None,
    reason: str = "",
) -> DayEntry:
    counted: Mission | Visit = mission if visit is None else visit
    counted.postings += 1
    prefix = f"mission:{mission.id}" if visit is None else f"visit:{visit.id}:v{visit.version}"
    key = f"{prefix}:{kind}:{counted.postings}"
    line = _line(mission, kind, delta, by=by, now=now, basis=basis, key=key, visit=visit)
    line.reason = reason
    return _book(line)


def _line(
    mission: Mission,
    kind: Movement,
    delta: Delta,
    *,
    by: Actor,
    now: datetime,
    basis: str,
    key: str,
    visit: Visit | None,
) -> DayEntry:
    worked_on = visit.worked_on if visit is not None else None
    return DayEntry(
        pledge_id=mission.pledge_id,
        mission_id=mission.id,
        visit_id=visit.id if visit is not None else None,
        kind=kind,
        reserved_delta=delta.reserved,
        declared_delta=delta.declared,
        confirmed_delta=delta.confirmed,
        deemed_delta=delta.deemed,
        disputed_delta=delta.disputed,
        posting_key=key,
        worked_on=worked_on,
        booked_on=_booking_day(mission, worked_on or local_date(now)),
        written_at=now,
        actor_kind=by.kind,
        actor_id=by.id,
        basis=basis,
    )


def _booking_day(mission: Mission, day: date) -> date:
    return rules.first_open_day(day, mission.pledge.convention.closed_through)


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
        raise PledgeExhausted(left_minutes=balance_of(pledge).free, asked_minutes=delta.occupied)
    db.session.add(line)
    db.session.flush()
    return line
