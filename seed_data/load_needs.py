"""Requests told again, step by step, through the services that take these steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from seed_data import rows
from seed_data.agenda import Agenda
from seed_data.cast import Cast
from seed_data.load_duties import Duties
from seed_data.load_firms import Firms, contact_actor
from webapp.clock import PARIS
from webapp.domain.states import JOB, Actor, ActorKind
from webapp.extensions import db
from webapp.models.missions import Mission, Visit
from webapp.models.needs import Need, NeedRole
from webapp.models.notes import Note
from webapp.models.proposals import Proposal
from webapp.services.answers import Outcome, accept_proposal, decline_proposal
from webapp.services.conventions import find_convention
from webapp.services.doubts import Doubt
from webapp.services.drafts import begin_draft, keep_firm, keep_typed
from webapp.services.give_ups import give_up_meeting
from webapp.services.missions import (
    confirm_visit,
    declare_visit,
    dispute_visit,
    end_mission,
    list_visits,
    plan_visit,
)
from webapp.services.need_ends import close_need, set_aside_need, withdraw_need
from webapp.services.needs import Asked, RoleAsked, confirm_address, qualify_need
from webapp.services.proposals import send_proposals
from webapp.services.shortlists import choice_of, rank_chosen

#: why the form of a story that is held was doubtful: a robot filled it in, again and again, from one network
ROBOT = frozenset({Doubt.TOO_FAST, Doubt.NETWORK})

#: why a coordinator sets a request aside in these stories
SET_ASIDE = "not_for_us"


class StoryError(Exception):
    """The CSV files tell something that the rules do not allow; the text says which request, when and why."""


@dataclass(frozen=True)
class Stage:
    """What every story needs: the people, the firms, and what takes care of what falls due."""

    cast: Cast
    firms: Firms
    duties: Duties


def tell_needs(
    needs: Iterable[rows.NeedRow], steps: Iterable[rows.NeedStepRow], stage: Stage, agenda: Agenda
) -> dict[str, Story]:
    """Note every step of every request in the agenda; the stories by their code."""
    stories = {row.code: Story(row, stage) for row in needs}
    for step in steps:
        agenda.add(step.at.replace(tzinfo=PARIS), partial(stories[step.need].take, step))
    return stories


class Story:
    """One request, its proposals and its mission. Each step of the CSV files is a method of its name."""

    need: Need
    mission: Mission

    def __init__(self, row: rows.NeedRow, stage: Stage) -> None:
        self.row = row
        self.stage = stage
        self.asked: dict[str, Proposal] = {}

    def take(self, step: rows.NeedStepRow, now: datetime) -> None:
        """Take a step at its moment."""
        STEPS[step.step](self, step, now)

    @property
    def desk(self) -> Actor:
        return self.stage.cast.coordinators[self.row.territory]

    @property
    def firm(self) -> Actor:
        return contact_actor(self.need)

    @property
    def role(self) -> NeedRole:
        (role,) = self.need.roles
        return role

    def save_draft(self, _step: rows.NeedStepRow, now: datetime) -> None:
        firms, company = self.stage.firms, self.row.company
        person = firms.person_of(company)
        typed = {"name": person.name, "role": person.role, "email": person.email, "phone": person.phone}
        self.need = begin_draft(person, typed, now=now).need
        keep_firm(self.need, firms.firm_of(company))
        keep_typed(self.need, "words", {"text": self.row.text})

    def submit(self, _step: rows.NeedStepRow, now: datetime) -> None:
        doubts = ROBOT if self.row.story == "held" else frozenset()
        self.need = self.stage.firms.send_form(self.row.company, self._wishes(now), now, doubts=doubts)

    def hold(self, step: rows.NeedStepRow, _now: datetime) -> None:
        if self.need.state != "held":
            raise StoryError(f"{step.need} at {step.at}: its form was not doubtful")

    def confirm_address(self, _step: rows.NeedStepRow, now: datetime) -> None:
        confirm_address(self.need, by=self.firm, now=now)

    def qualify(self, _step: rows.NeedStepRow, now: datetime) -> None:
        title = self.row.title or self.need.title
        qualify_need(self.need, title, [RoleAsked(title, self.role.minutes, self.role)], by=self.desk, now=now)

    def propose(self, step: rows.NeedStepRow, now: datetime) -> None:
        is_automatic = self.stage.cast.territories[self.row.territory].dispatch == "auto"
        if self.need.qualified_at is None and not is_automatic:
            self.qualify(step, now)
        (ranked,) = rank_chosen(self.role, [self.stage.cast.offers[step.offer].id], now)
        if ranked.refusals:
            why = ", ".join(finding.rule for finding in ranked.refusals)
            raise StoryError(f"{step.need} at {step.at}: {step.offer} may not be proposed: {why}")
        by = JOB if is_automatic else self.desk
        (self.asked[step.offer],) = send_proposals(self.role, [choice_of(ranked)], by=by, now=now)
        self.stage.duties.follow_request(self.asked[step.offer])

    def decline(self, step: rows.NeedStepRow, now: datetime) -> None:
        proposal = self.asked[step.offer]
        decline_proposal(proposal, step.words, by=expert_actor(proposal), now=now)
        self.stage.duties.follow_answer(proposal, now)

    def accept(self, step: rows.NeedStepRow, now: datetime) -> None:
        self._accept(step, expert_actor(self.asked[step.offer]), now)

    def accept_on_behalf(self, step: rows.NeedStepRow, now: datetime) -> None:
        self._accept(step, self.desk, now)
        self._note(self.asked[step.offer], step.words)

    def plan(self, step: rows.NeedStepRow, now: datetime) -> None:
        visit = plan_visit(self.mission, _day(step), by=expert_actor(self.mission.proposal), now=now)
        self.stage.duties.follow_plan(visit)

    def declare(self, step: rows.NeedStepRow, now: datetime) -> None:
        assert step.minutes is not None, "a declared visit has its length"
        planned = (visit for visit in list_visits(self.mission) if visit.state == "planned")
        visit = next((visit for visit in planned if visit.planned_on == step.worked_on), None)
        by = expert_actor(self.mission.proposal)
        declared = declare_visit(self.mission, _day(step), step.minutes, by=by, now=now, visit=visit)
        self.stage.duties.follow_declaration(declared)

    def confirm(self, step: rows.NeedStepRow, now: datetime) -> None:
        confirm_visit(self._visit_of(step), by=self.firm, now=now)

    def dispute(self, step: rows.NeedStepRow, now: datetime) -> None:
        dispute_visit(self._visit_of(step), minutes=step.minutes, words=step.words, by=self.firm, now=now)

    def give_up(self, step: rows.NeedStepRow, now: datetime) -> None:
        give_up_meeting(self.mission, by=expert_actor(self.mission.proposal), now=now, words=step.words)

    def finish(self, _step: rows.NeedStepRow, now: datetime) -> None:
        end_mission(self.mission, "finish", by=self.desk, now=now)
        self.stage.duties.follow_end(self.mission, now)

    def close_helped(self, step: rows.NeedStepRow, now: datetime) -> None:
        self._close("helped", step, now)

    def close_no_help(self, step: rows.NeedStepRow, now: datetime) -> None:
        self._close("no_help", step, now)

    def close_unreachable(self, step: rows.NeedStepRow, now: datetime) -> None:
        self._close("unreachable", step, now)

    def withdraw(self, step: rows.NeedStepRow, now: datetime) -> None:
        withdraw_need(self.need, by=self.firm, now=now, words=step.words)

    def set_aside(self, step: rows.NeedStepRow, now: datetime) -> None:
        set_aside_need(self.need, SET_ASIDE, by=self.desk, now=now, words=step.words)

    def _wishes(self, now: datetime) -> Asked:
        row = self.row
        minutes = None
        if row.days is not None:
            convention = find_convention(self.stage.cast.territories[row.territory], now.date())
            assert convention is not None, "days are wished where a convention says how long one is"
            minutes = int(row.days * convention.minutes_per_day)
        return Asked(row.text, wished_minutes=minutes, deadline_on=row.deadline_on, place=row.place)

    def _accept(self, step: rows.NeedStepRow, by: Actor, now: datetime) -> None:
        proposal = self.asked[step.offer]
        accepted = accept_proposal(proposal, by=by, now=now)
        self.stage.duties.follow_answer(proposal, now)
        expected = Outcome.HELD if self.row.story == "held_yes" else Outcome.ACCEPTED
        if accepted.outcome is not expected:
            raise StoryError(f"{step.need} at {step.at}: the yes is {accepted.outcome} instead of {expected}")
        if accepted.mission is not None:
            self.mission = accepted.mission
            self.stage.duties.follow_mission(self.mission)
            self.stage.duties.follow_jobs(self.mission, now)

    def _visit_of(self, step: rows.NeedStepRow) -> Visit:
        (visit,) = (visit for visit in list_visits(self.mission) if visit.worked_on == step.worked_on)
        return visit

    def _close(self, outcome: str, step: rows.NeedStepRow, now: datetime) -> None:
        close_need(self.need, outcome, by=self.desk, now=now)
        self._note(self.need, step.words)

    def _note(self, about: Need | Proposal, words: str) -> None:
        if words:
            kind, by = about.__tablename__, self.desk
            db.session.add(Note(object_kind=kind, object_id=about.id, actor_kind=by.kind, actor_id=by.id, text=words))


#: the methods of a story that a line of need_steps.csv may name
STEPS: dict[str, Callable[[Story, rows.NeedStepRow, datetime], None]] = {
    step.__name__: step
    for step in (
        Story.save_draft,
        Story.submit,
        Story.hold,
        Story.confirm_address,
        Story.qualify,
        Story.propose,
        Story.decline,
        Story.accept,
        Story.accept_on_behalf,
        Story.plan,
        Story.declare,
        Story.confirm,
        Story.dispute,
        Story.give_up,
        Story.finish,
        Story.close_helped,
        Story.close_no_help,
        Story.close_unreachable,
        Story.withdraw,
        Story.set_aside,
    )
}


def expert_actor(proposal: Proposal) -> Actor:
    """Whoever was asked, as the one who takes a step."""
    return Actor(ActorKind.EXPERT, proposal.expert_id)


def _day(step: rows.NeedStepRow) -> date:
    assert step.worked_on is not None, "a visit has its day"
    return step.worked_on
