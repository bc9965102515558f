"""Who sits on a territory's committee, for which organisation, since when and until when. It only reads."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.accounts import Account, AccountGrant
from webapp.models.committees import CommitteeMember
from webapp.models.groups import Group


def list_members(territory_id: int, on: date) -> list[CommitteeMember]:
    """Who sits on a day, by organisation."""
    rows = (
        select(CommitteeMember)
        .join(CommitteeMember.group)
        .where(CommitteeMember.territory_id == territory_id, CommitteeMember.joined_on <= on)
        .where(or_(CommitteeMember.left_on.is_(None), CommitteeMember.left_on > on))
        .options(joinedload(CommitteeMember.group), joinedload(CommitteeMember.account))
        .order_by(without_accents(Group.name), CommitteeMember.id)
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
    return list(db.session.scalars(select(Group).order_by(without_accents(Group.name))))


def find_scoped_member(territory_ids: Collection[int], member_id: int) -> CommitteeMember | None:
    """A member of the committee of one of these territories."""
    return db.session.scalar(
        select(CommitteeMember).where(CommitteeMember.id == member_id, CommitteeMember.territory_id.in_(territory_ids))
    )
