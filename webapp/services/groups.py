"""Organisations that lend people: a large group, a firm, a bank, an association and the firms under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from webapp.domain.errors import Refusal
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.groups import Group
from webapp.services.communes import search_name
from webapp.services.steps import record


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
    known = db.session.scalar(select(Group).where(func.lower(Group.name) == facts.name.lower()))
    if known is not None:
        raise Refusal("group_is_known", name=known.name)
    group = Group(code=free_code(Group.code, facts.name), created_at=now, **vars(facts))
    db.session.add(group)
    db.session.flush()
    record(group, "add", by=by, now=now)
    return group


def free_code(codes: Any, name: str) -> str:
    """A code made of a name that no row of a table has; `codes` is the column of its codes."""
    first = "-".join(search_name(name).split())[:50] or "sans-nom"
    taken = set(db.session.scalars(select(codes).where(codes.startswith(first))))
    return next(code for n in range(1, len(taken) + 2) if (code := first if n == 1 else f"{first}-{n}") not in taken)
