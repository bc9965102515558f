"""Every delay that is written passes over the public holidays of the territory: Good Friday and 26 December in Moselle."""

from datetime import date, datetime

import pytest
from factories.people import AbsenceFactory
from factories.stories import EXPERT, tell_story

from webapp.clock import PARIS
from webapp.domain.states import JOB
from webapp.services.answers import settle_answer
from webapp.services.basket_acts import relaunch_experts
from webapp.services.candidates import load_candidates
from webapp.services.give_ups import give_up_meeting
from webapp.services.missions import declare_visit
from webapp.services.questions import ask_whether_met
from webapp.services.visit_answers import put_off_question
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

#: a month before 26 December, a Friday
NOVEMBER = datetime(2025, 11, 26, 10, tzinfo=PARIS)

BOTH = pytest.mark.parametrize(
    ("department", "due"), [("54", date(2027, 3, 26)), ("57", date(2027, 3, 30))], ids=["meurthe", "moselle"]
)


def morning(day):
    return datetime(2027, 3, day, 10, tzinfo=PARIS)


def introduced(now, department, **territory):
    mission = tell_story(offers=1, department=department, **territory).accepted(now)
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now)
    return mission


@BOTH
def test_the_last_day_to_answer(department, due):
    story = tell_story(offers=1, department=department, answer_days=2)

    AbsenceFactory(expert=story.offers[0].expert, starts_on=date(2027, 3, 30), ends_on=date(2027, 3, 30))
    (candidate,) = load_candidates(story.role, [story.offers[0].id], now=morning(24)).values()
    (sent,) = story.send(morning(24))

    assert sent.answer_by == due
    assert (candidate.absence is not None) == (department == "57")


@BOTH
def test_the_day_of_the_first_question(department, due):
    mission = introduced(morning(16), department, ask_days=10)

    assert mission.ask_on == due


@BOTH
def test_the_last_day_of_silence(department, due):
    mission = introduced(morning(11), department, deem_days=15)

    with transaction():
        visit = declare_visit(mission, date(2027, 3, 11), 60, by=EXPERT, now=morning(11))

    assert visit.deem_on == due


@pytest.mark.parametrize("ask_again", [put_off_question, give_up_meeting, ask_whether_met])
@pytest.mark.parametrize(("department", "due"), [("54", date(2025, 12, 26)), ("57", date(2025, 12, 29))])
def test_the_question_that_comes_again(ask_again, department, due):
    mission = introduced(datetime(2025, 11, 3, 10, tzinfo=PARIS), department)

    with transaction():
        ask_again(mission, by=EXPERT, now=NOVEMBER)

    assert mission.ask_on == due


@pytest.mark.parametrize(("department", "asked"), [("54", 1), ("57", 0)])
def test_a_coordinator_relaunches_nobody_too_early(department, asked):
    story = tell_story(offers=1, department=department)
    story.send(morning(24))

    with transaction():
        assert relaunch_experts(story.role, by=JOB, now=morning(30)) == asked
