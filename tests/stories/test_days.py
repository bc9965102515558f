"""Random histories of pledges, missions and months, told to the services and to whole numbers together."""

from datetime import date, timedelta

import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.needs import NeedFactory, OfferFactory
from factories.people import ExpertFactory, GroupFactory
from factories.stories import DESK, EXPERT, FIRM
from factories.territories import TerritoryFactory
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from stories.days_model import Book, Pledge
from stories.ground import Ground, run

from jobs.days import apply_amendments
from webapp.clock import local_date
from webapp.clock import now as read_clock
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.ledger import DayEntry
from webapp.models.missions import Mission
from webapp.models.needs import NeedRole
from webapp.models.proposals import Proposal
from webapp.services import checks_ledger, ledger, missions, moves
from webapp.services.amendments import Change, Signed, write_amendment
from webapp.services.closings import close_month
from webapp.services.tallies import tally_convention
from webapp.services.verify import list_breaches
from webapp.transaction import transaction

STARTS_ON, ENDS_ON = date(2026, 9, 1), date(2027, 5, 31)
CAP = 1500
COUNTERS = ("reserved", "declared", "confirmed", "deemed", "disputed")
SUMS = select(DayEntry.pledge_id, *(func.sum(getattr(DayEntry, f"{name}_delta")) for name in COUNTERS)).group_by(
    DayEntry.pledge_id
)
SIGNED = Signed("Hélène Marchal", "essai")
minutes = st.integers(1, 900)
pick = st.integers(0, 10**6)


