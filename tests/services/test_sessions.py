from datetime import timedelta

import pytest
from factories.accounts import AccountFactory
from factories.territories import TerritoryFactory
from sqlalchemy import func, select

from webapp import clock
from webapp.extensions import db
from webapp.models.accounts import SignInSession
from webapp.services import sessions
from webapp.transaction import transaction


@pytest.fixture
def territory(engine_app, session):
    return TerritoryFactory()


@pytest.fixture
def open_session(territory, frozen):
    account, key = AccountFactory(), sessions.new_key()
    with transaction():
        sessions.start_session(key, account.fs_uniquifier, {"a": 1}, browser="x" * 500, now=clock.real_now())
    return account, key


def test_a_session_lives_until_it_is_idle_or_old(open_session, frozen):
    _account, key = open_session
    start = clock.real_now()
    assert sessions.find_session(key, start + timedelta(minutes=30)) is not None
    assert sessions.find_session(key, start + timedelta(minutes=31)) is None
    with transaction():
        sessions.keep_session(key, {"a": 2}, now=start + timedelta(hours=11, minutes=59))
    assert sessions.find_session(key, start + timedelta(hours=12)).values == {"a": 2}
    assert sessions.find_session(key, start + timedelta(hours=12, minutes=1)) is None


@pytest.mark.parametrize(
    "change", [lambda key: key[:-1], lambda key: key + "a", lambda key: key.swapcase(), lambda _: ""]
)
def test_another_key_opens_nothing(open_session, frozen, change):
    _account, key = open_session

    assert sessions.find_session(change(key), clock.real_now()) is None


def test_an_ended_session_cannot_be_kept(open_session, frozen):
    _account, key = open_session
    with transaction():
        sessions.end_session(key)
    with transaction():
        assert sessions.keep_session(key, {}, now=clock.real_now()) is False


def test_sessions_are_listed_and_ended_by_their_owner_only(open_session, frozen):
    account, key = open_session
    other, other_key = AccountFactory(), sessions.new_key()
    with transaction():
        sessions.start_session(other_key, other.fs_uniquifier, {}, browser="", now=clock.real_now())
    (row,) = sessions.list_sessions(account.id, clock.real_now())
    assert sessions.is_of(row, key)
    with transaction():
        assert sessions.end_session_of(other.id, row.id) is False
        assert sessions.end_other_sessions(account.id, key) == 0
        assert sessions.end_session_of(account.id, row.id) is True
    assert sessions.find_session(other_key, clock.real_now()) is not None


def test_old_sessions_are_erased(open_session, frozen):
    with transaction():
        assert sessions.erase_old_sessions(clock.real_now()) == 0
        assert sessions.erase_old_sessions(clock.real_now() + timedelta(minutes=31)) == 1
    assert db.session.scalar(select(func.count(SignInSession.id))) == 0
