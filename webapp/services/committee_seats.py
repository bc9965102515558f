"""Taking a seat on a territory's committee, and leaving it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from webapp.clock import local_date
from webapp.domain.errors import Refusal
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.accounts import Account
from webapp.models.committees import CommitteeMember
from webapp.models.groups import Group
from webapp.models.territories import Territory
from webapp.services.accounts import grant_right, take_rights
from webapp.services.recusals import declare_again, propose_recusals
from webapp.services.sittings import list_open_sittings
from webapp.services.steps import lock, record


def seat_member(territory: Territory, group: Group, account: Account, *, by: Actor, now: datetime) -> CommitteeMember:
    """Somebody sits for an organisation from today on, and may sign in to the committee's pages.

    From what lies before the committee already they are kept out where the data speak against them, and where they had said
    themselves that they may not judge. Who sat for another organisation has left it.

    Raises:
        Refusal: somebody else sits for it already (`organisation_seated`): one organisation, one vote.
    """
    lock(territory)
    seated = select(CommitteeMember.account_id).where(
        CommitteeMember.territory_id == territory.id,
        CommitteeMember.group_id == group.id,
        CommitteeMember.left_on.is_(None),
    )
    if db.session.scalar(seated.where(CommitteeMember.account_id != account.id)):
        raise Refusal("organisation_seated", name=group.name)
    member = _seat_of(territory, group, account, today=local_date(now))
    grant_right(account, "member", territory.id)
    db.session.flush()
    record(member, "seat", by=by, now=now)
    for sitting in list_open_sittings(territory.id):
        for item in sitting.items:
            if item.decision is None and not item.is_carried_over:
                propose_recusals(item, by=by, now=now)
                declare_again(item, member, by=by, now=now)
    return member


def _seat_of(territory: Territory, group: Group, account: Account, *, today: date) -> CommitteeMember:
    """The seat that this account has, or left today, for this organisation; else a new one."""
    theirs = CommitteeMember.territory_id == territory.id, CommitteeMember.account_id == account.id
    until_now = CommitteeMember.left_on.is_(None) | (CommitteeMember.left_on == today)
    seats = db.session.scalars(select(CommitteeMember).where(*theirs, until_now).order_by(CommitteeMember.id)).all()
    for seat in seats:
        seat.left_on = seat.left_on or today
    db.session.flush()
    member = next((seat for seat in seats if seat.group_id == group.id), None)
    if member is None:
        member = CommitteeMember(territory_id=territory.id, account=account, group=group, joined_on=today)
        db.session.add(member)
    member.left_on = None
    return member


def unseat_member(member: CommitteeMember, *, by: Actor, now: datetime) -> None:
    """They leave: the committee's pages are closed to them at once, what they voted stays."""
    member.left_on = local_date(now)
    seat = "member", member.territory_id
    take_rights(member.account, [grant for grant in member.account.grants if (grant.role, grant.object_id) == seat])
    record(member, "unseat", by=by, now=now)
    db.session.flush()
