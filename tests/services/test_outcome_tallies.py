from datetime import date

from factories.stories import DESK, tell_story

from webapp.services.outcome_tallies import tally_jobs
from webapp.services.outcomes import aid_of_mission, open_promise
from webapp.transaction import transaction


def test_a_convention_without_promises_has_no_figure_and_no_rate(engine_app, session, now):
    convention = tell_story().pledge.convention

    found = tally_jobs([convention.id], date(2026, 11, 24))

    assert (list(found.promises), found.promised.asked, found.latest.rate) == ([], 0, None)


def test_the_last_promise_stands_first(engine_app, session, now):
    story = tell_story(offers=1)
    mission = story.accepted(now)
    with transaction():
        promise = open_promise(aid_of_mission(mission), by=DESK, now=now)

    assert list(tally_jobs([mission.pledge.convention_id], date(2026, 11, 24)).promises) == [promise]
    assert list(tally_jobs([-1], date(2026, 11, 24)).promises) == []
