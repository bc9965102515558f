import pytest
from factories.needs import NeedFactory
from factories.stories import DESK, EXPERT, FIRM
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from webapp.domain.errors import NotAllowed, WrongState
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.needs import Need
from webapp.services.steps import lock, record, take_step
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def test_a_step_changes_the_state_and_leaves_an_event(now):
    need = NeedFactory(state="received")

    with transaction():
        take_step(need, "open", by=FIRM, now=now, reason="link", opened_at=now)

    event = db.session.scalar(select(Event))
    assert (need.state, need.opened_at) == ("open", now)
    assert (event.object_kind, event.object_id, event.step, event.reason) == ("need", need.id, "open", "link")
    assert (event.from_state, event.to_state, event.actor_kind, event.actor_id) == (
        "received",
        "open",
        "contact",
        FIRM.id,
    )


def test_a_step_from_another_state_is_refused_and_leaves_nothing(now):
    need = NeedFactory(state="withdrawn")

    with pytest.raises(WrongState) as refusal, transaction():
        take_step(need, "open", by=FIRM, now=now)

    assert refusal.value.details == {"thing": "need", "step": "open", "state": "withdrawn"}
    assert db.session.scalar(select(Event)) is None


def test_a_step_by_somebody_else_is_refused(now):
    need = NeedFactory(state="received")

    with pytest.raises(NotAllowed), transaction():
        take_step(need, "open", by=EXPERT, now=now)

    assert need.state == "received"


def test_a_step_goes_by_the_row_and_not_by_what_was_read(now):
    need = NeedFactory(state="received")
    elsewhere = update(Need).values(state="withdrawn").execution_options(synchronize_session=False)

    with transaction():
        assert need.state == "received"
        db.session.execute(elsewhere)
        with pytest.raises(WrongState):
            take_step(need, "open", by=FIRM, now=now)


def test_a_locked_row_is_read_again(now):
    need = NeedFactory(state="open")

    with transaction():
        assert need.state == "open"
        db.session.execute(update(Need).values(title="Autre").execution_options(synchronize_session=False))
        assert lock(need).title == "Autre"


def test_a_row_read_with_its_neighbours_can_be_locked(now):
    NeedFactory()
    db.session.expunge_all()
    need = db.session.scalars(select(Need).options(joinedload(Need.company), joinedload(Need.territory))).one()

    with transaction():
        assert lock(need).state == "open"


def test_what_happened_to_a_row_is_written(now):
    need = NeedFactory()

    with transaction():
        event = record(need, "qualify", by=DESK, now=now)

    assert (event.at, event.step, event.to_state) == (now, "qualify", "")
