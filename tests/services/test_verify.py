from datetime import date

import pytest
from factories.stories import EXPERT, FIRM, tell_story
from sqlalchemy import update

from webapp.extensions import db
from webapp.models.conventions import Pledge
from webapp.services.missions import confirm_visit, declare_visit
from webapp.services.verify import CHECKS, list_breaches
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def test_a_whole_story_told_by_the_services_has_no_breach(now):
    mission = tell_story().accepted(now)
    with transaction():
        visit = declare_visit(mission, date(2026, 11, 24), 180, by=EXPERT, now=now)
    with transaction():
        confirm_visit(visit, by=FIRM, now=now)

    assert list(list_breaches()) == []


def test_a_breach_is_one_line_with_the_rule_that_it_breaks(now):
    tell_story()
    with transaction():
        db.session.execute(update(Pledge).values(reserved_minutes=60))

    (line,) = list_breaches()

    assert line.startswith("pledge ")
    assert line.endswith("(The counters of a pledge are the sums of its lines)")


def test_every_check_says_its_rule_in_one_line():
    assert all(check.__doc__.endswith(".") and "\n" not in check.__doc__ for check in CHECKS)
