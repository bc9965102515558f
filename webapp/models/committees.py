"""The committee of a territory: its members, its sittings, what lies before them, who does not vote, who voted how."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.committees import CHOICES, RECUSED_FOR
from webapp.domain.states import RECUSAL, SITTING
from webapp.models.accounts import Account
from webapp.models.base import (
    NUMBERED_ONCE,
    AppendOnly,
    Base,
    Created,
    Identified,
    PublicId,
    UtcDateTime,
    in_check,
    length_check,
    ref,
)
from webapp.models.dossiers import Decision, Dossier
from webapp.models.groups import Group
from webapp.models.territories import Territory

SITTING_KINDS = ("meeting", "written")
RECUSAL_BASES = ("data", "declared")


class CommitteeMember(Created, Identified, Base):
    """Somebody who sits for an organisation, from a day to another; signs in with an account whose grant names the territory.

    Who comes back, or sits for another organisation, has another row: what was voted stays theirs who sat then.
    """

    __tablename__ = "committee_member"
    __table_args__ = (
        Index(
            "uq_committee_member_seat",
            "territory_id",
            "account_id",
            unique=True,
            sqlite_where=text("left_on IS NULL"),
            postgresql_where=text("left_on IS NULL"),
        ),
        # one organisation has one seat, and so one vote
        Index(
            "uq_committee_member_organisation",
            "territory_id",
            "group_id",
            unique=True,
            sqlite_where=text("left_on IS NULL"),
            postgresql_where=text("left_on IS NULL"),
        ),
        CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="leaves_after_joining"),
    )

    territory_id: Mapped[int] = ref("territory.id", index=False)
    group_id: Mapped[int] = ref("partner_group.id")
    account_id: Mapped[int] = ref("account.id")
    joined_on: Mapped[date]
    left_on: Mapped[date | None]

    group: Mapped[Group] = relationship()
    account: Mapped[Account] = relationship()


class Sitting(PublicId, Created, Identified, Base):
    """A meeting of the committee, or a consultation in writing, whose day is the last one to answer."""

    __tablename__ = "sitting"
    __table_args__ = (
        in_check("state", SITTING.states),
        in_check("kind", SITTING_KINDS),
        length_check("place", 200),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint(
            "state IN ('planned', 'cancelled') OR convened_at IS NOT NULL", name="is_convened_before_it_is_held"
        ),
    )

    territory_id: Mapped[int] = ref("territory.id")
    state: Mapped[str] = mapped_column(String(20), default=SITTING.first)
    kind: Mapped[str] = mapped_column(String(10), default="meeting")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(200), default="")
    convened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    territory: Mapped[Territory] = relationship()
    items: Mapped[list[AgendaItem]] = relationship(back_populates="sitting", order_by="AgendaItem.position")
    presences: Mapped[list[Presence]] = relationship(order_by="Presence.id")


class Presence(Identified, Base):
    """A member who takes part in a sitting."""

    __tablename__ = "presence"
    __table_args__ = (UniqueConstraint("sitting_id", "member_id"),)

    sitting_id: Mapped[int] = ref("sitting.id", index=False)
    member_id: Mapped[int] = ref("committee_member.id")


class AgendaItem(PublicId, Created, Identified, Base):
    """A dossier before a sitting."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("sitting_id", "dossier_id"),
        UniqueConstraint("sitting_id", "position"),
        NUMBERED_ONCE,
    )

    sitting_id: Mapped[int] = ref("sitting.id", index=False)
    dossier_id: Mapped[int] = ref("dossier.id")
    position: Mapped[int]
    #: False: laid with something missing, for the reason that a note gives
    is_complete: Mapped[bool] = mapped_column(default=True)
    #: True: some voted, too few for the quorum; the dossier goes before another sitting
    is_carried_over: Mapped[bool] = mapped_column(default=False, server_default=false())

    sitting: Mapped[Sitting] = relationship(back_populates="items")
    dossier: Mapped[Dossier] = relationship()
    recusals: Mapped[list[Recusal]] = relationship(back_populates="item", order_by="Recusal.id")
    votes: Mapped[list[Vote]] = relationship(back_populates="item", order_by="Vote.id")
    decision: Mapped[Decision | None] = relationship(viewonly=True)


class Recusal(Created, Identified, Base):
    """A member who may neither see a dossier nor vote on it: read from the data, or declared."""

    __tablename__ = "recusal"
    __table_args__ = (
        in_check("state", RECUSAL.states),
        in_check("basis", RECUSAL_BASES),
        in_check("reason", RECUSED_FOR),
        UniqueConstraint("item_id", "member_id"),
        NUMBERED_ONCE,
    )

    item_id: Mapped[int] = ref("agenda_item.id", index=False)
    member_id: Mapped[int] = ref("committee_member.id")
    state: Mapped[str] = mapped_column(String(20), default=RECUSAL.first)
    basis: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(20))

    item: Mapped[AgendaItem] = relationship(back_populates="recusals")
    member: Mapped[CommitteeMember] = relationship()


class Vote(AppendOnly, Identified, Base):
    """One member's vote on one dossier, once. The database refuses it of who is recused."""

    __tablename__ = "vote"
    __table_args__ = (in_check("choice", CHOICES), UniqueConstraint("item_id", "member_id"))
    guards = ("refuses_who_is_recused",)

    item_id: Mapped[int] = ref("agenda_item.id", index=False)
    member_id: Mapped[int] = ref("committee_member.id")
    choice: Mapped[str] = mapped_column(String(10))
    cast_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: who wrote it down: the member, or the coordinator in the sitting
    recorded_by: Mapped[int] = ref("account.id")

    item: Mapped[AgendaItem] = relationship(back_populates="votes")
    member: Mapped[CommitteeMember] = relationship()
