import random
from contextlib import suppress
from threading import Event, Thread

import pytest
from conftest import NOW
from factories.needs import RoleFactory
from factories.stories import DESK, EXPERT, FIRM, tell_story
from races.conftest import all_at_once
from sqlalchemy import func, select

from webapp.domain.errors import Refusal
from webapp.extensions import db
from webapp.models.conventions import Pledge
from webapp.models.ledger import DayEntry
from webapp.models.missions import Mission
from webapp.models.proposals import Proposal
from webapp.services import missions
from webapp.services.answers import accept_proposal
from webapp.services.proposals import Choice, send_proposals
from webapp.transaction import transaction

pytestmark = [pytest.mark.concurrent, pytest.mark.timeout(600)]

WRITERS = 16
ROUNDS = 8
CAP = 3000
COUNTERS = ("reserved", "declared", "confirmed", "deemed", "disputed")


def write_days(proposal_ids, seed):
    # says yes, declares too much, disputes, settles, ends; refusals are part of the game
    chance = random.Random(seed)
    for proposal_id in proposal_ids:
        with suppress(Refusal):
            live_one_mission(proposal_id, chance)


def live_one_mission(proposal_id, chance):
    with transaction():
        mission = accept_proposal(db.session.get_one(Proposal, proposal_id), by=EXPERT, now=NOW).mission
    if mission is None:
        return
    with transaction():
        visit = missions.declare_visit(mission, NOW.date(), chance.randint(1, 700), by=EXPERT, now=NOW)
    with transaction():
        missions.dispute_visit(visit, by=FIRM, now=NOW)
    with transaction():
        missions.settle_dispute(visit, chance.randint(1, 400), by=DESK, now=NOW)
    if chance.random() < 0.5:
        with transaction():
            missions.end_mission(mission, "finish", by=DESK, now=NOW)


def watch(app, pledge_id, stop, seen):
    with app.app_context():
        while not stop.is_set():
            pledge = db.session.get_one(Pledge, pledge_id)
            seen.append(sum(getattr(pledge, f"{name}_minutes") for name in COUNTERS))
            db.session.remove()
            stop.wait(0.005)


def test_sixteen_writers_never_exceed_a_pledge(own_app):
    with own_app.app_context():
        story = tell_story(offers=1, pledged_minutes=CAP)
        with transaction():
            asked = []
            for _ in range(WRITERS * ROUNDS):
                role = RoleFactory.build(need=story.role.need, minutes=200)
                db.session.add(role)
                asked += send_proposals(role, [Choice(story.offers[0])], by=DESK, now=NOW)
        ids, pledge_id = [proposal.id for proposal in asked], story.pledge.id
        db.session.remove()
        stop, seen = Event(), []
        watcher = Thread(target=watch, args=(own_app, pledge_id, stop, seen))
        watcher.start()

        found = all_at_once(own_app, [lambda n=n: write_days(ids[n::WRITERS], n) for n in range(WRITERS)])

        stop.set()
        watcher.join()
        assert found == [None] * WRITERS
        assert len(seen) > 10
        assert max(seen) <= CAP
        check_sums(pledge_id)


def check_sums(pledge_id):
    pledge = db.session.get_one(Pledge, pledge_id)
    sums = select(*(func.coalesce(func.sum(getattr(DayEntry, f"{name}_delta")), 0) for name in COUNTERS))
    assert db.session.execute(sums).one() == tuple(getattr(pledge, f"{name}_minutes") for name in COUNTERS)
    assert db.session.scalar(select(func.count(Mission.id))) >= CAP // 700
