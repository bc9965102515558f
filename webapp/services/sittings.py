"""A sitting of the committee: planned, dossiers laid before it, convened, held, closed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select

from webapp.clock import local_date
from webapp.domain import deadlines
from webapp.domain.committees import has_quorum
from webapp.domain.errors import Refusal, WrongState
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.mail import committee_messages
from webapp.models.committees import AgendaItem, CommitteeMember, Sitting, Vote
from webapp.models.dossiers import Dossier
from webapp.models.events import Event
from webapp.models.territories import Territory
from webapp.services.committee_members import list_members
from webapp.services.dossier_reviews import committee_rules, review_dossier
from webapp.services.notes import add_note
from webapp.services.recusals import declare_again, propose_recusals
from webapp.services.steps import lock, record, take_step
from webapp.services.votes import ballot_of, has_everybody_voted

#: states of a sitting in which its agenda may change
OPEN_AGENDA = ("planned", "convened", "held")

#: states of a sitting in which its members see it
SEEN = ("convened", "held", "closed")


@dataclass(frozen=True)
class Meeting:
    """When and where; of a consultation in writing, `ends_at` is the last moment to answer."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""
    kind: str = "meeting"


def plan_sitting(territory: Territory, meeting: Meeting, *, by: Actor, now: datetime) -> Sitting:
    """Set a date.

    Raises:
        Refusal: it ends before it starts (`ends_before_it_starts`).
    """
    if meeting.ends_at <= meeting.starts_at:
        raise Refusal("ends_before_it_starts")
    sitting = Sitting(territory=territory, **vars(meeting))
    db.session.add(sitting)
    db.session.flush()
    record(sitting, "plan", by=by, now=now, to_state=sitting.state)
    return sitting


def move_sitting(sitting: Sitting, meeting: Meeting, *, by: Actor, now: datetime) -> None:
    """Another date, hour or place; who was called, or sits on the new day, is told, and the date moves in their calendar.

    Raises:
        Refusal: it ends before it starts (`ends_before_it_starts`), or somebody has voted (`was_voted_on`).
        WrongState: it is held, over or cancelled.
    """
    lock(sitting)
    if sitting.state not in ("planned", "convened"):
        raise WrongState(thing="sitting", step="move", state=sitting.state)
    if meeting.ends_at <= meeting.starts_at:
        raise Refusal("ends_before_it_starts")
    if any(item.votes for item in sitting.items):
        raise Refusal("was_voted_on")
    before = sitting.starts_at
    days = {local_date(before), local_date(meeting.starts_at)} if sitting.state == "convened" else set()
    told = {member.account_id: member.account for day in days for member in list_members(sitting.territory_id, day)}
    sitting.starts_at, sitting.ends_at, sitting.place = meeting.starts_at, meeting.ends_at, meeting.place
    event = record(sitting, "move", by=by, now=now)
    for account in told.values():
        db.session.add(committee_messages.sitting_moved(sitting, account, before=before, event=event, now=now))
    db.session.flush()


def count_moves(sitting: Sitting) -> int:
    """How often its date was changed: a calendar takes the version with the highest number."""
    moves = Event.object_kind == "sitting", Event.object_id == sitting.id, Event.step == "move"
    return db.session.scalar(select(func.count(Event.id)).where(*moves)) or 0


