"""Members who may neither see a dossier nor vote on it: proposed from the data, declared, confirmed or lifted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select

from webapp.clock import local_date
from webapp.domain.committees import BARRING
from webapp.domain.errors import Refusal
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.committees import AgendaItem, CommitteeMember, Recusal, Sitting, Vote
from webapp.models.companies import Company
from webapp.models.dossiers import Decision, Dossier, DossierFunding
from webapp.models.groups import Exclusion, Expert
from webapp.services.committee_members import list_members
from webapp.services.companies import is_firm
from webapp.services.steps import lock, record, take_step


def propose_recusals(item: AgendaItem, *, by: Actor, now: datetime) -> list[Recusal]:
    """Keep out whom the data speak against: who finances the project, whose people are a client, supplier or rival.

    Who has voted has: a vote stays.
    """
    lock(item)
    known = set(db.session.scalars(select(Recusal.member_id).where(Recusal.item_id == item.id)))
    known |= set(db.session.scalars(select(Vote.member_id).where(Vote.item_id == item.id)))
    financing = set(_financing(item))
    excluded = set(_excluded(item))
    proposed = []
    for member in list_members(item.sitting.territory_id, local_date(now)):
        reason = "finances" if member.group_id in financing else "excluded" if member.group_id in excluded else ""
        if reason and member.id not in known:
            proposed.append(_add(item, member, "data", reason, by=by, now=now))
    return proposed


def propose_for_firm(company: Company, *, by: Actor, now: datetime) -> None:
    """What is learnt of a firm once its dossier, at any of its sites, lies before a committee keeps out the same members as if
    it had been known.
    """
    decided = select(Decision.id).where(Decision.item_id == AgendaItem.id)
    rows = (
        select(AgendaItem)
        .join(AgendaItem.dossier)
        .join(Dossier.company)
        .where(is_firm(company), Dossier.state == "laid")
        .where(AgendaItem.is_carried_over.is_(False), ~decided.exists())
    )
    for item in db.session.scalars(rows.order_by(AgendaItem.id)).all():
        propose_recusals(item, by=by, now=now)


def declare_recusal(item: AgendaItem, member: CommitteeMember, reason: str, *, by: Actor, now: datetime) -> Recusal:
    """A member says that they may not judge; one that was proposed or lifted stands from now on.

    Raises:
        Refusal: the member has voted (`has_voted`), or it is decided (`is_decided`).
    """
    lock(item)
    if item.decision is not None:
        raise Refusal("is_decided")
    if db.session.scalar(select(Vote.id).where(Vote.item_id == item.id, Vote.member_id == member.id)):
        raise Refusal("has_voted")
    recusal = find_recusal(item, member)
    if recusal is None:
        return _add(item, member, "declared", reason, by=by, now=now, state="confirmed")
    if recusal.state != "confirmed":
        before = recusal.state
        recusal.state, recusal.basis, recusal.reason = "confirmed", "declared", reason
        record(recusal, "declare", by=by, now=now, from_state=before, to_state="confirmed", reason=reason)
        db.session.flush()
    return recusal


def declare_again(item: AgendaItem, member: CommitteeMember, *, by: Actor, now: datetime) -> None:
    """What somebody has declared goes for a seat that they take later, and for the dossier when it is laid again."""
    said = (
        select(Recusal)
        .join(Recusal.member)
        .join(Recusal.item)
        .where(
            AgendaItem.dossier_id == item.dossier_id,
            Recusal.basis == "declared",
            Recusal.state.in_(BARRING),
            CommitteeMember.account_id == member.account_id,
            or_(CommitteeMember.id != member.id, AgendaItem.id != item.id),
        )
        .order_by(Recusal.id.desc())
    )
    before = db.session.scalar(said.limit(1))
    if before is not None:
        declare_recusal(item, member, before.reason, by=by, now=now)


def confirm_recusal(recusal: Recusal, *, by: Actor, now: datetime) -> None:
    """The desk has looked: the member stays out."""
    lock(recusal.item)
    take_step(recusal, "confirm", by=by, now=now)


def lift_recusal(recusal: Recusal, *, by: Actor, now: datetime) -> None:
    """The desk has looked: nothing speaks against this member. What a member has declared stays.

    Raises:
        Refusal: the member has declared it (`declared_by_member`).
    """
    lock(recusal.item)
    if recusal.basis == "declared":
        raise Refusal("declared_by_member")
    take_step(recusal, "lift", by=by, now=now)


def find_recusal(item: AgendaItem, member: CommitteeMember) -> Recusal | None:
    """Whether this member is, or was, kept out."""
    return db.session.scalar(select(Recusal).where(Recusal.item_id == item.id, Recusal.member_id == member.id))


def find_scoped_recusal(territory_ids: Collection[int], recusal_id: int) -> Recusal | None:
    """A recusal before the committee of one of these territories."""
    return db.session.scalar(
        select(Recusal)
        .join(Recusal.item)
        .join(AgendaItem.sitting)
        .where(Recusal.id == recusal_id, Sitting.territory_id.in_(territory_ids))
    )


def is_barred(item: AgendaItem, member: CommitteeMember) -> bool:
    """True while the member may neither see the dossier nor vote on it."""
    recusal = find_recusal(item, member)
    return recusal is not None and recusal.state in BARRING


def _add(
    item: AgendaItem,
    member: CommitteeMember,
    basis: str,
    reason: str,
    *,
    by: Actor,
    now: datetime,
    state: str = "proposed",
) -> Recusal:
    recusal = Recusal(item=item, member=member, state=state, basis=basis, reason=reason, created_at=now)
    db.session.add(recusal)
    db.session.flush()
    record(recusal, "declare" if basis == "declared" else "propose", by=by, now=now, to_state=state, reason=reason)
    return recusal


def _financing(item: AgendaItem) -> list[int]:
    rows = select(DossierFunding.group_id).where(
        DossierFunding.dossier_id == item.dossier_id, DossierFunding.group_id.is_not(None)
    )
    return [group_id for group_id in db.session.scalars(rows) if group_id is not None]


def _excluded(item: AgendaItem) -> list[int]:
    rows = (
        select(Expert.group_id)
        .join(Exclusion, Exclusion.expert_id == Expert.id)
        .join(Company, Company.id == Exclusion.company_id)
        .where(is_firm(item.dossier.company))
    )
    return list(db.session.scalars(rows))
