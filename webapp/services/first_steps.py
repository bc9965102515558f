"""What a territory needs before a first request can find somebody: a signed convention, and experts with offers. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, func, select

from webapp.extensions import db
from webapp.models.conventions import Convention
from webapp.models.groups import Expert, Group
from webapp.models.needs import Need
from webapp.models.offers import Offer
from webapp.services.directory import lends_to


@dataclass(frozen=True)
class FirstSteps:
    """How far a territory has come."""

    #: a convention that is not signed yet
    draft_id: int | None
    is_signed: bool
    has_experts: bool
    has_needs: bool

    @property
    def are_taken(self) -> bool:
        return self.is_signed and self.has_experts and self.has_needs


def read_first_steps(territory_ids: frozenset[int]) -> FirstSteps:
    """How far some territories have come together, in one statement."""
    here = Convention.territory_id.in_(territory_ids)
    draft = select(func.max(Convention.id)).where(here, Convention.state == "draft").scalar_subquery()
    signed = exists().where(here, Convention.state == "signed")
    lends = lends_to(territory_ids)
    offers = exists().where(Offer.expert_id == Expert.id, Expert.group_id == Group.id, lends)
    needs = exists().where(Need.territory_id.in_(territory_ids), Need.state != "draft")
    draft_id, is_signed, has_experts, has_needs = db.session.execute(select(draft, signed, offers, needs)).one()
    return FirstSteps(draft_id, bool(is_signed), bool(has_experts), bool(has_needs))
