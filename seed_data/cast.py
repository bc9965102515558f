"""Who and what the story is about: rows of the database by their code in the CSV files."""

from __future__ import annotations

from dataclasses import dataclass, field

from webapp.domain.states import ANYONE, Actor
from webapp.models.conventions import Convention, Pledge
from webapp.models.groups import Expert, Group
from webapp.models.offers import Offer
from webapp.models.territories import Territory


@dataclass
class Cast:
    """Filled by the loaders, one after the other."""

    territories: dict[str, Territory] = field(default_factory=dict)
    #: by territory
    coordinators: dict[str, Actor] = field(default_factory=dict)
    #: somebody of the network, who signs after a coordinator
    network: Actor = ANYONE
    groups: dict[str, Group] = field(default_factory=dict)
    experts: dict[str, Expert] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    conventions: dict[str, Convention] = field(default_factory=dict)
    #: by convention, group and year, None for the whole
    pledges: dict[tuple[str, str, int | None], Pledge] = field(default_factory=dict)
