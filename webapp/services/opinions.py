"""One question to each side of a mission that is over: was it useful, would you do it again?

Whoever ends a mission, or confirms its last visit, is asked on that very page. A mail asks the others once, two days later.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select

from webapp.clock import local_date
from webapp.domain import opinions as rules
from webapp.domain.errors import Refusal
from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.mail import opinion_messages
from webapp.mail.envelopes import at_once
from webapp.models.companies import Contact
from webapp.models.groups import Expert
from webapp.models.links import ActionLink
from webapp.models.missions import Mission, Visit
from webapp.models.notes import Note
from webapp.models.opinions import Opinion
from webapp.services.links import issue_link
from webapp.services.notes import add_note
from webapp.services.questions import is_reachable
from webapp.services.steps import lock, record

#: a visit of these states still has a question of its own to the firm, or waits for a coordinator: one thing at a time
UNSETTLED = ("declared", "disputed")


def find_opinion(mission: Mission, side: str) -> Opinion | None:
    """What one side was asked or has said of a mission."""
    return db.session.scalar(select(Opinion).where(Opinion.mission_id == mission.id, Opinion.side == side))


def list_opinions(mission: Mission) -> Sequence[Opinion]:
    """What both sides were asked or have said of a mission, the firm first."""
    return db.session.scalars(select(Opinion).where(Opinion.mission_id == mission.id).order_by(Opinion.side)).all()


def is_asked_of(mission: Mission, side: str) -> bool:
    """True when the page of one side puts the question: the mission is over, and they have not answered."""
    if mission.state not in rules.ASKED_STATES:
        return False
    opinion = find_opinion(mission, side)
    return opinion is None or opinion.score is None


def person_on(mission: Mission, side: str) -> Contact | Expert:
    """Who is asked on one side."""
    return mission.role.need.contact if side == "contact" else mission.proposal.expert


def list_missions_to_ask_about(now: datetime) -> Sequence[int]:
    """Missions that ended two days to two months ago, of which nothing is to be settled any more, and a side is unasked."""
    unsettled = exists().where(Visit.mission_id == Mission.id, Visit.state.in_(UNSETTLED))
    asked = select(func.count(Opinion.id)).where(Opinion.mission_id == Mission.id)
    rows = select(Mission.id).where(
        Mission.state.in_(rules.ASKED_STATES),
        Mission.ended_at <= now - timedelta(days=rules.ASK_AFTER_DAYS),
        Mission.ended_at > now - timedelta(days=rules.ASK_WITHIN_DAYS),
        ~unsettled,
        asked.correlate(Mission).scalar_subquery() < len(rules.SIDES),
    )
    return db.session.scalars(rows.order_by(Mission.ended_at, Mission.id)).all()


def ask_for_opinions(mission: Mission, *, by: Actor, now: datetime) -> bool:
    """Ask both sides of a mission by mail, each once in all; False when nobody is left to be asked."""
    lock(mission)
    asked = [_ask(mission, side, by=by, now=now) for side in rules.SIDES]
    return any(asked)


def _ask(mission: Mission, side: str, *, by: Actor, now: datetime) -> bool:
    if mission.state not in rules.ASKED_STATES or find_opinion(mission, side) is not None:
        return False
    if not _hears(person_on(mission, side), now):
        return False
    opinion = Opinion(mission=mission, side=side, asked_at=now, created_at=now)
    db.session.add(opinion)
    db.session.flush()
    event = record(mission, "ask_opinion", by=by, now=now, reason=side)
    db.session.add(opinion_messages.opinion_wanted(opinion, opinion_link(opinion, now), event=event, now=now))
    return True


def _hears(person: Contact | Expert, now: datetime) -> bool:
    if isinstance(person, Expert):
        return is_reachable(person, local_date(now))
    return bool(person.email)


def opinion_link(opinion: Opinion, now: datetime) -> ActionLink:
    """The link by which an answer is given and changed."""
    return issue_link(
        Purpose.GIVE_OPINION, opinion.id, person_on(opinion.mission, opinion.side), expires_at=now + rules.LINK_LIFE
    )


def give_opinion(mission: Mission, side: str, score: str, *, by: Actor, now: datetime) -> Opinion:
    """Write down what one side says; said again, the last answer stands and the events tell the others.

    Raises:
        Refusal: the mission is not over (`too_early`), or the answer is none of the three (`unknown_code`).
    """
    lock(mission)
    if mission.state not in rules.ASKED_STATES:
        raise Refusal("too_early")
    if score not in rules.SCORES:
        raise Refusal("unknown_code")
    opinion = find_opinion(mission, side)
    if opinion is None:
        opinion = Opinion(mission=mission, side=side, created_at=now)
        db.session.add(opinion)
    if opinion.score != score:
        opinion.score, opinion.answered_at = score, now
        db.session.flush()
        record(opinion, "answer", by=by, now=now, reason=score)
    return opinion


def add_words(opinion: Opinion, text: str, *, by: Actor, now: datetime) -> None:
    """Keep the words of who answered, for the coordinator alone; the same words twice are one note."""
    lock(opinion.mission)
    if text and text not in words_of(opinion):
        add_note(opinion, text, by=by, now=now)


def words_of(*opinions: Opinion) -> list[str]:
    """What was written beside some answers and not erased, in the order of writing."""
    about = Note.object_kind == "opinion", Note.object_id.in_([opinion.id for opinion in opinions])
    rows = select(Note.text).where(*about, Note.erased_at.is_(None))
    return list(db.session.scalars(rows.order_by(Note.id)))


def find_linked_opinion(link: ActionLink) -> Opinion:
    """The question that a link is about."""
    return db.session.get_one(Opinion, link.object_id)


def send_opinion_link(link: ActionLink, now: datetime) -> None:
    """Mail the link of a question again, to the address on file."""
    opinion = find_linked_opinion(link)
    by = Actor(ActorKind(link.person_kind), link.person_id)
    event = record(opinion, "send_link_again", by=by, now=now)
    renewed = opinion_link(opinion, now)
    db.session.add(at_once(opinion_messages.opinion_wanted(opinion, renewed, event=event, now=now)))
