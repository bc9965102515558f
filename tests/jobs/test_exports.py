from datetime import timedelta

import pytest
from factories.accounts import AccountFactory
from factories.stories import tell_story
from sqlalchemy import delete, func, select

from jobs.exports import make_exports
from webapp.extensions import db
from webapp.models.accounts import AccountGrant
from webapp.models.exports import ExportOrder
from webapp.models.mails import OutgoingMail
from webapp.services.export_orders import MOST_CUT_SHORT, PATIENCE, begin_order, note_progress, order_export
from webapp.transaction import transaction


@pytest.fixture
def orders(engine_app, session, now):
    story = tell_story()
    story.accepted(now)
    account = AccountFactory(coordinates=story.role.need.territory)
    with transaction():
        return [
            order_export(account, kind, "xlsx", story.pledge.convention, total_rows=1, language="fr", now=now)
            for kind in ("ledger", "missions")
        ]


def states():
    return db.session.scalars(select(ExportOrder.state).order_by(ExportOrder.id)).all()


def test_ordered_exports_are_made_once_and_mailed_once(orders, now):
    assert make_exports(now).done == 2
    assert make_exports(now).done == 0
    assert states() == ["ready", "ready"]
    assert db.session.scalar(select(func.count(OutgoingMail.id)).where(OutgoingMail.template == "export_ready")) == 2


def test_who_may_no_longer_see_it_gets_no_file_and_the_next_one_does(orders, now):
    orders[1].account = AccountFactory(coordinates=orders[0].convention.territory)
    db.session.execute(delete(AccountGrant).where(AccountGrant.account_id == orders[0].account_id))
    db.session.commit()
    db.session.expire_all()

    assert make_exports(now).done == 2
    assert states() == ["failed", "ready"]
    assert [told.recipient for told in told_of_failure()] == [orders[0].account.email]


def test_trouble_is_borne_for_half_an_hour_then_told_once_and_logged_without_contents(orders, now, monkeypatch, caplog):
    # a key that a library misses is no lost right
    monkeypatch.setattr("xlsxwriter.workbook.Workbook.set_properties", break_down)

    assert make_exports(now).failed == 2
    assert make_exports(now + PATIENCE).failed == 2
    assert (states(), told_of_failure()) == (["queued", "queued"], [])

    assert make_exports(now + PATIENCE + timedelta(seconds=1)).failed == 2
    assert make_exports(now + PATIENCE + timedelta(seconds=2)).failed == 0
    assert states() == ["failed", "failed"]
    assert [told.parameters["reason"] for told in told_of_failure()] == ["trouble", "trouble"]
    given_up = [line for line in caplog.records if line.message == "export given up"]
    assert [(line.levelname, line.order_id, line.kind, line.reason) for line in given_up] == [
        ("ERROR", order.id, order.kind, "trouble") for order in orders
    ]


def cut_short(order, at, times=1):
    """Attempts whose process did not live to say how they ended."""
    for _ in range(times):
        with transaction():
            assert begin_order(order, now=at)
            note_progress(order.id, 1)


@pytest.mark.parametrize("stop", [timedelta(minutes=5), timedelta(hours=3), timedelta(days=6)])
def test_what_a_stop_cut_short_is_taken_up_again_however_long_it_was(orders, now, stop):
    cut_short(orders[0], now, times=MOST_CUT_SHORT - 1)

    assert make_exports(now + stop).done == 2
    assert states() == ["ready", "ready"]
    assert told_of_failure() == []


def test_an_order_whose_process_died_again_and_again_is_given_up(orders, now):
    cut_short(orders[0], now, times=MOST_CUT_SHORT)

    make_exports(now + timedelta(minutes=1))

    assert states() == ["failed", "ready"]
    assert [told.parameters["reason"] for told in told_of_failure()] == ["trouble"]


def test_trouble_long_before_a_stop_does_not_count_as_cut_short(orders, now, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("xlsxwriter.workbook.Workbook.set_properties", break_down)
        for minute in range(MOST_CUT_SHORT + 1):
            make_exports(now + timedelta(minutes=minute))

    assert make_exports(now + timedelta(hours=2)).done == 2
    assert states() == ["ready", "ready"]


def break_down(_book, _properties):
    raise KeyError("Boulangerie Ragot")


def told_of_failure():
    rows = select(OutgoingMail).where(OutgoingMail.template == "export_failed").order_by(OutgoingMail.id)
    return db.session.scalars(rows).all()
