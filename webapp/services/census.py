"""The census: once a year each expert, and each group's referent, confirms, changes or withdraws offers by a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import contains_eager, selectinload

from webapp.clock import local_date
from webapp.domain import deadlines
from webapp.domain.census import ANSWERS, census_ends_on, needs_census
from webapp.domain.errors import Refusal
from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.mail import census_messages
from webapp.mail.envelopes import at_once
from webapp.models.accents import without_accents
from webapp.models.events import Event
from webapp.models.groups import Expert, GroupReferent
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.models.offers import Offer
from webapp.services.links import issue_link
from webapp.services.questions import is_reachable
from webapp.services.steps import lock, record
from webapp.services.territories import list_pledging_territories

#: the step that marks a person asked
STEP = "ask_census"

#: the step of a question from a coordinator, between two yearly ones; not sooner than that
STEP_BETWEEN, ASK_AGAIN_AFTER = "ask_census_now", timedelta(days=30)

Person = Expert | GroupReferent


@dataclass(frozen=True)
class Said:
    """What somebody says of one offer: it stands, it stands in other words, or it is withdrawn."""

    answer: str
    title: str = ""
    text: str = ""


def list_census_experts(today: date) -> list[int]:
    """The experts who offer something and were not asked for a year."""
    offers = exists().where(Offer.expert_id == Expert.id, Offer.state == "active")
    rows = select(Expert).where(Expert.state == "active", Expert.bounced_at.is_(None), offers)
    return _due(rows.order_by(Expert.id), "expert", today)


def list_census_referents(today: date) -> list[int]:
    """The referents of groups whose people offer something, who were not asked for a year."""
    offers = exists().where(
        Offer.expert_id == Expert.id, Offer.state == "active", Expert.group_id == GroupReferent.group_id
    )
    return _due(select(GroupReferent).where(offers).order_by(GroupReferent.id), "group_referent", today)


def _due(rows: object, kind: str, today: date) -> list[int]:
    asked = dict(
        db.session.execute(
            select(Event.object_id, func.max(Event.at))
            .where(Event.object_kind == kind, Event.step == STEP)
            .group_by(Event.object_id)
        ).all()
    )
    people = db.session.scalars(rows).all()  # type: ignore[call-overload]
    return [person.id for person in people if _is_due(person, asked.get(person.id), today)]


def _is_due(person: Person, asked_at: datetime | None, today: date) -> bool:
    asked_on = local_date(asked_at) if asked_at is not None else None
    return needs_census(asked_on, local_date(person.created_at), today)


def ask_census(person: Person, *, by: Actor, now: datetime) -> bool:
    """Mail somebody the link by which their offers are confirmed; False when they were asked meanwhile, or are away."""
    lock(person)
    today = local_date(now)
    if isinstance(person, Expert) and not is_reachable(person, today):
        return False
    last = db.session.scalar(
        select(func.max(Event.at)).where(
            Event.object_kind == person.__tablename__, Event.object_id == person.id, Event.step == STEP
        )
    )
    if not _is_due(person, last, today) or not list_offers_to_confirm(person):
        return False
    _send(person, step=STEP, by=by, now=now)
    return True


def ask_census_now(expert: Expert, *, by: Actor, now: datetime) -> bool:
    """Ask an expert today whether their offers stand; False when asked in the last month, away, or without an offer."""
    lock(expert)
    steps = Event.step.in_((STEP, STEP_BETWEEN))
    about = Event.object_kind == "expert", Event.object_id == expert.id, steps
    last = db.session.scalar(select(func.max(Event.at)).where(*about))
    is_early = last is not None and now < last + ASK_AGAIN_AFTER
    if is_early or not is_reachable(expert, local_date(now)) or not list_offers_to_confirm(expert):
        return False
    _send(expert, step=STEP_BETWEEN, by=by, now=now)
    return True


def send_census_link(link: ActionLink, now: datetime) -> None:
    """Mail the link again, to the address on file."""
    person = find_census_person(link)
    at_once(_send(person, step="send_census_link", by=actor_of_person(person), now=now))


def _send(person: Person, *, step: str, by: Actor, now: datetime) -> OutgoingMail:
    link = open_census(person, now=now)
    event = record(person, step, by=by, now=now)
    count, places = len(list_offers_to_confirm(person)), list_pledging_territories(person.group)
    mail = census_messages.offers_to_confirm(person, count, link, event=event, now=now)
    if len(places) == 1:
        census_messages.ask_there(mail, places[0])
    db.session.add(mail)
    return mail


def open_census(person: Person, *, now: datetime) -> ActionLink:
    """The link of the page of somebody's offers, which acts for two months."""
    until = deadlines.end_of_day(census_ends_on(local_date(now)))
    return issue_link(Purpose.CONFIRM_OFFERS, person.id, person, expires_at=until)


def find_census_person(link: ActionLink) -> Person:
    """Whose offers a link is about."""
    table: type[Person] = GroupReferent if link.person_kind == "referent" else Expert
    return db.session.get_one(table, link.person_id)


def actor_of_person(person: Person) -> Actor:
    """Who answers the census, as the one who takes a step."""
    return Actor(ActorKind.EXPERT if isinstance(person, Expert) else ActorKind.REFERENT, person.id)


def list_offers_to_confirm(person: Person) -> Sequence[Offer]:
    """The offers that somebody may answer for: their own, or those of their group's people."""
    theirs = Expert.id == person.id if isinstance(person, Expert) else Expert.group_id == person.group_id
    rows = select(Offer).join(Offer.expert).where(Offer.state == "active", Expert.state == "active", theirs)
    rows = rows.options(contains_eager(Offer.expert), selectinload(Offer.skills))
    rows = rows.order_by(without_accents(Expert.name), without_accents(Offer.title), Offer.id)
    return db.session.scalars(rows).unique().all()


def answer_census(person: Person, said: dict[int, Said], *, by: Actor, now: datetime) -> int:
    """Write down what somebody says of their offers; those they say nothing of stay as they were. How many answers.

    Raises:
        Refusal: an answer is none of the three (`unknown_code`), or a change has no title (`title_missing`).
    """
    answered = 0
    for offer in list_offers_to_confirm(person):
        if offer.id in said:
            _answer(offer, said[offer.id], by=by, now=now)
            answered += 1
    return answered


def keep_offers(person: Person, *, by: Actor, now: datetime) -> int:
    """Note that everything somebody answers for still stands, as they said at once of all of it; how many offers."""
    kept = {offer.id: Said("keep") for offer in list_offers_to_confirm(person)}
    return answer_census(person, kept, by=by, now=now)


def _answer(offer: Offer, said: Said, *, by: Actor, now: datetime) -> None:
    if said.answer not in ANSWERS:
        raise Refusal("unknown_code")
    if said.answer == "change" and not said.title:
        raise Refusal("title_missing")
    lock(offer)
    if said.answer == "withdraw":
        offer.state = "withdrawn"
    else:
        offer.confirmed_on = local_date(now)
    if said.answer == "change":
        offer.title, offer.text = said.title, said.text
    record(offer, said.answer, by=by, now=now)
