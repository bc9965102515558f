"""The needs of a desk: its list, and one of them with all that its page shows. Reads only, within a scope."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, and_, exists, not_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webapp.domain.states import NEED_OVER
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.companies import Company, Contact
from webapp.models.groups import Expert
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal
from webapp.models.territories import Territory
from webapp.services.paging import Page, contains, paginate

#: The filters of the list; each is a condition on the need or on one of its roles.
FILTERS = ("open", "to_ask", "asked", "unanswered", "filled", "held", "over", "all")

ROLE_STATES = {
    "to_ask": ("open",),
    "asked": ("proposed",),
    "unanswered": ("unanswered",),
    "filled": ("filled",),
}


@dataclass(frozen=True)
class NeedFilter:
    """Which needs: a filter of `FILTERS`, words of a firm, a person or a title, one territory."""

    state: str = "open"
    words: str = ""
    territory_id: int | None = None


def list_needs(territory_ids: frozenset[int], wanted: NeedFilter, *, page: int) -> Page[Need]:
    """The needs of some territories that a filter lets through, the last received first."""
    rows = (
        select(Need)
        .join(Contact, Contact.id == Need.contact_id)
        .outerjoin(Company, Company.id == Need.company_id)
        .where(Need.territory_id.in_(territory_ids), Need.state != "draft")
        .options(
            contains_eager(Need.contact),
            contains_eager(Need.company),
            joinedload(Need.territory),
            selectinload(Need.roles),
        )
        .order_by(Need.received_at.desc(), Need.id.desc())
    )
    return paginate(_filtered(rows, wanted), page)


def _filtered(rows: Select[tuple[Need]], wanted: NeedFilter) -> Select[tuple[Need]]:
    if wanted.territory_id is not None:
        rows = rows.where(Need.territory_id == wanted.territory_id)
    if wanted.words:
        rows = rows.where(
            contains(Need.title, wanted.words)
            | contains(Company.name, wanted.words)
            | contains(Contact.name, wanted.words)
        )
    if wanted.state in ROLE_STATES:
        roles = exists().where(NeedRole.need_id == Need.id, NeedRole.state.in_(ROLE_STATES[wanted.state]))
        return rows.where(Need.state == "open", roles)
    states = {"open": ("open",), "held": ("held", "received"), "over": NEED_OVER}.get(wanted.state)
    return rows.where(Need.state.in_(states)) if states else rows


def find_scoped_need(territory_ids: frozenset[int], need_id: int) -> Need | None:
    """A need of one of these territories, with its firm, roles and document."""
    return db.session.scalar(
        select(Need)
        .where(Need.id == need_id, Need.territory_id.in_(territory_ids), Need.state != "draft")
        .options(
            joinedload(Need.contact),
            joinedload(Need.company),
            joinedload(Need.territory).selectinload(Territory.rules),
            joinedload(Need.attachment),
            selectinload(Need.roles),
        )
    )


def find_scoped_proposal(territory_ids: frozenset[int], proposal_id: int) -> Proposal | None:
    """A proposal about a need of one of these territories."""
    return db.session.scalar(
        select(Proposal)
        .join(NeedRole, NeedRole.id == Proposal.role_id)
        .join(Need, Need.id == NeedRole.need_id)
        .where(Proposal.id == proposal_id, Need.territory_id.in_(territory_ids))
    )


def list_need_proposals(need: Need) -> list[Proposal]:
    """Who was asked about a need, the last first, with their offers and groups."""
    rows = (
        select(Proposal)
        .join(NeedRole, NeedRole.id == Proposal.role_id)
        .where(NeedRole.need_id == need.id)
        .options(
            joinedload(Proposal.expert).joinedload(Expert.group),
            joinedload(Proposal.offer),
            contains_eager(Proposal.role),
        )
        .order_by(Proposal.id.desc())
    )
    return list(db.session.scalars(rows))


def list_need_missions(need: Need) -> list[Mission]:
    """The missions of a need, the last first, with their experts and visits; none of a yes that was taken back."""
    taken_back = and_(Mission.state == "cancelled", Mission.introduced_at.is_(None), Proposal.state != "released")
    rows = (
        select(Mission)
        .join(NeedRole, NeedRole.id == Mission.role_id)
        .join(Mission.proposal)
        .where(NeedRole.need_id == need.id, not_(taken_back))
        .options(
            joinedload(Mission.proposal).joinedload(Proposal.expert).joinedload(Expert.group),
            joinedload(Mission.proposal).joinedload(Proposal.offer),
            selectinload(Mission.visits),
        )
        .order_by(Mission.id.desc())
    )
    return list(db.session.scalars(rows))


def search_offers(role: NeedRole, offer_ids: set[int], words: str, *, limit: int = 20) -> list[Offer]:
    """Offers among the given ones by a word of their title, their expert or their group, to add one by hand."""
    asked = select(Proposal.expert_id).where(Proposal.role_id == role.id, Proposal.state != "withdrawn")
    group = Expert.group
    rows = (
        select(Offer)
        .join(Expert, Expert.id == Offer.expert_id)
        .join(group)
        .where(Offer.id.in_(offer_ids), Expert.id.not_in(asked))
        .options(contains_eager(Offer.expert).contains_eager(group))
        .order_by(without_accents(Expert.name), without_accents(Offer.title), Offer.id)
        .limit(limit)
    )
    named = [contains(column, words) for column in (Offer.title, Offer.text, Expert.name, Expert.job)]
    return list(db.session.scalars(rows.where(named[0] | named[1] | named[2] | named[3])))
