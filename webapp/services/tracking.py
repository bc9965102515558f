"""What a firm may know of its request: where it stands, who helps, what happened. It only reads.

A yes shows once both sides were introduced, a no never does, and no expert is named before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.clock import local_date
from webapp.domain.states import LIVE_YES, OPEN_MISSION
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.groups import Expert
from webapp.models.links import ActionLink
from webapp.models.missions import Mission, Visit
from webapp.models.needs import Need, NeedRole
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal

#: steps of the request itself that the firm is told of
TOLD_OF_NEED = ("submit", "confirm_address", "file", "qualify", "correct", "withdraw", "set_aside", "resume")
TOLD_OF_END = ("help", "give_up", "lose_touch")
TOLD_OF_MISSION = ("finish", "abandon", "cancel")
#: of a visit also what changes how the lines before it read
CORRECTED = "correct"
TOLD_OF_VISIT = ("plan", "declare", "confirm", "deem", "dispute", "contest", "settle", "settle_as_cancelled", "cancel")

#: visits that took place, as far as anybody has said
DONE = ("declared", "confirmed", "deemed", "disputed")


@dataclass(frozen=True)
class Moment:
    """One line of what happened: a code, when, and the figures and names that its sentence needs."""

    code: str
    at: datetime
    name: str = ""
    minutes: int | None = None
    on: date | None = None
    count: int = 0


@dataclass(frozen=True)
class Following:
    """A request as its firm sees it."""

    need: Need
    #: missions whose two sides were introduced, with their expert and visits
    missions: list[Mission]
    #: experts asked so far, and the last day on which one of them may answer; None: nobody may any more
    asked_count: int
    first_asked_on: date | None
    answer_by: date | None
    journal: list[Moment] = field(default_factory=list)

    @property
    def visits(self) -> list[Visit]:
        """The visits of all missions by their days, but for those that were called off."""
        counted = [visit for mission in self.missions for visit in mission.visits if visit.state != "cancelled"]
        return sorted(counted, key=lambda visit: visit.worked_on or visit.planned_on or date.max)

    @property
    def to_confirm(self) -> list[Visit]:
        """The visits on which the firm has not answered."""
        return [visit for visit in self.visits if visit.state == "declared"]

    @property
    def stage(self) -> str:
        """Where the request stands: `sent`, `looking`, `asked`, `unanswered`, `helped`, `over`."""
        if self.need.state in ("draft", "received", "held"):
            return "sent"
        if self.need.state != "open":
            return "over"
        if any(mission.state in OPEN_MISSION for mission in self.missions):
            return "helped"
        if self.missions and all(role.state in ("done", "dropped") for role in self.need.roles):
            return "helped"
        return self._searching()

    def _searching(self) -> str:
        if self.answer_by is not None:
            return "asked"
        return "unanswered" if self.asked_count else "looking"


def follow_need(need: Need) -> Following:
    """All that the page of a request shows, in a number of queries that does not grow with it."""
    role_ids = [role.id for role in need.roles]
    proposals = _proposals(role_ids)
    missions = [mission for mission in _missions(role_ids) if mission.introduced_at is not None]
    waiting = [proposal.answer_by for proposal in proposals if _may_still_answer(proposal)]
    return Following(
        need=need,
        missions=missions,
        asked_count=len({proposal.expert_id for proposal in proposals}),
        first_asked_on=local_date(proposals[0].sent_at) if proposals else None,
        answer_by=max(waiting, default=None),
        journal=sorted(_journal(need, proposals, missions), key=lambda moment: moment.at)[::-1],
    )


def find_visit(need: Need, public_id: str) -> Visit | None:
    """A visit of the request."""
    return db.session.scalar(
        select(Visit)
        .join(Mission, Mission.id == Visit.mission_id)
        .join(NeedRole, NeedRole.id == Mission.role_id)
        .where(NeedRole.need_id == need.id, Visit.public_id == public_id)
    )


def visit_of(link: ActionLink) -> Visit:
    """The visit that a link asks the firm about."""
    return db.session.get_one(Visit, link.object_id)


def mark_of(visit: Visit) -> str:
    """What a firm is asked about, in short: it changes when the expert declares the visit again."""
    return f"{visit.version}:{visit.worked_on}:{visit.minutes}"


def _may_still_answer(proposal: Proposal) -> bool:
    """An answer that can be taken back is none yet: until then the firm sees a question that is open."""
    is_undoable = proposal.state in (*LIVE_YES, "declined") and proposal.settled_at is None
    return proposal.state in ("sent", "held") or is_undoable


def _proposals(role_ids: list[int]) -> list[Proposal]:
    query = select(Proposal).where(Proposal.role_id.in_(role_ids), Proposal.state != "withdrawn")
    return list(db.session.scalars(query.order_by(Proposal.sent_at, Proposal.id)))


def _missions(role_ids: list[int]) -> list[Mission]:
    to_expert = joinedload(Mission.proposal).joinedload(Proposal.expert)
    query = (
        select(Mission)
        .where(Mission.role_id.in_(role_ids))
        .options(
            to_expert.joinedload(Expert.group),
            joinedload(Mission.proposal).joinedload(Proposal.offer).load_only(Offer.title),
            selectinload(Mission.visits),
        )
    )
    return list(db.session.scalars(query.order_by(Mission.id)))


def _journal(need: Need, proposals: list[Proposal], missions: list[Mission]) -> Iterator[Moment]:
    yield from _waves(proposals)
    for mission in missions:
        assert mission.introduced_at is not None, "only introduced missions are told of"
        yield Moment("introduced", mission.introduced_at, name=mission.proposal.expert.name)
    told = {mission.id: mission for mission in missions}
    visits = {visit.id: visit for mission in missions for visit in mission.visits}
    yield from reversed(list(_read_backwards(_events(need, told, visits), told, visits)))


def _read_backwards(events: list[Event], missions: dict[int, Mission], visits: dict[int, Visit]) -> Iterator[Moment]:
    """A visit holds what was said of it last: its length belongs to that line, and not to those before."""
    is_said, is_taken_back = set[int](), set[int]()
    for event in reversed(events):
        if event.object_kind == "visit" and event.step == CORRECTED:
            is_taken_back.add(event.object_id)
            continue
        moment = _told(event, missions, visits)
        if event.object_kind == "visit" and event.step in ("declare", "settle"):
            if event.object_id in is_said | is_taken_back:
                moment = replace(moment, minutes=None)
            if event.step == "declare" and event.object_id in is_taken_back:
                moment = replace(moment, code="visit_declare_again", on=None)
            is_said.add(event.object_id)
        yield moment


def _waves(proposals: list[Proposal]) -> Iterator[Moment]:
    """Requests of one day are one line."""
    for _, wave in groupby(proposals, key=lambda proposal: local_date(proposal.sent_at)):
        sent = list(wave)
        yield Moment("asked", sent[0].sent_at, count=len({proposal.expert_id for proposal in sent}))


def _events(need: Need, missions: Iterable[int], visits: Iterable[int]) -> list[Event]:
    told = or_(
        and_(Event.object_kind == "need", Event.object_id == need.id, Event.step.in_(TOLD_OF_NEED + TOLD_OF_END)),
        and_(Event.object_kind == "mission", Event.object_id.in_(list(missions)), Event.step.in_(TOLD_OF_MISSION)),
        and_(
            Event.object_kind == "visit", Event.object_id.in_(list(visits)), Event.step.in_((*TOLD_OF_VISIT, CORRECTED))
        ),
    )
    return list(db.session.scalars(select(Event).where(told).order_by(Event.id)))


def _told(event: Event, missions: dict[int, Mission], visits: dict[int, Visit]) -> Moment:
    code = f"{event.object_kind}_{event.step}"
    if event.object_kind == "need":
        return Moment(code, event.at)
    if event.object_kind == "mission":
        return Moment(code, event.at, name=missions[event.object_id].proposal.expert.name)
    visit = visits[event.object_id]
    if event.step in ("dispute", "contest") and event.actor_kind != "contact":
        code = "visit_dispute_by_desk"
    on = visit.planned_on if event.step in ("plan", "cancel") else visit.worked_on or visit.planned_on
    return Moment(code, event.at, name=visit.mission.proposal.expert.name, minutes=visit.minutes, on=on)
