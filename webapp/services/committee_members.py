"""Who sits on a territory's committee, for which organisation, since when and until when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from webapp.clock import local_date
from webapp.domain.errors import Refusal
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.accounts import Account, AccountGrant
from webapp.models.committees import CommitteeMember
from webapp.models.groups import Group
from webapp.models.territories import Territory
from webapp.services.accounts import grant_right
from webapp.services.steps import lock, record


def seat_member(territory: Territory, group: Group, account: Account, *, by: Actor, now: datetime) -> CommitteeMember:
    """Somebody sits for an organisation from today on, and may sign in to the committee's pages; again, if they had left.

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
    member = db.session.scalar(
        select(CommitteeMember).where(
            CommitteeMember.territory_id == territory.id, CommitteeMember.account_id == account.id
        )
    )
    if member is None:
        member = CommitteeMember(territory_id=territory.id, account=account, joined_on=local_date(now))
        db.session.add(member)
    member.group, member.left_on = group, None
    grant_right(account, "member", territory.id)
    db.session.flush()
    record(member, "seat", by=by, now=now)
    return member


def unseat_member(member: CommitteeMember, *, by: Actor, now: datetime) -> None:
    """They leave: the committee's pages are closed to them at once, what they voted stays."""
    member.left_on = local_date(now)
    for grant in list(member.account.grants):
        if (grant.role, grant.object_id) == ("member", member.territory_id):
            member.account.grants.remove(grant)
            db.session.delete(grant)
    record(member, "unseat", by=by, now=now)
    db.session.flush()


def list_members(territory_id: int, on: date) -> list[CommitteeMember]:
    """Who sits on a day, by organisation."""
    rows = (
        select(CommitteeMember)
        .join(CommitteeMember.group)
        .where(CommitteeMember.territory_id == territory_id, CommitteeMember.joined_on <= on)
        .where(or_(CommitteeMember.left_on.is_(None), CommitteeMember.left_on > on))
        .options(joinedload(CommitteeMember.group), joinedload(CommitteeMember.account))
        .order_by(Group.name, CommitteeMember.id)
    )
    return list(db.session.scalars(rows))


def list_seats(account: Account) -> list[CommitteeMember]:
    """Where an account sits now: a seat and the right to it."""
    granted = select(AccountGrant.object_id).where(AccountGrant.account_id == account.id, AccountGrant.role == "member")
    rows = select(CommitteeMember).where(
        CommitteeMember.account_id == account.id,
        CommitteeMember.left_on.is_(None),
        CommitteeMember.territory_id.in_(granted),
    )
    return list(db.session.scalars(rows.order_by(CommitteeMember.id)))


def list_organisations() -> list[Group]:
    """The organisations that somebody may sit for."""
    return list(db.session.scalars(select(Group).order_by(Group.name)))


def find_scoped_member(territory_ids: Collection[int], member_id: int) -> CommitteeMember | None:
    """A member of the committee of one of these territories."""
    return db.session.scalar(
        select(CommitteeMember).where(CommitteeMember.id == member_id, CommitteeMember.territory_id.in_(territory_ids))
    )
