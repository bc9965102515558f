"""The several requests that one need may hold: who answers each of them, and what nobody answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.models.offers import Offer
from webapp.services.shortlists import Shortlist, answering_teams

if TYPE_CHECKING:
    from matching import Part

#: Scores of an offer for one sentence of a need: from here up it answers a request, below the other one nobody does.
SURE, FLOOR = 0.3, 0.15


@dataclass(frozen=True)
class Request:
    """One request of a need, in the words of the firm, and the offers of the team that answer it."""

    words: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class TeamFound:
    """Requests that no single offer answers together; those that nobody answers have no offers."""

    requests: tuple[Request, ...]

    @property
    def uncovered(self) -> tuple[str, ...]:
        """The requests that nobody answers."""
        return tuple(request.words for request in self.requests if not request.offers)


def find_team(found: Shortlist) -> TeamFound | None:
    """The team for a need that holds several requests; nothing where one expert is enough, or where roles are worded.

    Its members are among the offers of the list that may be asked, also those below the floor: one request of three may
    be all that they answer. A sentence that names no act, or that somebody answers by halves, is no request: it may tell
    a story. Where no offer reaches the floor there is nobody to build a team around.
    """
    need = found.role.need
    if len(need.roles) > 1 or not found.above:
        return None
    offers = {entry.offer.id: entry.offer for entry in found.above + found.below}
    sure, any_at_all = answering_teams(need.text, offers, (SURE, FLOOR))
    reached = {part.words for part in any_at_all.parts if part.offer_ids}
    parts = [part for part in sure.parts if part.asks and (part.offer_ids or part.words not in reached)]
    return _several([_request(part, offers) for part in parts if len(part.words.split()) > 1])


def _request(part: Part, offers: Mapping[int, Offer]) -> Request:
    return Request(part.words, tuple(offers[int(offer_id)] for offer_id in part.offer_ids))


def _several(requests: list[Request]) -> TeamFound | None:
    """The requests, if they are several indeed: one more than an expert answers, each by somebody or by nobody."""
    answered = [set(request.offers) for request in requests if request.offers]
    if not answered or len(requests) < 2 or (len(answered) == len(requests) and set.intersection(*answered)):
        return None
    return TeamFound(tuple(requests))
