"""What must hold in the ledger of days, recomputed from its raw lines. Each check yields a line for each breach."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import exists, func, select

from webapp.clock import local_date
from webapp.domain.ledger import Delta, Movement, month_end
from webapp.domain.states import OPEN_MISSION
from webapp.extensions import db
from webapp.models.conventions import Amendment, AmendmentApplied, Convention, Pledge
from webapp.models.events import Event
from webapp.models.ledger import DayEntry, MissionMove
from webapp.models.missions import Mission, Visit
from webapp.services.give_ups import STEP, find_give_up
from webapp.services.ledger import balance_of, reserved_for

SUMS = tuple(
    func.coalesce(func.sum(column), 0)
    for column in (
        DayEntry.reserved_delta,
        DayEntry.declared_delta,
        DayEntry.confirmed_delta,
        DayEntry.deemed_delta,
        DayEntry.disputed_delta,
    )
)


def compare_counters() -> Iterator[str]:
    """The counters of a pledge are the sums of its lines."""
    rows = db.session.execute(select(DayEntry.pledge_id, *SUMS).group_by(DayEntry.pledge_id))
    sums = {pledge_id: Delta(*counters) for pledge_id, *counters in rows}
    for pledge in db.session.scalars(select(Pledge).order_by(Pledge.id)):
        counters, lines = balance_of(pledge).counters, sums.get(pledge.id, Delta())
        if counters != lines:
            yield f"pledge {pledge.id}: counters {counters}, lines {lines}"


def compare_caps() -> Iterator[str]:
    """No pledge holds more than was promised and agreed on top."""
    for pledge in db.session.scalars(select(Pledge).order_by(Pledge.id)):
        if balance_of(pledge).free < 0:
            yield f"pledge {pledge.id}: {-balance_of(pledge).free} minutes beyond what was promised"


def compare_amendments() -> Iterator[str]:
    """An amendment entered its pledge on its day or later, and no pledge was promised less than nothing before."""
    rows = (
        select(Amendment.id, Amendment.effective_on, AmendmentApplied.applied_at)
        .join(AmendmentApplied, AmendmentApplied.amendment_id == Amendment.id)
        .order_by(Amendment.id)
    )
    for amendment_id, effective_on, applied_at in db.session.execute(rows):
        if local_date(applied_at) < effective_on:
            yield f"amendment {amendment_id}: entered on {local_date(applied_at)}, holds from {effective_on}"
    changed = (
        select(Pledge.id, Pledge.pledged_minutes - func.sum(Amendment.delta_minutes))
        .join(Amendment, Amendment.pledge_id == Pledge.id)
        .join(AmendmentApplied, AmendmentApplied.amendment_id == Amendment.id)
        .group_by(Pledge.id, Pledge.pledged_minutes)
        .order_by(Pledge.id)
    )
    for pledge_id, signed in db.session.execute(changed):
        if signed < 0:
            yield f"pledge {pledge_id}: without its amendments, {signed} minutes were signed"


def compare_visits() -> Iterator[str]:
    """What a visit has booked stands in the counter of its state, once, and in no other."""
    rows = db.session.execute(select(DayEntry.visit_id, *SUMS).group_by(DayEntry.visit_id))
    sums = {visit_id: Delta(*counters) for visit_id, *counters in rows if visit_id is not None}
    for visit in db.session.scalars(select(Visit).order_by(Visit.id)):
        lines = sums.get(visit.id, Delta())
        booked = {name: getattr(lines, name) for name in ("declared", "confirmed", "deemed", "disputed")}
        expected = {name: visit.posted_minutes if name == visit.state else 0 for name in booked}
        if booked != expected:
            yield f"visit {visit.id}, {visit.state}, {visit.posted_minutes} minutes booked: lines say {booked}"


def compare_reserves() -> Iterator[str]:
    """A mission keeps between nothing and what was agreed, and nothing once it is over."""
    rows = db.session.execute(select(DayEntry.mission_id, SUMS[0]).group_by(DayEntry.mission_id))
    kept = {row.mission_id: row[1] for row in rows}
    for mission in db.session.scalars(select(Mission).order_by(Mission.id)):
        minutes = kept.get(mission.id, 0)
        most = mission.agreed_minutes if mission.state in OPEN_MISSION else 0
        if not 0 <= minutes <= most:
            yield f"mission {mission.id}, {mission.state}: {minutes} minutes reserved, {mission.agreed_minutes} agreed"


def compare_given_up() -> Iterator[str]:
    """A mission that its expert gave up keeps nothing, unless a visit that was corrected since has brought some back."""
    corrected = select(Visit.mission_id).where(Visit.version > 1)
    gave_up = exists().where(Event.object_kind == "mission", Event.object_id == Mission.id, Event.step == STEP)
    rows = select(Mission).where(Mission.state.in_(OPEN_MISSION), Mission.id.not_in(corrected), gave_up)
    for mission in db.session.scalars(rows.order_by(Mission.id)):
        minutes = reserved_for(mission)
        if minutes and find_give_up(mission) is not None:
            yield f"mission {mission.id}: given up, and {minutes} minutes reserved"


def compare_lines_of_missions() -> Iterator[str]:
    """All lines of a mission are on its pledge or on one it was moved from, and all lines of a visit on its mission."""
    left = exists().where(MissionMove.mission_id == Mission.id, MissionMove.from_pledge_id == DayEntry.pledge_id)
    strayed = (
        select(DayEntry.id)
        .join(Mission, Mission.id == DayEntry.mission_id)
        .outerjoin(Visit, Visit.id == DayEntry.visit_id)
        .where(
            ((DayEntry.pledge_id != Mission.pledge_id) & ~left)
            | (Visit.id.is_not(None) & (Visit.mission_id != DayEntry.mission_id))
        )
        .order_by(DayEntry.id)
    )
    for entry_id in db.session.scalars(strayed):
        yield f"line {entry_id}: not on the pledge or the mission of its visit"


def compare_closed_months() -> Iterator[str]:
    """Nothing was booked in a month after it was closed, and what is closed was closed month by month."""
    closings = select(Event).where(Event.object_kind == "convention", Event.step == "close_month").order_by(Event.id)
    lasts: dict[int, date] = {}
    for event in db.session.scalars(closings):
        last = _closed_day(event.reason)
        late = (
            select(DayEntry.id)
            .join(Pledge, Pledge.id == DayEntry.pledge_id)
            .where(Pledge.convention_id == event.object_id, DayEntry.written_at > event.at)
            .where(DayEntry.booked_on <= last)
        )
        for entry_id in db.session.scalars(late.order_by(DayEntry.id)):
            yield f"line {entry_id}: booked in the month of {last}, which was closed before"
        lasts[event.object_id] = last
    for convention in db.session.scalars(select(Convention).where(Convention.closed_through.is_not(None))):
        if convention.closed_through != lasts.get(convention.id):
            yield f"convention {convention.id}: closed through {convention.closed_through}, not by its closings"


def compare_days_of_steps() -> Iterator[str]:
    """No day of the calendar holds less of a visit than nothing: each step is booked on the day of what it moves, or later."""
    booked = select(DayEntry.visit_id, DayEntry.pledge_id, DayEntry.booked_on, *SUMS[1:])
    grouped = booked.where(DayEntry.visit_id.is_not(None)).group_by(
        DayEntry.visit_id, DayEntry.pledge_id, DayEntry.booked_on
    )
    standing: dict[tuple[int, int], Delta] = {}
    rows = grouped.order_by(DayEntry.visit_id, DayEntry.pledge_id, DayEntry.booked_on)
    for visit_id, pledge_id, on, *counters in db.session.execute(rows):
        place = visit_id, pledge_id
        standing[place] = found = standing.get(place, Delta()) + Delta(0, *counters)
        if min(found.declared, found.confirmed, found.deemed, found.disputed) < 0:
            yield f"visit {visit_id}: {found} at the end of {on}"


def compare_reversals() -> Iterator[str]:
    """A reversal is the negation of the line that it undoes, of the same visit."""
    entries = {entry.id: entry for entry in db.session.scalars(select(DayEntry))}
    for entry in entries.values():
        if entry.kind != Movement.REVERSE:
            continue
        undone = entries.get(entry.reverses_id or 0)
        if undone is None or undone.delta != -entry.delta or undone.visit_id != entry.visit_id:
            yield f"line {entry.id}: does not undo line {entry.reverses_id}"


def compare_keys() -> Iterator[str]:
    """Each line says in its key which movement of which thing it is, and its months were open when it was written."""
    for entry in db.session.scalars(select(DayEntry).order_by(DayEntry.id)):
        if not entry.posting_key.startswith(_prefix(entry)):
            yield f"line {entry.id}: key {entry.posting_key}"
        if entry.worked_on is not None and entry.booked_on < entry.worked_on:
            yield f"line {entry.id}: booked on {entry.booked_on}, before {entry.worked_on} when the visit took place"


def _prefix(entry: DayEntry) -> str:
    if entry.kind == Movement.REVERSE:
        return f"reverse:{entry.reverses_id}"
    return f"visit:{entry.visit_id}:v" if entry.visit_id else f"mission:{entry.mission_id}:{entry.kind}:"


CHECKS = (
    compare_counters,
    compare_caps,
    compare_visits,
    compare_reserves,
    compare_given_up,
    compare_lines_of_missions,
    compare_closed_months,
    compare_days_of_steps,
    compare_amendments,
    compare_reversals,
    compare_keys,
)


def _closed_day(reason: str) -> date:
    """The last day of a month as its closing wrote it: the day, or the month alone in the first versions."""
    return date.fromisoformat(reason) if len(reason) > len("2026-11") else month_end(date.fromisoformat(f"{reason}-01"))
