from datetime import date, timedelta

from factories.due import at_ten
from factories.people import GroupReferentFactory
from factories.stories import tell_story

from jobs.census import ask_for_census
from jobs.items import Outcome


def test_experts_and_referents_are_asked_once_a_year(engine_app, session, now):
    story = tell_story(offers=1)
    GroupReferentFactory(group=story.pledge.group)

    assert ask_for_census(now) == Outcome()
    assert ask_for_census(at_ten(date(2027, 11, 25))) == Outcome(done=2)
    assert ask_for_census(at_ten(date(2027, 11, 26))) == Outcome()


def test_nobody_is_asked_at_night_or_in_august(engine_app, session, now):
    tell_story(offers=1)

    assert ask_for_census(at_ten(date(2027, 11, 25)) - timedelta(hours=7)) == Outcome()
    assert ask_for_census(at_ten(date(2028, 8, 3))) == Outcome()
