"""Random stories told to the services and to a small model together: same answers, same states, same tallies."""

from datetime import timedelta

import pytest
from conftest import NOW
from factories.needs import RoleFactory
from factories.stories import DESK, EXPERT, FIRM, tell_story
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import func, select
from stories.ground import Ground, run
from stories.model import Programme

from webapp.clock import now as read_clock
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.ledger import DayEntry
from webapp.models.missions import Visit
from webapp.services import answers, missions
from webapp.services.give_ups import give_up_meeting
from webapp.services.proposals import Choice, expire_proposal, send_proposals
from webapp.transaction import transaction

CAP = 1500
minutes = st.integers(1, 900)
pick = st.integers(0, 10**6)


class Stories(Ground):
    @initialize()
    def begin(self):
        self.open_ground()
        self.story = tell_story(offers=3, pledged_minutes=CAP)
        self.model = Programme(CAP)
        self.pairs = []
        self.visits = []

    @rule(asked=st.integers(60, 700), count=st.integers(1, 3))
    def post(self, asked, count):
        with transaction():
            role = RoleFactory.build(need=self.story.role.need, minutes=asked)
            db.session.add(role)
        with transaction():
            choices = [Choice(offer) for offer in self.story.offers[:count]]
            sent = send_proposals(role, choices, by=DESK, now=read_clock())
        self.model.post(asked, count)
        model_role = self.model.roles[-1]
        self.pairs += [(p, model_role, r) for p, r in zip(sent, model_role.requests, strict=True)]

    @precondition(lambda self: self.pairs)
    @rule(which=pick)
    def accept(self, which):
        proposal, role, request = self.pairs[which % len(self.pairs)]
        done = self.both(
            lambda now: answers.accept_proposal(proposal, by=EXPERT, now=now), lambda: self.model.accept(role, request)
        )
        assert done is None or done[0].outcome == done[1]

    @precondition(lambda self: self.pairs)
    @rule(which=pick)
    def decline(self, which):
        proposal, _, request = self.pairs[which % len(self.pairs)]
        self.both(
            lambda now: answers.decline_proposal(proposal, "other", by=EXPERT, now=now),
            lambda: self.model.decline(request),
        )

    @precondition(lambda self: self.pairs)
    @rule(which=pick)
    def undo(self, which):
        proposal, role, request = self.pairs[which % len(self.pairs)]
        self.both(lambda now: answers.undo_answer(proposal, by=EXPERT, now=now), lambda: self.model.undo(role, request))

    @precondition(lambda self: self.pairs)
    @rule(which=pick)
    def settle(self, which):
        proposal, role, request = self.pairs[which % len(self.pairs)]
        found, expected = self.both(
            lambda now: answers.settle_answer(proposal, by=JOB, now=now), lambda: self.model.settle(role, request)
        )
        assert found == expected

    @precondition(lambda self: self.pairs)
    @rule(which=pick)
    def expire(self, which):
        proposal, role, request = self.pairs[which % len(self.pairs)]
        self.both(lambda now: expire_proposal(proposal, by=JOB, now=now), lambda: self.model.expire(role, request))

    @rule(gone=st.integers(1, 40))
    def wait(self, gone):
        self.time.shift(timedelta(minutes=gone))
        self.model.clock += gone

    def agreed(self):
        return [pair for pair in self.pairs if pair[2].mission is not None]

    @precondition(lambda self: self.agreed())
    @rule(which=pick, length=minutes)
    def declare(self, which, length):
        proposal, role, request = self.agreed()[which % len(self.agreed())]
        mission = answers.find_mission(proposal)
        done = self.both(
            lambda now: missions.declare_visit(mission, NOW.date(), length, by=EXPERT, now=now),
            lambda: self.model.declare(role, request, length, None),
        )
        if done:
            self.visits.append((done[0], role, request, request.mission.visits[-1]))

    @precondition(lambda self: self.visits)
    @rule(which=pick, length=minutes)
    def declare_again(self, which, length):
        visit, role, request, model = self.visits[which % len(self.visits)]
        self.both(
            lambda now: missions.declare_visit(visit.mission, NOW.date(), length, by=EXPERT, now=now, visit=visit),
            lambda: self.model.declare(role, request, length, model),
        )

    @precondition(lambda self: self.visits)
    @rule(which=pick, step=st.sampled_from(["confirm", "deem", "dispute", "contest"]))
    def answer_visit(self, which, step):
        visit, _, _, model = self.visits[which % len(self.visits)]
        real, sources, target = {
            "confirm": (lambda now: missions.confirm_visit(visit, by=FIRM, now=now), ("declared",), "confirmed"),
            "deem": (lambda now: missions.deem_visit(visit, by=JOB, now=now), ("declared",), "deemed"),
            "dispute": (
                lambda now: missions.dispute_visit(visit, by=FIRM, now=now),
                ("declared", "deemed"),
                "disputed",
            ),
            "contest": (
                lambda now: missions.dispute_visit(visit, by=DESK, now=now),
                ("declared", "confirmed", "deemed"),
                "disputed",
            ),
        }[step]
        self.both(real, lambda: self.model.step(model, sources, target))

    @precondition(lambda self: self.visits)
    @rule(which=pick, length=st.none() | minutes)
    def settle_dispute(self, which, length):
        visit, _, request, model = self.visits[which % len(self.visits)]
        self.both(
            lambda now: missions.settle_dispute(visit, length, by=DESK, now=now),
            lambda: self.model.settle_dispute(request.mission, model, length),
        )

    @precondition(lambda self: self.visits)
    @rule(which=pick)
    def correct(self, which):
        visit, _, request, model = self.visits[which % len(self.visits)]
        self.both(
            lambda now: missions.correct_visit(visit, by=DESK, now=now, reason="test"),
            lambda: self.model.correct(request.mission, model),
        )

    @precondition(lambda self: self.agreed())
    @rule(which=pick, how=st.sampled_from(["finish", "abandon"]))
    def end(self, which, how):
        proposal, role, request = self.agreed()[which % len(self.agreed())]
        mission = answers.find_mission(proposal)
        self.both(
            lambda now: missions.end_mission(mission, how, by=DESK, now=now), lambda: self.model.end(role, request, how)
        )

    @precondition(lambda self: self.agreed())
    @rule(which=pick, twice=st.booleans())
    def give_up(self, which, twice):
        proposal, _, request = self.agreed()[which % len(self.agreed())]
        mission = answers.find_mission(proposal)
        for _ in range(1 + twice):
            self.both(
                lambda now: give_up_meeting(mission, by=EXPERT, now=now), lambda: self.model.give_up(request.mission)
            )

    @invariant()
    def states_and_tallies_agree(self):
        if not hasattr(self, "pairs"):
            return
        for proposal, role, request in self.pairs:
            assert (proposal.state, proposal.role.state) == (request.state, role.state)
        for visit, _, _, model in self.visits:
            row = db.session.get(Visit, visit.id)
            assert (row.state, row.posted_minutes) == (model.state, model.posted)
        expected = self.model.counters()
        pledge = self.story.pledge
        assert {name: getattr(pledge, f"{name}_minutes") for name in expected} == expected
        sums = db.session.execute(
            select(*(func.coalesce(func.sum(getattr(DayEntry, f"{name}_delta")), 0) for name in expected))
        ).one()
        assert dict(zip(expected, sums, strict=True)) == expected


def test_services_and_model_tell_the_same_stories(engine_app):
    run(Stories, engine_app, 20, 40)


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_services_and_model_agree_for_long(engine_app):
    run(Stories, engine_app, 1000, 100)
