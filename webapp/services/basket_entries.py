"""What a basket is made of: a rule's code and the things that the rule says wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from webapp.models.baskets import BasketSeen
from webapp.models.needs import Need
from webapp.services.shortlists import Match


@dataclass(frozen=True)
class Asked:
    """What became of the requests about one role."""

    counts: dict[str, int] = field(default_factory=dict)
    first_sent_at: datetime | None = None
    reminded_at: datetime | None = None
    answer_by: date | None = None

    @property
    def count(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Entry:
    """One thing in a basket, with what its line needs; `about` is a role, a need, a proposal, a visit, a mission, an
    expert, a pledge, an advance or a fund."""

    about: Any
    #: None for a person, a pledge and for money
    need: Need | None
    #: since when it waits here
    since: datetime | None = None
    match: Match | None = None
    asked: Asked | None = None
    #: what a card about money says besides
    facts: Mapping[str, Any] = field(default_factory=dict)
    #: how often an expert was asked in ninety days
    asks: int = 0
    #: who has put it aside, and until when
    seen: BasketSeen | None = None

    @property
    def kind(self) -> str:
        return str(self.about.__tablename__)


@dataclass(frozen=True)
class Basket:
    """One rule and what it holds, what waits longest first."""

    code: str
    entries: Sequence[Entry]
    is_hot: bool = False
    #: what was put aside, what comes back first
    aside: Sequence[Entry] = ()

    @property
    def everything(self) -> list[Entry]:
        return [*self.entries, *self.aside]
