from datetime import date, datetime, timedelta

import pytest
from factories.needs import OfferFactory
from factories.people import ExpertFactory
from factories.stories import EXPERT, tell_story
from sqlalchemy import select

from jobs.items import Outcome
from jobs.proposals import expire_proposals, settle_answers
from jobs.waves import send_waves
from webapp.clock import PARIS
from webapp.extensions import db
from webapp.models.proposals import Proposal
from webapp.services.answers import accept_proposal, decline_proposal
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def change(row, **values):
    with transaction():
        for name, value in values.items():
            setattr(row, name, value)


def asked(role):
    return list(db.session.scalars(select(Proposal).where(Proposal.role_id == role.id).order_by(Proposal.id)))


def test_the_first_wave_asks_as_many_as_the_territory_says(now):
    story = tell_story(offers=4, dispatch="auto", wave_size=2)

    assert send_waves(now) == Outcome(done=1)

    proposals = asked(story.role)
    assert len(proposals) == 2
    assert all(proposal.score_permille >= 350 and proposal.reasons for proposal in proposals)
    assert (story.role.state, story.role.wave) == ("proposed", 1)


def test_a_territory_that_reviews_sends_nothing_by_itself(now):
    story = tell_story(dispatch="review")

    assert send_waves(now) == Outcome()
    assert asked(story.role) == []


def test_nothing_leaves_under_the_floor(now):
    story = tell_story(dispatch="auto", floor_permille=1000)

    assert send_waves(now) == Outcome(skipped=1)
    assert (asked(story.role), story.role.state) == ([], "open")


def test_an_unrelated_offer_is_never_asked(now):
    story = tell_story(offers=1, dispatch="auto")
    change(story.offers[0], title="Réglage de presses à injecter", text="Moules, buses, plastification.")

    assert send_waves(now) == Outcome(skipped=1)


def test_the_next_wave_asks_others_once_nobody_is_left_to_answer(now):
    story = tell_story(offers=4, dispatch="auto", wave_size=2)
    send_waves(now)
    assert send_waves(now + timedelta(hours=1)) == Outcome()
    after = datetime(2026, 12, 4, 10, tzinfo=PARIS)
    expire_proposals(after)

    assert send_waves(after) == Outcome(done=1)

    proposals = asked(story.role)
    assert len({proposal.offer_id for proposal in proposals}) == 4
    assert [proposal.wave for proposal in proposals] == [1, 1, 2, 2]


def test_a_no_starts_no_wave_while_it_may_be_taken_back(now):
    story = tell_story(offers=2, dispatch="auto", wave_size=1)
    send_waves(now)
    with transaction():
        decline_proposal(asked(story.role)[0], "too_far", by=EXPERT, now=now)

    assert send_waves(now + timedelta(minutes=15)) == Outcome()
    settle_answers(now + timedelta(minutes=30))
    assert send_waves(now + timedelta(minutes=30)) == Outcome(done=1)


def test_a_yes_that_waits_for_days_holds_the_next_wave_back(now):
    story = tell_story(offers=3, dispatch="auto", wave_size=2)
    send_waves(now)
    change(story.pledge, pledged_minutes=0)
    with transaction():
        accept_proposal(asked(story.role)[0], by=EXPERT, now=now)
    after = datetime(2026, 12, 4, 10, tzinfo=PARIS)
    expire_proposals(after)
    change(story.pledge, pledged_minutes=4200)

    assert send_waves(after) == Outcome()
    assert asked(story.role)[0].state == "held"


def test_a_group_without_days_is_not_asked_by_itself(now):
    tell_story(dispatch="auto", pledged_minutes=0)

    assert send_waves(now) == Outcome(skipped=1)


def test_no_wave_leaves_at_night_or_after_the_day_the_help_is_useful(now):
    story = tell_story(dispatch="auto")

    assert send_waves(datetime(2026, 11, 24, 20, tzinfo=PARIS)) == Outcome()
    change(story.role.need, deadline_on=date(2026, 11, 23))
    assert send_waves(now) == Outcome()


@pytest.mark.parametrize("state", ["received", "held", "withdrawn", "set_aside", "closed_no_help"])
def test_only_open_needs_are_proposed(now, state):
    change(tell_story(dispatch="auto").role.need, state=state)

    assert send_waves(now) == Outcome()


def test_two_offers_of_one_expert_make_one_request(now):
    story = tell_story(offers=1, dispatch="auto", wave_size=3)
    expert = story.offers[0].expert
    OfferFactory(expert=expert)
    OfferFactory(expert=ExpertFactory(group=expert.group))

    send_waves(now)

    assert len({proposal.expert_id for proposal in asked(story.role)}) == len(asked(story.role)) == 2
