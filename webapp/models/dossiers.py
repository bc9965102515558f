"""What a firm lays before the committee, and what the committee answers.

Cents. Words that may have to be erased are notes; a decision holds codes and figures, and is never changed.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.dossiers import DOCUMENTS, REASONS, SOURCES
from webapp.domain.states import DOSSIER
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
from webapp.models.companies import Company, Contact
from webapp.models.files import StoredFile
from webapp.models.groups import Group
from webapp.models.needs import Need
from webapp.models.territories import Territory

PURPOSES = ("cash", "growth", "machine", "takeover", "other")
OUTCOMES = ("approved", "adjourned", "refused")


class Dossier(PublicId, Created, Identified, Base):
    """A firm's project, and the advance it asks for."""

    __tablename__ = "dossier"
    __table_args__ = (
        in_check("state", DOSSIER.states),
        in_check("purpose", PURPOSES),
        length_check("title", 160),
        length_check("project", 4000),
        CheckConstraint("asked_cents IS NULL OR asked_cents > 0", name="asks_something"),
        CheckConstraint("wished_minutes IS NULL OR wished_minutes BETWEEN 1 AND 100000", name="wish_is_sane"),
        CheckConstraint("other_aid_cents IS NULL OR other_aid_cents >= 0", name="aid_is_not_negative"),
        CheckConstraint("jobs_created IS NULL OR jobs_created BETWEEN 0 AND 10000", name="new_jobs_are_sane"),
        CheckConstraint("jobs_preserved IS NULL OR jobs_preserved BETWEEN 0 AND 10000", name="old_jobs_are_sane"),
    )

    state: Mapped[str] = mapped_column(String(20), default=DOSSIER.first, server_default=DOSSIER.first)
    territory_id: Mapped[int] = ref("territory.id")
    company_id: Mapped[int] = ref("company.id")
    #: who completes it and is told of what is decided; None in what was filed before
    contact_id: Mapped[int | None] = ref("contact.id", nullable=True)
    #: the need it grew from, if any
    need_id: Mapped[int | None] = ref("need.id", nullable=True)
    title: Mapped[str] = mapped_column(String(160), default="")
    #: the project in the firm's words
    project: Mapped[str] = mapped_column(Text, default="", server_default="")
    purpose: Mapped[str] = mapped_column(String(20))
    #: the advance asked for; None where only days are
    asked_cents: Mapped[int | None]
    #: days of skills asked for; None where only money is
    wished_minutes: Mapped[int | None]
    #: when the firm began; None: not said
    founded_on: Mapped[date | None]
    #: de minimis aid of the last three years, as the firm declares it; None: not said
    other_aid_cents: Mapped[int | None]
    jobs_created: Mapped[int | None]
    jobs_preserved: Mapped[int | None]
    #: by when these jobs are promised
    jobs_by: Mapped[date | None]
    opened_on: Mapped[date]
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    territory: Mapped[Territory] = relationship()
    company: Mapped[Company] = relationship()
    contact: Mapped[Contact | None] = relationship()
    need: Mapped[Need | None] = relationship()
    decisions: Mapped[list[Decision]] = relationship(back_populates="dossier", order_by="Decision.id")
    funding: Mapped[list[DossierFunding]] = relationship(back_populates="dossier", order_by="DossierFunding.id")
    documents: Mapped[list[DossierDocument]] = relationship(back_populates="dossier", order_by="DossierDocument.id")


class DossierFunding(Identified, Base):
    """Money that a project has from elsewhere, by source."""

    __tablename__ = "dossier_funding"
    __table_args__ = (
        in_check("source", SOURCES),
        UniqueConstraint("dossier_id", "source"),
        CheckConstraint("amount_cents > 0", name="amount_is_positive"),
    )

    dossier_id: Mapped[int] = ref("dossier.id")
    source: Mapped[str] = mapped_column(String(10))
    amount_cents: Mapped[int]
    #: the organisation, where it is one that the programme knows: its member will not vote
    group_id: Mapped[int | None] = ref("partner_group.id", nullable=True)

    dossier: Mapped[Dossier] = relationship(back_populates="funding")
    group: Mapped[Group | None] = relationship()


class DossierDocument(Created, Identified, Base):
    """A document of a dossier, checked by its content, seen by the desk and by the members who may vote."""

    __tablename__ = "dossier_document"
    __table_args__ = (in_check("kind", DOCUMENTS), NUMBERED_ONCE)

    dossier_id: Mapped[int] = ref("dossier.id")
    kind: Mapped[str] = mapped_column(String(20))
    file_id: Mapped[int] = ref("stored_file.id")

    dossier: Mapped[Dossier] = relationship(back_populates="documents")
    file: Mapped[StoredFile] = relationship()


class Decision(AppendOnly, Created, Identified, Base):
    """What the committee decided on a dossier, on a day. The register: rows are added, never changed."""

    __tablename__ = "decision"
    __table_args__ = (
        in_check("outcome", OUTCOMES),
        in_check("reason", REASONS),
        CheckConstraint("amount_cents IS NULL OR amount_cents > 0", name="amount_is_positive"),
        CheckConstraint("amount_cents IS NULL OR outcome = 'approved'", name="grants_when_it_approves"),
        CheckConstraint("valid_until IS NULL OR valid_until >= decided_on", name="is_valid_after_it_is_taken"),
        CheckConstraint(
            "minutes IS NULL OR (minutes > 0 AND outcome = 'approved')", name="gives_days_when_it_approves"
        ),
        Index("uq_decision_item_id", "item_id", unique=True),
    )

    dossier_id: Mapped[int] = ref("dossier.id")
    #: where it was on the agenda; None in what was decided before sittings were kept here
    item_id: Mapped[int | None] = ref("agenda_item.id", nullable=True, index=False)
    outcome: Mapped[str] = mapped_column(String(20))
    #: why it was adjourned or refused
    reason: Mapped[str] = mapped_column(String(40), default="", server_default="")
    #: the advance granted; None where there is none
    amount_cents: Mapped[int | None]
    #: days of skills granted; None where there are none
    minutes: Mapped[int | None]
    #: what the zero rate is worth to the firm, by the rules of de minimis aid
    #: None where no reference rate was set on that day
    grant_equivalent_cents: Mapped[int | None]
    #: by which it was computed, in hundredths of a per cent
    reference_rate_bp: Mapped[int | None]
    decided_on: Mapped[date]
    #: last day on which the money can be paid; None: no limit
    valid_until: Mapped[date | None]
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    abstentions: Mapped[int | None]

    dossier: Mapped[Dossier] = relationship(back_populates="decisions")
