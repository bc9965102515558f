from datetime import date, timedelta

from factories.stories import DESK, tell_story

from webapp.services.outcome_tallies import tally_firms, tally_jobs
from webapp.services.outcomes import Counted, aid_of_mission, open_promise, record_count
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


def test_a_past_day_knows_nothing_of_what_was_answered_or_corrected_since(engine_app, session, now):
    mission = tell_story(offers=1).accepted(now)
    with transaction():
        promise = open_promise(aid_of_mission(mission), by=DESK, now=now)
    survey, due_on = promise.surveys[0], promise.surveys[0].due_on
    for days, created in ((200, 300), (210, 100)):
        with transaction():
            record_count(survey, Counted(created, 0, "permanent"), by=DESK, now=now + timedelta(days=days))
    answered_on = date(2026, 11, 24) + timedelta(days=200)

    def read(day):
        found = tally_jobs([mission.pledge.convention_id], day)
        assert found.latest == found.at[6] == tally_firms([promise.company_id], day)
        return found.latest.asked, found.latest.answered, found.latest.created, dict(found.contracts)

    assert read(due_on) == (1, 0, 0, {})
    assert read(answered_on) == (1, 1, 300, {"permanent": 1})
    assert read(answered_on + timedelta(days=10)) == (1, 1, 100, {"permanent": 1})
