"""Votes: one per member and dossier, by who is there and not recused; and what they come to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from webapp.clock import local_date
from webapp.domain.committees import BARRING, CHOICES, Ballot
from webapp.domain.errors import NotAllowed, Refusal, WrongState
from webapp.domain.states import Actor, ActorKind
from webapp.domain.text import bare
from webapp.extensions import db
from webapp.models.committees import AgendaItem, CommitteeMember, Presence, Recusal, Sitting, Vote
from webapp.services.committee_members import list_members
from webapp.services.recusals import is_barred
from webapp.services.steps import lock, record

#: state of a sitting in which votes are taken: of a meeting while it is held; in writing once it is convened, to its end
VOTING = {"meeting": "held", "written": "convened"}


def cast_vote(item: AgendaItem, member: CommitteeMember, choice: str, *, by: Actor, now: datetime) -> Vote:
    """Take one member's vote, for good.

    Raises:
        NotAllowed: the member is recused, or sits elsewhere.
        Refusal: the member is not at the meeting (`not_present`), or the choice is none (`unknown_choice`).
        WrongState: no vote is taken now, or this member has voted.
    """
    sitting = lock(item.sitting)
    lock(item)
    if by.kind is not ActorKind.ACCOUNT or member.territory_id != sitting.territory_id or is_barred(item, member):
        raise NotAllowed(thing="vote", step="cast")
    if choice not in CHOICES:
        raise Refusal("unknown_choice", choice=choice)
    if not takes_votes(item, now):
        raise WrongState(thing="sitting", step="vote", state=sitting.state)
    if sitting.kind == "meeting" and member.id not in present_ids(sitting):
        raise Refusal("not_present")
    theirs = CommitteeMember.account_id == member.account_id
    if db.session.scalar(select(Vote.id).join(Vote.member).where(Vote.item_id == item.id, theirs)):
        raise WrongState(thing="vote", step="cast", state="cast")
    vote = Vote(item=item, member=member, choice=choice, cast_at=now, recorded_by=by.id)
    db.session.add(vote)
    db.session.flush()
    record(vote, "cast", by=by, now=now)
    return vote


def takes_votes(item: AgendaItem, now: datetime) -> bool:
    """True while members may vote on it; a consultation in writing ends by itself."""
    sitting = item.sitting
    is_over = sitting.kind == "written" and now >= sitting.ends_at
    return sitting.state == VOTING[sitting.kind] and not (is_over or item.is_carried_over or item.decision)


def has_everybody_voted(sitting: Sitting) -> bool:
    """True when each member who may vote has voted on each dossier."""
    ballots = [ballot_of(item) for item in sitting.items]
    return all(ballot.cast + ballot.abstained >= ballot.members for ballot in ballots)


def present_ids(sitting: Sitting) -> set[int]:
    """The members who are noted as present."""
    return set(db.session.scalars(select(Presence.member_id).where(Presence.sitting_id == sitting.id)))


def who_took_part(sitting: Sitting) -> set[int]:
    """Members who were there; of a consultation in writing, those who answered."""
    if sitting.kind != "written":
        return present_ids(sitting)
    voted = select(Vote.member_id).join(AgendaItem, AgendaItem.id == Vote.item_id)
    return set(db.session.scalars(voted.where(AgendaItem.sitting_id == sitting.id)))


def list_seated(sitting: Sitting) -> list[CommitteeMember]:
    """The members on the day of a sitting, with who took part in it and left on that same day."""
    members = list_members(sitting.territory_id, local_date(sitting.starts_at))
    left = who_took_part(sitting) - {member.id for member in members}
    gone = select(CommitteeMember).where(CommitteeMember.id.in_(left))
    return sorted([*members, *db.session.scalars(gone)], key=lambda member: (bare(member.group.name), member.id))


def note_presence(sitting: Sitting, member_ids: set[int], *, by: Actor, now: datetime) -> None:
    """Note who is at the meeting; who has voted stays.

    Raises:
        WrongState: it is not being held.
    """
    lock(sitting)
    if sitting.state != "held":
        raise WrongState(thing="sitting", step="note_presence", state=sitting.state)
    members = {member.id for member in list_members(sitting.territory_id, local_date(sitting.starts_at))}
    voted = set(
        db.session.scalars(
            select(Vote.member_id)
            .join(AgendaItem, AgendaItem.id == Vote.item_id)
            .where(AgendaItem.sitting_id == sitting.id)
        )
    )
    wanted = (member_ids & members) | voted
    for presence in list(sitting.presences):
        if presence.member_id not in wanted:
            sitting.presences.remove(presence)
            db.session.delete(presence)
    known = {presence.member_id for presence in sitting.presences}
    sitting.presences += [Presence(sitting_id=sitting.id, member_id=member_id) for member_id in sorted(wanted - known)]
    record(sitting, "note_presence", by=by, now=now)
    db.session.flush()


def ballot_of(item: AgendaItem) -> Ballot:
    """The votes on a dossier, and how many may vote on it. In writing, who answers takes part."""
    sitting = item.sitting
    members = {member.id for member in _voters(item)}
    chosen = select(Vote.choice, func.count()).where(Vote.item_id == item.id).group_by(Vote.choice)
    counts = {row[0]: row[1] for row in db.session.execute(chosen)}
    present = sum(counts.values()) if sitting.kind == "written" else len(present_ids(sitting) & members)
    return Ballot(len(members), present, *(counts.get(choice, 0) for choice in CHOICES))


def list_voters_left(item: AgendaItem) -> list[CommitteeMember]:
    """Who may vote on a dossier and has not: not recused and, of a meeting, noted as present."""
    voters = _voters(item)
    if item.sitting.kind == "meeting":
        present = present_ids(item.sitting)
        voters = [member for member in voters if member.id in present]
    voted = set(db.session.scalars(select(Vote.member_id).where(Vote.item_id == item.id)))
    return [member for member in voters if member.id not in voted]


def _voters(item: AgendaItem) -> list[CommitteeMember]:
    """The members of the sitting who are not recused."""
    rows = select(Recusal.member_id).where(Recusal.item_id == item.id, Recusal.state.in_(BARRING))
    barred = set(db.session.scalars(rows))
    return [member for member in list_seated(item.sitting) if member.id not in barred]


def find_vote(item: AgendaItem, member: CommitteeMember) -> Vote | None:
    """How a member voted on a dossier."""
    return db.session.scalar(select(Vote).where(Vote.item_id == item.id, Vote.member_id == member.id))