def lay_dossier(sitting: Sitting, dossier: Dossier, *, by: Actor, now: datetime, reason: str = "") -> AgendaItem:
    """Put a dossier on the agenda, and keep out the members whom the data speak against.

    Raises:
        Refusal: it lacks something and nobody says why it goes all the same (`incomplete`), or it is of another
            territory (`other_territory`).
        WrongState: the sitting is over, or the dossier lies before one already.
    """
    lock(sitting)
    lock(dossier)
    if sitting.state not in OPEN_AGENDA:
        raise WrongState(thing="sitting", step="lay", state=sitting.state)
    if dossier.territory_id != sitting.territory_id:
        raise Refusal("other_territory", dossier_id=dossier.id)
    missing = review_dossier(dossier, local_date(now)).missing
    if missing and not reason.strip():
        raise Refusal("incomplete", missing=missing)
    take_step(dossier, "lay", by=by, now=now)
    last = select(func.coalesce(func.max(AgendaItem.position), 0)).where(AgendaItem.sitting_id == sitting.id)
    position = (db.session.scalar(last) or 0) + 1
    item = AgendaItem(sitting=sitting, dossier=dossier, position=position, is_complete=not missing, created_at=now)
    db.session.add(item)
    db.session.flush()
    if missing:
        add_note(dossier, reason.strip(), by=by, now=now)
    propose_recusals(item, by=by, now=now)
    for member in list_members(sitting.territory_id, local_date(now)):
        declare_again(item, member, by=by, now=now)
    return item


def take_off(item: AgendaItem, *, by: Actor, now: datetime) -> None:
    """Take a dossier off the agenda, before anybody has voted on it; or carry it over, where too few did for the quorum.

    Raises:
        Refusal: enough have voted to decide (`was_voted`).
        WrongState: it is decided, or was carried over: its dossier may lie before another sitting by now.
    """
    lock(item)
    if item.decision is not None or item.is_carried_over:
        raise WrongState(thing="agenda_item", step="take_off", state=item.dossier.state)
    if db.session.scalar(select(Vote.id).where(Vote.item_id == item.id).limit(1)):
        _carry_over(item, by=by, now=now)
        return
    take_step(item.dossier, "take_off", by=by, now=now)
    for recusal in list(item.recusals):
        item.recusals.remove(recusal)
        db.session.delete(recusal)
    db.session.flush()
    db.session.delete(item)
    db.session.flush()
    db.session.expire(item.sitting, ["items"])


def _carry_over(item: AgendaItem, *, by: Actor, now: datetime) -> None:
    """The votes stay where they were cast; the dossier is free for another sitting."""
    if item.sitting.state != "held" or has_quorum(ballot_of(item), committee_rules(item.sitting.territory)):
        raise Refusal("was_voted")
    take_step(item.dossier, "take_off", by=by, now=now)
    item.is_carried_over = True
    record(item, "carry_over", by=by, now=now)
    db.session.flush()


def convene_sitting(sitting: Sitting, *, by: Actor, now: datetime) -> None:
    """Call the members: a mail with the date, and the papers are theirs to read.

    Raises:
        Refusal: nothing lies before it (`nothing_on_agenda`).
        WrongState: it was convened, or cancelled.
    """
    lock(sitting)
    if not sitting.items:
        raise Refusal("nothing_on_agenda")
    event = take_step(sitting, "convene", by=by, now=now, convened_at=now)
    for member in list_members(sitting.territory_id, local_date(sitting.starts_at)):
        db.session.add(committee_messages.sitting_convened(sitting, member.account, event=event, now=now))
    db.session.flush()


def open_sitting(sitting: Sitting, *, by: Actor, now: datetime) -> None:
    """The meeting begins; a consultation in writing is over, and counted.

    Raises:
        Refusal: members may still vote in writing (`still_voting`), or the day of the meeting is to come (`sitting_too_early`).
        WrongState: it is not convened.
    """
    lock(sitting)
    if sitting.kind == "meeting" and local_date(now) < local_date(sitting.starts_at) and sitting.state == "convened":
        raise Refusal("sitting_too_early", held_on=local_date(sitting.starts_at))
    if sitting.kind == "written" and now < sitting.ends_at and not has_everybody_voted(sitting):
        raise Refusal("still_voting")
    take_step(sitting, "open", by=by, now=now)


