import pytest
from conftest import NOW
from factories.needs import NeedFactory
from factories.stories import DESK, FIRM
from races.conftest import one_inside_the_other
from sqlalchemy import select

from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.needs import Need
from webapp.services.steps import take_step

pytestmark = [pytest.mark.concurrent, pytest.mark.timeout(300)]


def test_an_event_tells_the_state_that_it_left_and_not_the_one_that_was_read(own_app):
    with own_app.app_context():
        need_id = NeedFactory(state="received").id
        db.session.remove()

        def step(name, by):
            return lambda: take_step(db.session.get_one(Need, need_id), name, by=by, now=NOW)

        assert one_inside_the_other(own_app, step("open", FIRM), step("set_aside", DESK)) == [None, None]
        told = select(Event.from_state).where(Event.step == "set_aside")
        assert db.session.scalar(told) == "open"
