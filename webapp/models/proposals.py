"""One need put to one expert."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.states import DECLINE_REASONS, LIVE_YES, OPEN_PROPOSAL, PROPOSAL
from webapp.models.base import Base, Created, Identified, PublicId, UtcDateTime, in_check, ref
from webapp.models.groups import Expert
from webapp.models.needs import NeedRole
from webapp.models.offers import Offer


def _where_state(states: tuple[str, ...]) -> dict[str, Any]:
    condition = text(f"state IN ({', '.join(repr(state) for state in states)})")
    return {"unique": True, "sqlite_where": condition, "postgresql_where": condition}


class Proposal(PublicId, Created, Identified, Base):
    """A role put to an expert for one of their offers: sent, accepted, declined, expired..."""

    __tablename__ = "proposal"
    __table_args__ = (
        in_check("state", PROPOSAL.states),
        in_check("decline_reason", ("", *DECLINE_REASONS)),
        CheckConstraint("score_permille BETWEEN 0 AND 1000", name="score_is_a_share"),
        Index("uq_proposal_one_yes_per_role", "role_id", **_where_state(LIVE_YES)),
        Index("uq_proposal_one_open_per_offer", "role_id", "offer_id", **_where_state(OPEN_PROPOSAL)),
        Index("ix_proposal_state_answer_by", "state", "answer_by"),
    )

    role_id: Mapped[int] = ref("need_role.id")
    offer_id: Mapped[int] = ref("offer.id")
    expert_id: Mapped[int] = ref("expert.id")
    state: Mapped[str] = mapped_column(String(20), default=PROPOSAL.first)
    wave: Mapped[int] = mapped_column(default=1)
    #: time asked of the expert
    minutes: Mapped[int]
    #: score of the words when it was sent, in thousandths; 0 when added by hand
    score_permille: Mapped[int] = mapped_column(default=0)
    #: the words of the need and of the offer that met, as the expert read them: [[asked, found], ...]
    reasons: Mapped[list[Any]] = mapped_column(JSON, default=list)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: last day to answer, to its end
    answer_by: Mapped[date]
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: when the expert, or a coordinator for them, said yes or no
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: when the half hour to undo was over and the answer took effect
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decline_reason: Mapped[str] = mapped_column(String(20), default="")
    note_id: Mapped[int | None] = ref("note.id", nullable=True)
    #: said yes while somebody else's yes could still be undone
    interested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: said that the mail was not meant for them
    disowned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    role: Mapped[NeedRole] = relationship()
    offer: Mapped[Offer] = relationship()
    expert: Mapped[Expert] = relationship()