def close_sitting(sitting: Sitting, *, by: Actor, now: datetime) -> None:
    """Everything is decided: the minutes can be written, nothing changes any more.

    Raises:
        Refusal: a dossier waits for its decision (`items_undecided`).
    """
    lock(sitting)
    left = [item.dossier_id for item in sitting.items if item.decision is None and not item.is_carried_over]
    if left:
        raise Refusal("items_undecided", count=len(left))
    take_step(sitting, "close", by=by, now=now, closed_at=now)


def cancel_sitting(sitting: Sitting, *, by: Actor, now: datetime) -> None:
    """It will not be held: what lay before it is free for another one, and who was called is told.

    Raises:
        Refusal: somebody has voted on a dossier (`was_voted`).
        WrongState: it is held, over or cancelled.
    """
    lock(sitting)
    was_called = sitting.convened_at is not None
    event = take_step(sitting, "cancel", by=by, now=now)
    for member in list_members(sitting.territory_id, local_date(sitting.starts_at)) if was_called else []:
        db.session.add(committee_messages.sitting_cancelled(sitting, member.account, event=event, now=now))
    for item in list(sitting.items):
        take_off(item, by=by, now=now)


def list_sittings(territory_ids: Collection[int]) -> list[Sitting]:
    """The sittings of these territories, the last first."""
    rows = select(Sitting).where(Sitting.territory_id.in_(territory_ids))
    return list(db.session.scalars(rows.order_by(Sitting.starts_at.desc(), Sitting.id.desc())))


def list_open_sittings(territory_id: int) -> list[Sitting]:
    """The sittings before which a dossier may still be laid, the next first."""
    rows = select(Sitting).where(Sitting.territory_id == territory_id, Sitting.state.in_(OPEN_AGENDA))
    return list(db.session.scalars(rows.order_by(Sitting.starts_at, Sitting.id)))


def find_scoped_sitting(territory_ids: Collection[int], sitting_id: int) -> Sitting | None:
    """A sitting of these territories."""
    return db.session.scalar(select(Sitting).where(Sitting.id == sitting_id, Sitting.territory_id.in_(territory_ids)))


def find_scoped_item(territory_ids: Collection[int], item_id: int) -> AgendaItem | None:
    """A dossier before a sitting of these territories."""
    return db.session.scalar(
        select(AgendaItem)
        .join(AgendaItem.sitting)
        .where(AgendaItem.id == item_id, Sitting.territory_id.in_(territory_ids))
    )


def find_item_of(dossier: Dossier) -> AgendaItem | None:
    """Where a dossier lies, or lay last."""
    rows = select(AgendaItem).where(AgendaItem.dossier_id == dossier.id)
    return db.session.scalar(rows.order_by(AgendaItem.id.desc()).limit(1))


def find_seen_sitting(seat: CommitteeMember, public_id: str) -> Sitting | None:
    """A sitting to which a member was called."""
    return db.session.scalar(select(Sitting).where(Sitting.public_id == public_id, _was_called(seat)))


def list_seen_sittings(seat: CommitteeMember) -> list[Sitting]:
    """The sittings to which a member was called, the last first."""
    rows = select(Sitting).where(_was_called(seat))
    return list(db.session.scalars(rows.order_by(Sitting.starts_at.desc(), Sitting.id.desc())))


def find_seen_item(seat: CommitteeMember, public_id: str) -> AgendaItem | None:
    """A dossier before a sitting to which a member was called; whether they may read it is another question."""
    return db.session.scalar(
        select(AgendaItem).join(AgendaItem.sitting).where(AgendaItem.public_id == public_id, _was_called(seat))
    )


def _was_called(seat: CommitteeMember) -> ColumnElement[bool]:
    """Nothing of before somebody took their seat: nobody has asked whether they might read it."""
    since = deadlines.end_of_day(seat.joined_on - deadlines.ONE_DAY)
    return and_(Sitting.territory_id == seat.territory_id, Sitting.state.in_(SEEN), Sitting.starts_at >= since)
