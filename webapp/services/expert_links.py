"""A new link for an expert who has lost theirs or whose link expired: mailed to the address on file."""

from __future__ import annotations

from datetime import datetime, timedelta

from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.mail import messages
from webapp.models.groups import Expert
from webapp.models.links import ActionLink
from webapp.models.missions import Mission
from webapp.models.proposals import Proposal
from webapp.services.answers import LINK_LIFE
from webapp.services.links import issue_link
from webapp.services.proposals import send_link_again
from webapp.services.steps import record

#: how long the space of an expert opens
SPACE_LIFE = timedelta(hours=24)


def send_to_expert(link: ActionLink, now: datetime) -> None:
    """Mail an expert the link of a request, of a mission or of their space again."""
    expert = db.session.get_one(Expert, link.person_id)
    by = Actor(ActorKind.EXPERT, expert.id)
    if link.purpose == Purpose.ANSWER:
        send_link_again(db.session.get_one(Proposal, link.object_id), by=by, now=now)
    elif link.purpose == Purpose.DECLARE_VISIT:
        send_visit_link(db.session.get_one(Mission, link.object_id), by=by, now=now)
    else:
        send_space_link(expert, now=now)


def send_visit_link(mission: Mission, *, by: Actor, now: datetime) -> None:
    """Mail the link of the page where visits are planned and declared."""
    link = issue_link(Purpose.DECLARE_VISIT, mission.id, mission.proposal.expert, expires_at=now + LINK_LIFE)
    event = record(mission, "send_link_again", by=by, now=now)
    db.session.add(messages.visit_link_again(mission, link, event=event, now=now))


def send_space_link(expert: Expert, *, now: datetime) -> None:
    """Mail the link of the expert's space, which opens for a day; those mailed before stop working."""
    link = issue_link(Purpose.EXPERT_SPACE, expert.id, expert, expires_at=now + SPACE_LIFE)
    for secret in link.secrets:
        secret.revoked_at = secret.revoked_at or now
    event = record(expert, "send_space_link", by=Actor(ActorKind.EXPERT, expert.id), now=now)
    db.session.add(messages.expert_space_link(expert, link, event=event, now=now))
