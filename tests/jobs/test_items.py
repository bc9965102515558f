import logging

import pytest
from sqlalchemy import select

from jobs.items import Outcome, for_each, isolate
from webapp.domain.errors import WrongState
from webapp.extensions import db
from webapp.models.territories import Epci

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def write(number):
    db.session.add(Epci(siren=f"{number:09d}", name="Essai"))
    db.session.flush()
    if number == 2:
        raise WrongState
    if number == 3:
        raise ZeroDivisionError
    return number != 4


def test_what_fails_or_is_refused_leaves_nothing_and_stops_nobody(caplog):
    with caplog.at_level(logging.CRITICAL):
        outcome = for_each([1, 2, 3, 4, 5], write)

    assert outcome == Outcome(done=2, skipped=2, failed=1)
    assert db.session.scalars(select(Epci.siren).order_by(Epci.siren)).all() == ["000000001", "000000004", "000000005"]


def test_a_failure_is_logged_with_the_id_and_no_value(caplog):
    for_each([3], write)

    (record,) = caplog.records
    assert record.item_id == 3
    assert record.message == "item failed"


def test_an_act_of_its_own_transaction_is_isolated_too(caplog):
    with caplog.at_level(logging.CRITICAL):
        assert isolate([1, 0], lambda number: bool(1 / number)) == Outcome(done=1, failed=1)


def test_outcomes_add_up():
    assert Outcome(1, 2, 3) + Outcome(10, 20, 30) == Outcome(11, 22, 33)