class Days(Ground):
    @initialize()
    def begin(self):
        self.open_ground()
        place, parent = TerritoryFactory(), GroupFactory()
        self.convention = ConventionFactory(territory=place, starts_on=STARTS_ON, ends_on=ENDS_ON)
        groups = [GroupFactory(parent=parent), parent]
        self.pledges = [PledgeFactory(convention=self.convention, group=group, pledged_minutes=CAP) for group in groups]
        self.offer = OfferFactory(expert=ExpertFactory(group=groups[0]))
        self.need = NeedFactory(territory=place)
        today = local_date(read_clock())
        self.model = Book(STARTS_ON, ENDS_ON, today, [Pledge(CAP), Pledge(CAP)])
        self.missions, self.visits, self.steps = [], [], 0

    @rule(n=st.integers(0, 1), days=st.integers(-900, 900), overrun=st.booleans(), later=st.integers(-40, 20))
    def amend(self, n, days, overrun, later):
        change = Change(overrun=days or 1) if overrun else Change(days=days or 1)
        on = self.model.today + timedelta(days=later)
        self.both(
            lambda now: write_amendment(self.pledges[n], change, SIGNED, by=DESK, now=now, effective_on=on),
            lambda: self.model.amend(n, change.days, change.overrun, on),
        )

    @rule(n=st.integers(0, 1), asked=st.integers(30, 700))
    def reserve(self, n, asked):
        done = self.both(lambda now: self._agree(n, asked, now), lambda: self.model.reserve(n, asked))
        if done:
            self.missions.append(done)

    def _agree(self, n, asked, now):
        role = NeedRole(need_id=self.need.id, title="Relire un contrat", minutes=asked, state="filled", created_at=now)
        db.session.add(role)
        db.session.flush()
        proposal = Proposal(
            role_id=role.id,
            offer_id=self.offer.id,
            expert_id=self.offer.expert_id,
            minutes=asked,
            state="accepted",
            sent_at=now,
            decided_at=now,
            settled_at=now,
            answer_by=self.model.today,
        )
        db.session.add(proposal)
        db.session.flush()
        mission = Mission(
            proposal_id=proposal.id,
            role_id=role.id,
            pledge_id=self.pledges[n].id,
            agreed_minutes=asked,
            introduced_at=now,
            ask_on=self.model.today,
            created_at=now,
        )
        db.session.add(mission)
        db.session.flush()
        ledger.reserve_days(mission, asked, by=EXPERT, now=now)
        return mission

    @precondition(lambda self: self.missions)
    @rule(which=pick, length=minutes)
    def declare(self, which, length):
        mission, model = self.missions[which % len(self.missions)]
        done = self.both(
            lambda now: missions.declare_visit(mission, self.model.today, length, by=EXPERT, now=now),
            lambda: self.model.declare(model, length, None),
        )
        if done:
            self.visits.append(done)

    @precondition(lambda self: self.visits)
    @rule(which=pick, length=minutes)
    def declare_again(self, which, length):
        visit, model = self.visits[which % len(self.visits)]
        today = self.model.today
        self.both(
            lambda now: missions.declare_visit(visit.mission, today, length, by=EXPERT, now=now, visit=visit),
            lambda: self.model.declare(model.mission, length, model),
        )

    @precondition(lambda self: self.visits)
    @rule(which=pick, step=st.sampled_from(["confirm", "deem", "dispute", "contest"]))
    def answer(self, which, step):
        visit, model = self.visits[which % len(self.visits)]
        real, sources, target = {
            "confirm": (lambda now: missions.confirm_visit(visit, by=FIRM, now=now), "declared", "confirmed"),
            "deem": (lambda now: missions.deem_visit(visit, by=JOB, now=now), "declared", "deemed"),
            "dispute": (lambda now: missions.dispute_visit(visit, by=FIRM, now=now), "declared deemed", "disputed"),
            "contest": (
                lambda now: missions.dispute_visit(visit, by=DESK, now=now),
                "declared deemed confirmed",
                "disputed",
            ),
        }[step]
        self.both(real, lambda: self.model.step(model, sources, target))

    @precondition(lambda self: self.visits)
    @rule(which=pick, length=st.none() | minutes)
    def settle(self, which, length):
        visit, model = self.visits[which % len(self.visits)]
        self.both(
            lambda now: missions.settle_dispute(visit, length, by=DESK, now=now),
            lambda: self.model.settle(model, length),
        )

    @precondition(lambda self: self.visits)
    @rule(which=pick)
    def correct(self, which):
        visit, model = self.visits[which % len(self.visits)]
        self.both(
            lambda now: missions.correct_visit(visit, by=DESK, now=now, reason="wrong_length"),
            lambda: self.model.correct(model),
        )

    @precondition(lambda self: self.visits)
    @rule(which=pick)
    def post_what_waits(self, which):
        visit, model = self.visits[which % len(self.visits)]
        found, expected = self.both(
            lambda now: missions.post_what_waits(visit, by=JOB, now=now), lambda: self.model.book_what_waits(model)
        )
        assert found == expected

    @precondition(lambda self: self.missions)
    @rule(which=pick, n=st.integers(0, 1))
    def move(self, which, n):
        mission, model = self.missions[which % len(self.missions)]
        done = self.both(
            lambda now: moves.move_mission(mission, self.pledges[n], reason="no_room", by=DESK, now=now),
            lambda: self.model.move(model, n),
        )
        assert done is None or done[0] == done[1]

    @precondition(lambda self: self.missions)
    @rule(which=pick)
    def end(self, which):
        mission, model = self.missions[which % len(self.missions)]
        self.both(lambda now: missions.end_mission(mission, "finish", by=DESK, now=now), lambda: self.model.end(model))

    @rule(ahead=st.sampled_from([0, 0, 0, 31]))
    def close(self, ahead):
        last = (self.model.next_month() or ENDS_ON) + timedelta(days=ahead)
        self.both(lambda now: close_month(self.convention, last, by=DESK, now=now), lambda: self.model.close(last))

    @precondition(lambda self: self.model.closed_through)
    @rule(days=st.integers(1, 400))
    def reopening_is_refused(self, days):
        earlier = self.model.closed_through - timedelta(days=days)
        with pytest.raises(IntegrityError, match="refuses_reopening"), transaction():
            db.session.execute(text(f"UPDATE convention SET closed_through = '{earlier}'"))

    @rule(days=st.integers(1, 25))
    def wait(self, days):
        self.time.shift(timedelta(days=days))
        self.model.wait(days)
        apply_amendments(read_clock())

    @invariant()
    def counters_caps_and_lines_agree(self):
        if not hasattr(self, "model"):
            return
        self.time.shift(timedelta(seconds=1))
        self.steps += 1
        db.session.rollback()
        expected = self.model.standing()
        found = [
            (p.pledged_minutes, p.overrun_minutes, *(getattr(p, f"{name}_minutes") for name in COUNTERS))
            for p in self.pledges
        ]
        assert found == expected
        assert min(self.model.free(n) for n in (0, 1)) >= 0
        sums = {pledge_id: tuple(lines) for pledge_id, *lines in db.session.execute(SUMS)}
        assert [sums.get(pledge.id, (0,) * 5) for pledge in self.pledges] == [each[2:] for each in expected]

    @invariant()
    def the_whole_ledger_holds(self):
        if hasattr(self, "model") and self.steps % 50 == 0:
            assert [breach for check in checks_ledger.CHECKS for breach in check()] == []

    @invariant()
    def a_past_evening_is_told_as_it_was(self):
        if not hasattr(self, "model") or not self.model.evenings or self.steps % 2:
            return
        days = sorted(self.model.evenings)
        day = days[self.steps * 7 % len(days)]
        tally = tally_convention(self.convention, now=read_clock(), as_of=day)
        told = {entry.group.id: entry.balance for entry in tally.groups}
        found = [told[pledge.group_id] for pledge in self.pledges]
        assert [
            (each.pledged, each.overrun, *(getattr(each.counters, name) for name in COUNTERS)) for each in found
        ] == self.model.evenings[day]

    def teardown(self):
        try:
            assert not hasattr(self, "model") or list(list_breaches()) == []
        finally:
            super().teardown()


@pytest.mark.timeout(600)
def test_ledger_and_whole_numbers_tell_the_same_history(engine_app):
    run(Days, engine_app, 20, 50)


@pytest.mark.long
@pytest.mark.timeout(14_400)
def test_ledger_and_whole_numbers_agree_for_long(engine_app):
    run(Days, engine_app, 520, 200)
