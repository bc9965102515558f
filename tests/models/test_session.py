import pytest
from sqlalchemy import select

from webapp.extensions import db
from webapp.models.territories import Epci
from webapp.transaction import transaction


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_writes_is_gone_in_the_next(engine_app, session, turn):
    with transaction():
        session.add(Epci(siren="200070563", name="Terres Touloises"))

    assert session.scalars(select(Epci.siren)).all() == ["200070563"]


def test_a_block_that_raises_leaves_nothing(engine_app, session):
    def fail():
        with transaction():
            session.add(Epci(siren="200070563", name="Terres Touloises"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert session.scalars(select(Epci)).all() == []


def test_a_change_outside_of_a_transaction_is_refused(engine_app, session):
    session.add(Epci(siren="200070563", name="Terres Touloises"))

    with pytest.raises(RuntimeError, match="outside"), transaction():
        pass


def test_a_transaction_inside_another_is_refused(engine_app, session):
    with pytest.raises(RuntimeError, match="already open"), transaction(), transaction():
        db.session.flush()
