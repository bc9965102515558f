from datetime import timedelta

from factories.due import over
from factories.stories import tell_story

from jobs.items import Outcome
from jobs.opinions import ask_what_it_was_worth


def test_nobody_is_asked_at_night_nor_twice(engine_app, session, now):
    over(tell_story(offers=1), now)
    later = now + timedelta(days=2)

    assert ask_what_it_was_worth(later.replace(hour=3)) == Outcome()
    assert ask_what_it_was_worth(later) == Outcome(done=1)
    assert ask_what_it_was_worth(later) == Outcome()
