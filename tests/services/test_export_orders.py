from datetime import timedelta

import pytest
from factories.accounts import AccountFactory
from factories.stories import tell_story
from factories.territories import TerritoryFactory
from sqlalchemy import delete, select
from sqlalchemy.exc import DatabaseError

from webapp.domain.errors import WrongState
from webapp.extensions import db
from webapp.mail.contexts import context_of
from webapp.models.accounts import AccountGrant
from webapp.models.exports import ExportOrder
from webapp.models.mails import OutgoingMail
from webapp.services.accounts import grant_right, take_rights
from webapp.services.export_orders import (
    MOST_CUT_SHORT,
    PATIENCE,
    TROUBLE,
    begin_order,
    erase_old_exports,
    fail_order,
    find_failure,
    find_own_order,
    finish_order,
    list_orders,
    note_progress,
    note_stumble,
    order_export,
    write_order,
)
from webapp.services.exports import OutOfScope
from webapp.transaction import transaction


@pytest.fixture
def story(engine_app, session, now):
    story = tell_story()
    story.accepted(now)
    return story


@pytest.fixture
def account(story):
    return AccountFactory(coordinates=story.role.need.territory)


def ordered(account, story, now, kind="ledger"):
    with transaction():
        return order_export(account, kind, "csv", story.pledge.convention, total_rows=1, language="fr", now=now)


def test_the_same_export_is_ordered_once(account, story, now):
    first = ordered(account, story, now)

    assert ordered(account, story, now).id == first.id
    assert ordered(account, story, now, "missions").id != first.id


def test_a_written_order_is_ready_and_mailed_once(account, story, now):
    order = ordered(account, story, now)
    content = write_order(order, now=now, after_batch=lambda done: None)
    with transaction():
        finish_order(order, content, now=now)

    assert (order.state, order.done_rows, order.content) == ("ready", 1, content)
    assert content.decode("utf-8-sig").startswith("Ligne;Mouvement")
    with pytest.raises(WrongState), transaction():
        finish_order(order, content, now=now)
    (mail,) = db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == "export_ready"))
    assert context_of(mail, None, base_url="https://x", now=now)["link_url"] == f"https://x/desk/exports/{order.id}"
    mail.parameters = None  # one that waited while the service was brought up to date
    assert context_of(mail, None, base_url="https://x", now=now)["link_url"] == "https://x/desk/exports"


def test_an_order_gives_no_more_than_its_owner_may_see_now(account, story, now):
    order = ordered(account, story, now)
    db.session.execute(delete(AccountGrant).where(AccountGrant.account_id == account.id))
    db.session.commit()
    db.session.expire_all()

    with pytest.raises(OutOfScope):
        write_order(order, now=now, after_batch=lambda done: None)


@pytest.mark.parametrize("kind", ["ledger", "experts"])
@pytest.mark.parametrize("keeps", ["nothing", "another territory"])
def test_a_file_is_out_of_reach_once_its_owner_has_lost_a_territory_of_it(account, story, now, kind, keeps):
    with transaction():
        grant_right(account, "coordinator", TerritoryFactory().id)
        convention = story.pledge.convention if kind == "ledger" else None
        order = order_export(account, kind, "csv", convention, total_rows=1, language="fr", now=now)
        begin_order(order, now=now)
        finish_order(order, b"x", now=now)
    assert find_own_order(account, order.id) == order
    assert list_orders(account) == [order]
    lost = [each for each in account.grants if keeps == "nothing" or each.object_id == story.role.need.territory_id]

    with transaction():
        take_rights(account, lost)
    assert find_own_order(account, order.id) is None
    assert list_orders(account) == []

    with transaction():
        grant_right(account, "network", None)
    assert find_own_order(account, order.id) == order


def test_a_file_of_which_nobody_noted_whose_rows_it_holds_is_asked_for_again(account, story, now):
    order = ordered(account, story, now)
    with transaction():
        finish_order(order, b"x", now=now)
        order.territories = None

    assert find_own_order(account, order.id) is None


def test_an_order_holds_the_rows_of_those_territories_that_its_owner_has_when_it_begins(account, story, now):
    added = TerritoryFactory()
    with transaction():
        order = order_export(account, "experts", "csv", None, total_rows=1, language="fr", now=now)
        grant_right(account, "coordinator", added.id)
        begin_order(order, now=now)
        finish_order(order, b"x", now=now)
    with transaction():
        take_rights(account, [each for each in account.grants if each.object_id == added.id])

    assert find_own_order(account, order.id) is None


def test_progress_never_passes_the_whole(account, story, now):
    order = ordered(account, story, now)
    with transaction():
        note_progress(order.id, 1)
        note_progress(order.id, 2)

    assert db.session.get(ExportOrder, order.id, populate_existing=True).done_rows == 1


def test_an_order_is_its_owners_business(account, story, now):
    order = ordered(account, story, now)
    other = AccountFactory(coordinates=story.role.need.territory)

    assert find_own_order(account, order.id) == order
    assert find_own_order(other, order.id) is None
    assert list_orders(other) == []


def test_files_are_erased_after_a_week(account, story, now):
    order = ordered(account, story, now)
    with transaction():
        finish_order(order, b"x", now=now)
    with transaction():
        assert erase_old_exports(now + timedelta(days=7)) == 0
        assert erase_old_exports(now + timedelta(days=7, seconds=1)) == 1

    assert db.session.get(ExportOrder, order.id, populate_existing=True).content is None
    assert list_orders(account) == []


def test_a_failed_order_may_be_asked_for_again(account, story, now):
    order = ordered(account, story, now)
    with transaction():
        fail_order(order, TROUBLE, now=now)

    assert find_failure(order) == TROUBLE
    assert ordered(account, story, now).id != order.id


def test_an_order_is_not_ready_without_its_file(account, story, now):
    order = ordered(account, story, now)
    order.state = "ready"

    with pytest.raises(DatabaseError):
        db.session.flush()


def test_an_order_begins_until_three_attempts_were_cut_short(account, story, now):
    order = ordered(account, story, now)

    with transaction():
        begun = [begin_order(order, now=now) for _ in range(MOST_CUT_SHORT + 1)]

    assert begun == [True] * MOST_CUT_SHORT + [False]


def test_an_attempt_that_said_why_it_ended_was_not_cut_short(account, story, now):
    order = ordered(account, story, now)

    with transaction():
        for _ in range(2 * MOST_CUT_SHORT):
            assert begin_order(order, now=now)
            assert note_stumble(order, now=now + PATIENCE)

        assert not note_stumble(order, now=now + 2 * PATIENCE + timedelta(seconds=1))
