"""Experts, offers and firms as the desk keeps them: lists, one of them, and the little that a coordinator changes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webapp.domain.errors import Refusal
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.companies import Company, Contact
from webapp.models.conventions import Convention, Pledge
from webapp.models.groups import Absence, Expert, Group
from webapp.models.needs import Need, NeedRole
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal
from webapp.services.candidates import ANSWERED
from webapp.services.paging import Page, contains, paginate
from webapp.services.steps import lock, record


@dataclass(frozen=True)
class Asks:
    """How often somebody was asked, answered and said yes since a moment, in all territories."""

    asked: int = 0
    answered: int = 0
    accepted: int = 0


def list_experts(territory_ids: frozenset[int], words: str, *, page: int) -> Page[Expert]:
    """The experts of the groups that pledged days to some territories, by name, with their groups."""
    rows = (
        experts_of(territory_ids)
        .options(contains_eager(Expert.group), joinedload(Expert.commune), selectinload(Expert.absences))
        .order_by(Expert.state, without_accents(Expert.name), Expert.id)
    )
    if words:
        rows = rows.where(contains(Expert.name, words) | contains(Expert.job, words) | contains(Group.name, words))
    return paginate(rows, page)


def find_scoped_expert(territory_ids: frozenset[int], expert_id: int) -> Expert | None:
    """An expert of a group that pledged days to one of these territories."""
    rows = experts_of(territory_ids).where(Expert.id == expert_id)
    return db.session.scalar(
        rows.options(contains_eager(Expert.group), joinedload(Expert.commune), selectinload(Expert.absences))
    )


def experts_of(territory_ids: frozenset[int]) -> Select[tuple[Expert]]:
    """The query of the experts of the groups that pledged days to some territories, joined with their groups."""
    return select(Expert).join(Expert.group).where(lends_to(territory_ids))


def lends_to(territory_ids: frozenset[int], *, in_draft: bool = False) -> ColumnElement[bool]:
    """That a group, or its parent, pledged days to one of these territories in a signed convention.

    `in_draft`: or has them in a draft, which anybody may write: it opens the group, never the people of it.
    """
    lent = select(Pledge.group_id).join(Pledge.convention).where(Convention.territory_id.in_(territory_ids))
    if not in_draft:
        lent = lent.where(Convention.state == "signed")
    return Group.id.in_(lent) | Group.parent_id.in_(lent)


def list_offers_of(expert_ids: Collection[int]) -> list[Offer]:
    """The offers of some experts, withdrawn ones last."""
    rows = select(Offer).where(Offer.expert_id.in_(expert_ids)).options(selectinload(Offer.skills))
    return list(db.session.scalars(rows.order_by(Offer.state, without_accents(Offer.title), Offer.id)))


def count_asks(expert_ids: Collection[int], since: datetime) -> dict[int, Asks]:
    """How often each of some experts was asked since a moment; counts of all territories, without what it was about."""
    said = func.sum(case((Proposal.state.in_(ANSWERED), 1), else_=0))
    yes = func.sum(case((Proposal.state.in_(("accepted", "accepted_on_behalf", "released")), 1), else_=0))
    rows = db.session.execute(
        select(Proposal.expert_id, func.count(), said, yes)
        .where(Proposal.expert_id.in_(expert_ids), Proposal.sent_at >= since, Proposal.state != "withdrawn")
        .group_by(Proposal.expert_id)
    )
    return {expert_id: Asks(asked, answered, accepted) for expert_id, asked, answered, accepted in rows}


def list_asks(expert: Expert, territory_ids: frozenset[int], *, limit: int = 30) -> list[Proposal]:
    """What an expert was asked by some territories, the last first; other territories are counted, never shown."""
    rows = (
        select(Proposal)
        .join(Proposal.role)
        .join(NeedRole.need)
        .where(Proposal.expert_id == expert.id, Need.territory_id.in_(territory_ids))
        .options(contains_eager(Proposal.role).contains_eager(NeedRole.need).joinedload(Need.company))
        .order_by(Proposal.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(rows))


def pause_expert(expert: Expert, until: date | None, *, by: Actor, now: datetime) -> None:
    """Send an expert no request through a day, as they ask; None ends the pause."""
    lock(expert)
    if until is None and expert.paused_until is None:
        return
    expert.paused_until = until
    record(expert, "pause" if until else "end_pause", by=by, now=now)


def leave_in_peace(expert: Expert, until: date, *, by: Actor, now: datetime) -> date:
    """Send an expert no request through a day, or through the later one that was agreed on before; the last day of it."""
    lock(expert)
    until = max(expert.paused_until or until, until)
    pause_expert(expert, until, by=by, now=now)
    return until


def add_absence(expert: Expert, starts_on: date, ends_on: date, *, by: Actor, now: datetime) -> Absence:
    """Note that an expert is away; reminders wait meanwhile.

    Raises:
        Refusal: it ends before it starts (`ends_before_it_starts`).
    """
    if ends_on < starts_on:
        raise Refusal("ends_before_it_starts")
    absence = Absence(expert_id=expert.id, starts_on=starts_on, ends_on=ends_on)
    db.session.add(absence)
    record(expert, "add_absence", by=by, now=now)
    return absence


def remove_absence(absence: Absence, *, by: Actor, now: datetime) -> None:
    """An announced absence will not be."""
    record(absence.expert, "remove_absence", by=by, now=now)
    db.session.delete(absence)
    db.session.flush()


def list_companies(territory_ids: frozenset[int], words: str, *, page: int) -> Page[Company]:
    """The firms that asked some territories for something, by name."""
    rows = _companies_of(territory_ids).order_by(without_accents(Company.name), Company.id)
    return paginate(rows.where(contains(Company.name, words) | contains(Company.trade, words)) if words else rows, page)


def find_scoped_company(territory_ids: frozenset[int], company_id: int) -> Company | None:
    """A firm that asked one of these territories for something."""
    return db.session.scalar(_companies_of(territory_ids).where(Company.id == company_id))


def _companies_of(territory_ids: frozenset[int]) -> Select[tuple[Company]]:
    asked = select(Need.company_id).where(Need.territory_id.in_(territory_ids), Need.state != "draft")
    return select(Company).where(Company.id.in_(asked))


def list_contacts(company: Company) -> list[Contact]:
    """The people who speak for a firm, the last first."""
    rows = select(Contact).where(Contact.company_id == company.id).order_by(Contact.id.desc())
    return list(db.session.scalars(rows))


def list_company_needs(company: Company, territory_ids: frozenset[int]) -> list[Need]:
    """What a firm asked some territories for, the last first."""
    rows = (
        select(Need)
        .where(Need.company_id == company.id, Need.territory_id.in_(territory_ids), Need.state != "draft")
        .options(selectinload(Need.roles))
        .order_by(Need.id.desc())
    )
    return list(db.session.scalars(rows))


def check_facts(company: Company, *, staff: int | None, is_independent: bool | None, by: Actor, now: datetime) -> None:
    """Write down what a coordinator has checked of a firm; None: nobody knows."""
    lock(company)
    company.staff, company.is_independent = staff, is_independent
    record(company, "check_facts", by=by, now=now)
