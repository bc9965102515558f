"""The people of a group, as a coordinator notes them one by one: who answers for it, its experts, what they offer.

A group and its people are the same in every territory to which it has promised days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from webapp.domain.errors import Refusal
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.groups import Expert, Group, GroupReferent
from webapp.models.offers import Offer
from webapp.services.directory import experts_of, lends_to
from webapp.services.erasure import erase_referent
from webapp.services.groups import free_code
from webapp.services.readdressing import readdress
from webapp.services.steps import lock, record


@dataclass(frozen=True)
class Newcomer:
    """Somebody of a group and how to reach them; job and place of an expert."""

    name: str
    email: str
    phone: str = ""
    job: str = ""
    commune_insee: str | None = None


@dataclass(frozen=True)
class Offered:
    """One thing that an expert can help with; `models/offers.py` says what each is."""

    title: str
    text: str = ""
    place: str = "either"
    radius_km: int | None = None
    minutes_per_year: int | None = None


def find_scoped_group(territory_ids: frozenset[int], group_id: int) -> Group | None:
    """A group that promises days to one of these territories, in a draft too, or whose parent does."""
    rows = select(Group).where(Group.id == group_id, lends_to(territory_ids, in_draft=True))
    return db.session.scalar(
        rows.options(selectinload(Group.referents), joinedload(Group.parent), joinedload(Group.site))
    )


def list_lending_groups(territory_ids: frozenset[int]) -> list[Group]:
    """The groups whose experts may be asked in some territories, by name."""
    return list(db.session.scalars(select(Group).where(lends_to(territory_ids)).order_by(without_accents(Group.name))))


def list_experts_of_group(group: Group, territory_ids: frozenset[int]) -> list[Expert]:
    """The experts of a group, by name, those who have left last; none before its days here are signed."""
    rows = experts_of(territory_ids).where(Expert.group_id == group.id)
    return list(db.session.scalars(rows.order_by(Expert.state, without_accents(Expert.name), Expert.id)))


def add_referent(group: Group, person: Newcomer, *, by: Actor, now: datetime) -> GroupReferent:
    """Somebody answers for a group: gets its reports, its letters and the census of its offers.

    Raises:
        Refusal: this address answers for the group already (`person_is_known`).
    """
    lock(group)
    _check_new(person, select(GroupReferent.name).where(GroupReferent.group_id == group.id), GroupReferent.email)
    referent = GroupReferent(group=group, name=person.name, email=person.email, phone=person.phone, created_at=now)
    db.session.add(referent)
    record(group, "add_referent", by=by, now=now)
    return referent


def change_referent(referent: GroupReferent, person: Newcomer, *, by: Actor, now: datetime) -> None:
    """Correct who answers for a group. What went to an address that was wrong opens nothing; what waits goes to the new one.

    Raises:
        Refusal: this address answers for the group already (`person_is_known`).
    """
    lock(referent.group)
    others = GroupReferent.group_id == referent.group_id, GroupReferent.id != referent.id
    _check_new(person, select(GroupReferent.name).where(*others), GroupReferent.email)
    if person.email != referent.email:
        readdress(referent, person.email, now=now)
    referent.name, referent.email, referent.phone = person.name, person.email, person.phone
    record(referent.group, "change_referent", by=by, now=now)


def remove_referent(referent: GroupReferent, *, by: Actor, now: datetime) -> None:
    """Somebody answers for a group no more: erased, with the links they had; what they confirmed stays."""
    record(referent.group, "remove_referent", by=by, now=now)
    erase_referent(referent, by=by, now=now)


def add_expert(group: Group, person: Newcomer, offered: Offered, *, by: Actor, now: datetime) -> Expert:
    """An expert with a first offer; nothing is mailed before the first request.

    Raises:
        Refusal: an expert of the group has this address (`person_is_known`).
    """
    lock(group)
    _check_new(person, select(Expert.name).where(Expert.group_id == group.id), Expert.email)
    expert = Expert(code=free_code(Expert.code, person.name), group=group, created_at=now, **vars(person))
    db.session.add(expert)
    db.session.flush()
    record(expert, "add", by=by, now=now)
    add_offer(expert, offered, by=by, now=now)
    return expert


def change_expert(expert: Expert, person: Newcomer, *, by: Actor, now: datetime) -> None:
    """Correct who an expert is and how to reach them. What went to an address that was wrong opens nothing; what waits goes
    to the new one, and requests may go there again.

    Raises:
        Refusal: another expert of the group has this address (`person_is_known`).
    """
    lock(expert)
    others = Expert.group_id == expert.group_id, Expert.id != expert.id
    _check_new(person, select(Expert.name).where(*others), Expert.email)
    if person.email != expert.email:
        readdress(expert, person.email, now=now)
        expert.bounced_at = None
    for name, value in vars(person).items():
        setattr(expert, name, value)
    record(expert, "change", by=by, now=now)
    db.session.expire(expert, ["commune"])


def add_offer(expert: Expert, offered: Offered, *, by: Actor, now: datetime) -> Offer:
    """One more thing that an expert can help with."""
    offer = Offer(code=free_code(Offer.code, expert.code), expert=expert, created_at=now, **vars(offered))
    db.session.add(offer)
    db.session.flush()
    record(offer, "add", by=by, now=now)
    return offer


def _check_new(person: Newcomer, names: Any, email: Any) -> None:
    known = db.session.scalar(names.where(email == person.email).limit(1))
    if known is not None:
        raise Refusal("person_is_known", name=known, email=person.email)
