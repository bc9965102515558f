import random
from contextlib import suppress
from datetime import UTC, date, datetime
from threading import Event

import pytest
from conftest import NOW
from factories.needs import RoleFactory
from factories.stories import DESK, EXPERT, tell_story
from races.conftest import all_at_once
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from webapp.domain.errors import Refusal
from webapp.extensions import db
from webapp.models.conventions import Amendment, AmendmentApplied, Convention, Pledge
from webapp.models.ledger import DayEntry
from webapp.models.missions import Mission
from webapp.models.proposals import Proposal
from webapp.services import checks_ledger, missions
from webapp.services.amendments import Change, Signed, write_amendment
from webapp.services.answers import accept_proposal
from webapp.services.closings import close_month
from webapp.services.proposals import Choice, send_proposals
from webapp.transaction import transaction
from webapp.views.conflicts import is_conflict

pytestmark = [pytest.mark.concurrent, pytest.mark.timeout(600)]

ACCEPTING, AMENDING, EACH = 6, 3, 6
CAP = 2000
SIGNED = Signed("Hélène Marchal", "essai")
DECEMBER = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def patiently(act):
    """As a page does: refused is refused, a lost conflict is tried again."""
    for _ in range(20):
        try:
            with suppress(Refusal), transaction():
                return act()
        except OperationalError as error:
            db.session.rollback()
            if not is_conflict(error):
                raise
        else:
            return None
    raise AssertionError("never got through")


def accept_all(proposal_ids, chance):
    for proposal_id in proposal_ids:
        accepted = patiently(
            lambda id_=proposal_id: accept_proposal(db.session.get_one(Proposal, id_), by=EXPERT, now=NOW)
        )
        if accepted is not None and accepted.mission is not None and chance.random() < 0.5:
            mission_id, length = accepted.mission.id, chance.randint(60, 500)
            patiently(lambda id_=mission_id, m=length: declare(id_, m))


def declare(mission_id, length):
    mission = db.session.get_one(Mission, mission_id)
    missions.declare_visit(mission, NOW.date(), length, by=EXPERT, now=NOW)


def amend_often(pledge_id, chance):
    for _ in range(EACH * 2):
        change = Change(days=chance.choice([-400, -150, -60, 100, 300]))
        patiently(lambda c=change: write_amendment(db.session.get_one(Pledge, pledge_id), c, SIGNED, by=DESK, now=NOW))


def test_amendments_and_acceptances_at_once_never_break_a_pledge(own_app):
    with own_app.app_context():
        story = tell_story(offers=1, pledged_minutes=CAP)
        with transaction():
            asked = []
            for _ in range(ACCEPTING * EACH):
                role = RoleFactory.build(need=story.role.need, minutes=200)
                db.session.add(role)
                asked += send_proposals(role, [Choice(story.offers[0])], by=DESK, now=NOW)
        ids, pledge_id = [proposal.id for proposal in asked], story.pledge.id
        db.session.remove()
        takers = [lambda n=n: accept_all(ids[n::ACCEPTING], random.Random(n)) for n in range(ACCEPTING)]
        authors = [lambda n=n: amend_often(pledge_id, random.Random(100 + n)) for n in range(AMENDING)]

        found = all_at_once(own_app, takers + authors)

        assert found == [None] * (ACCEPTING + AMENDING)
        pledge = db.session.get_one(Pledge, pledge_id)
        written = db.session.scalar(select(func.sum(Amendment.delta_minutes)).join(AmendmentApplied))
        assert pledge.pledged_minutes == CAP + written
        assert [breach for check in checks_ledger.CHECKS for breach in check()] == []


def test_no_line_slips_into_a_month_that_closes_meanwhile(own_app):
    with own_app.app_context():
        story = tell_story(offers=1, pledged_minutes=9000)
        story.pledge.convention.starts_on = date(2026, 11, 1)
        db.session.commit()
        mission_id, convention_id = story.accepted(NOW).id, story.pledge.convention_id
        db.session.remove()

        def declare_late():
            mission = db.session.get_one(Mission, mission_id)
            missions.declare_visit(mission, date(2026, 11, 24), 30, by=EXPERT, now=DECEMBER)

        def close():
            close_month(db.session.get_one(Convention, convention_id), date(2026, 11, 30), by=DESK, now=DECEMBER)

        acts = [lambda: patiently(declare_late)] * 8 + [lambda: patiently(close)] * 2

        found = all_at_once(own_app, acts)

        assert found == [None] * 10
        assert db.session.get_one(Convention, convention_id).closed_through == date(2026, 11, 30)
        days = db.session.scalars(select(DayEntry.booked_on).where(DayEntry.kind == "declare")).all()
        assert len(days) == 8
        assert set(days) <= {date(2026, 11, 24), date(2026, 12, 1)}
        assert list(checks_ledger.compare_counters()) == []


def test_closing_waits_for_a_line_that_is_being_written(own_app):
    with own_app.app_context():
        story = tell_story(offers=1)
        story.pledge.convention.starts_on = date(2026, 11, 1)
        db.session.commit()
        mission_id, convention_id = story.accepted(NOW).id, story.pledge.convention_id
        db.session.remove()
        is_written, is_closed = Event(), Event()

        def declare_slowly():
            with transaction():
                mission = db.session.get_one(Mission, mission_id)
                missions.declare_visit(mission, date(2026, 11, 24), 30, by=EXPERT, now=DECEMBER)
                is_written.set()
                return is_closed.wait(1.5)

        def close():
            is_written.wait(60)
            with transaction():
                convention = db.session.get_one(Convention, convention_id)
                close_month(convention, date(2026, 11, 30), by=DESK, now=DECEMBER)
            is_closed.set()

        assert all_at_once(own_app, [declare_slowly, close]) == [False, None]
        assert is_closed.is_set()
