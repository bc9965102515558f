"""What the page of one request shows to its expert, before and after the answer. It only reads."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.clock import local_date
from webapp.domain import links as link_rules
from webapp.domain.links import Purpose
from webapp.extensions import db
from webapp.mail.request_facts import RequestFacts, read_request
from webapp.models.companies import Company
from webapp.models.groups import Expert, Group
from webapp.models.links import ActionLink
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.proposals import Proposal
from webapp.models.territories import Territory
from webapp.services.answers import UNDO, find_mission, is_taken, may_undo
from webapp.services.conventions import find_pledge
from webapp.services.ledger import balance_of
from webapp.services.links import find_link


class Stage(StrEnum):
    """Which page the expert sees."""

    ASK = "ask"
    #: said yes while somebody else's yes could still be undone
    TAKEN = "taken"
    #: too late for this link, not for a yes
    LATE = "late"
    #: too late, and somebody else helps
    GONE = "gone"
    ACCEPTED = "accepted"
    HELD = "held"
    DECLINED = "declined"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"


_STAGES = {"accepted_on_behalf": Stage.ACCEPTED}


@dataclass(frozen=True)
class AnswerPage:
    """A request as its expert sees it now."""

    stage: Stage
    proposal: Proposal
    request: RequestFacts
    #: what was shown, to be sent back with the answer
    mark: str
    #: somebody else has said yes, and may still take it back
    is_taken: bool
    #: None: the answer cannot be taken back any more, or there is none
    undo_until: datetime | None
    mission: Mission | None
    #: the page where visits are declared, once there is one
    visits_link: ActionLink | None
    #: what the expert's group has left; None without a pledge
    group_minutes_left: int | None

    @property
    def need(self) -> Need:
        return self.proposal.role.need

    @property
    def territory(self) -> Territory | None:
        return self.need.territory

    @property
    def is_introduced(self) -> bool:
        return self.mission is not None and self.mission.introduced_at is not None


def find_proposal(link: ActionLink) -> Proposal:
    """The request that a link answers, with all that its page shows."""
    need = joinedload(Proposal.role).joinedload(NeedRole.need)
    expert = joinedload(Proposal.expert)
    return db.session.scalars(
        select(Proposal)
        .where(Proposal.id == link.object_id)
        .options(
            need.joinedload(Need.territory),
            need.joinedload(Need.contact),
            need.joinedload(Need.company).joinedload(Company.commune),
            expert.joinedload(Expert.group).joinedload(Group.site),
            expert.joinedload(Expert.commune),
            joinedload(Proposal.offer),
        )
    ).one()


def read_answer_page(link: ActionLink, now: datetime) -> AnswerPage:
    """The page of a link that answers a request."""
    proposal = find_proposal(link)
    mission = find_mission(proposal) if proposal.settled_at or proposal.decided_at else None
    taken = is_taken(proposal)
    decided_at = proposal.decided_at
    return AnswerPage(
        stage=_stage(proposal, taken=taken, acts=link_rules.may_act(link.expires_at, now)),
        proposal=proposal,
        request=read_request(proposal, local_date(now)),
        mark=mark_of(proposal),
        is_taken=taken,
        undo_until=decided_at + UNDO if decided_at and may_undo(proposal, now) else None,
        mission=mission,
        visits_link=find_link(Purpose.DECLARE_VISIT, mission.id, proposal.expert) if mission else None,
        group_minutes_left=_group_minutes_left(proposal, now),
    )


def mark_of(proposal: Proposal) -> str:
    """What an expert agrees to, in short: it changes when the request does."""
    need = proposal.role.need
    parts = (proposal.minutes, need.deadline_on, need.place, need.text)
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def _stage(proposal: Proposal, *, taken: bool, acts: bool) -> Stage:
    if proposal.state not in ("sent", "expired"):
        return _STAGES.get(proposal.state) or Stage(proposal.state)
    if taken and (proposal.state == "expired" or not acts):
        return Stage.GONE
    if taken and proposal.interested_at is not None:
        return Stage.TAKEN
    return Stage.ASK if acts else Stage.LATE


def _group_minutes_left(proposal: Proposal, now: datetime) -> int | None:
    territory = proposal.role.need.territory
    pledge = find_pledge(proposal.expert.group, territory, local_date(now)) if territory else None
    return max(balance_of(pledge).free, 0) if pledge else None
