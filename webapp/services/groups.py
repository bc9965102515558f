"""Organisations that lend people: a large group, a firm, a bank, an association and the firms under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from webapp.domain.errors import Refusal
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.groups import Expert, Group
from webapp.models.proposals import Proposal
from webapp.services.communes import search_name
from webapp.services.steps import lock, record


@dataclass(frozen=True)
class GroupFacts:
    """What is known of an organisation when it is added."""

    name: str
    kind: str
    parent_id: int | None = None
    #: where its people work, for conditions of distance
    site_insee: str | None = None


def add_group(facts: GroupFacts, *, by: Actor, now: datetime) -> Group:
    """Add an organisation.

    Raises:
        Refusal: one of that name is there already (`group_is_known`).
    """
    _check_name(facts.name)
    group = Group(code=free_code(Group.code, facts.name), created_at=now, **vars(facts))
    db.session.add(group)
    db.session.flush()
    record(group, "add", by=by, now=now)
    return group


def change_group(group: Group, facts: GroupFacts, *, by: Actor, now: datetime) -> list[str]:
    """Correct what is written of an organisation; the names of what changed. Reports that were published keep their words.

    Raises:
        Refusal: another one bears that name (`group_is_known`), its experts were asked already and their days stay where
            they are booked (`group_was_asked`), or it would stand under itself (`group_under_itself`).
    """
    lock(group)
    _check_name(facts.name, but=group)
    if facts.parent_id != group.parent_id:
        _check_parent(group, facts.parent_id)
    changed = [name for name, value in vars(facts).items() if getattr(group, name) != value]
    for name in changed:
        setattr(group, name, getattr(facts, name))
        record(group, "change", by=by, now=now, reason=name)
    db.session.expire(group)
    return changed


def may_move(group: Group) -> bool:
    """Whether it may be put under another organisation: nobody of it was asked yet, no day is booked through it."""
    asked = select(Proposal.id).join(Proposal.expert).where(Expert.group_id == group.id)
    return db.session.scalar(asked.limit(1)) is None


def list_under(group: Group) -> list[Group]:
    """The organisations that stand under one, by name."""
    rows = select(Group).where(Group.parent_id == group.id)
    return list(db.session.scalars(rows.order_by(without_accents(Group.name))))


def _check_name(name: str, but: Group | None = None) -> None:
    known = db.session.scalar(select(Group).where(func.lower(Group.name) == name.lower()))
    if known is not None and known is not but:
        raise Refusal("group_is_known", name=known.name)


def _check_parent(group: Group, parent_id: int | None) -> None:
    if not may_move(group):
        raise Refusal("group_was_asked", name=group.name)
    above = db.session.get(Group, parent_id) if parent_id is not None else None
    while above is not None:
        if above is group:
            raise Refusal("group_under_itself", name=group.name)
        above = above.parent


def free_code(codes: Any, name: str) -> str:
    """A code made of a name that no row of a table has; `codes` is the column of its codes."""
    first = "-".join(search_name(name).split())[:50] or "sans-nom"
    taken = set(db.session.scalars(select(codes).where(codes.startswith(first))))
    return next(code for n in range(1, len(taken) + 2) if (code := first if n == 1 else f"{first}-{n}") not in taken)
