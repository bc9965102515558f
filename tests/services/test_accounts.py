import pytest
from factories.accounts import AccountFactory
from factories.territories import TerritoryFactory
from sqlalchemy import func, select

from webapp.domain.errors import Refusal
from webapp.domain.states import JOB, ActorKind
from webapp.extensions import db
from webapp.models.accounts import Account, SignInSession
from webapp.models.mails import OutgoingMail
from webapp.services.accounts import (
    actor_of,
    add_account,
    disable_account,
    drop_factor,
    find_account,
    grant_right,
    list_accounts,
    list_territories_of,
    note_mail,
    scope_of,
)
from webapp.services.sessions import new_key, start_session
from webapp.transaction import transaction


@pytest.fixture
def territory(engine_app, session):
    return TerritoryFactory()


def add(**changes):
    values = {"role": "coordinator", "object_id": None, "password_hash": "h"} | changes
    with transaction():
        return add_account("Helene@Exemple.fr ", "Hélène Marchal", **values)


def test_an_account_has_its_right_and_a_lower_case_address(territory):
    account = add(object_id=territory.id)

    assert account.email == "helene@exemple.fr"
    assert scope_of(account).territory_ids == {territory.id}
    assert find_account("HELENE@exemple.FR") == account
    assert find_account("personne@exemple.fr") is None


def test_adding_twice_changes_nothing_and_a_second_right_is_added(territory):
    other = TerritoryFactory()
    for object_id in (territory.id, territory.id, other.id):
        account = add(object_id=object_id, password_hash="other")

    assert db.session.scalar(select(func.count(Account.id))) == 1
    assert scope_of(account).territory_ids == {territory.id, other.id}
    assert account.password == "other"


def test_the_password_of_an_account_that_exists_is_left_alone(territory):
    add(object_id=territory.id, password_hash="first")

    assert add(object_id=territory.id, password_hash="second").password == "first"


def test_the_network_sees_every_territory(territory):
    account = add(role="network")

    assert scope_of(account).territory_ids == {territory.id}
    assert list_territories_of(scope_of(account)) == [territory]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"role": "king"}, "unknown_role"),
        ({"role": "coordinator", "object_id": None}, "role_needs_its_object"),
        ({"role": "network", "object_id": 1}, "role_needs_its_object"),
    ],
)
def test_a_right_that_makes_no_sense_is_refused(territory, changes, code):
    with pytest.raises(Refusal) as refusal:
        add(**changes)

    assert refusal.value.code == code
    assert find_account("helene@exemple.fr") is None


def test_a_referent_has_no_desk(territory):
    account = add(role="referent", object_id=territory.id)

    assert not scope_of(account)
    assert not scope_of(account).holds(territory.id)


def test_a_closed_account_has_another_uniquifier(territory):
    account = AccountFactory()
    before = account.fs_uniquifier
    with transaction():
        disable_account(account)

    assert (account.active, account.fs_uniquifier == before) == (False, False)


def test_mails_to_an_account_hold_no_secret(territory, now):
    account = AccountFactory(email="a@exemple.fr")
    with transaction():
        note_mail(account.id, "account_reset", now=now)

    mail = db.session.scalar(select(OutgoingMail))
    assert (mail.recipient, mail.object_kind, mail.object_id) == ("a@exemple.fr", "account", account.id)
    assert mail.parameters == {}
    assert actor_of(account).kind is ActorKind.ACCOUNT
    assert list_accounts([account.id, 999]) == {account.id: account}


def test_a_second_factor_that_is_lost_is_taken_off_its_sessions_end_and_a_mail_says_so(territory, now):
    account = AccountFactory(tf_totp_secret="s", mf_recovery_codes=["a"])
    start_session(new_key(), account.fs_uniquifier, {"_user_id": account.fs_uniquifier}, browser="", now=now)

    drop_factor(account, by=JOB, now=now)

    assert (account.tf_primary_method, account.tf_totp_secret, account.mf_recovery_codes) == (None, None, None)
    assert db.session.scalars(select(SignInSession)).all() == []
    assert db.session.scalar(select(OutgoingMail.parameters)) == {"is_set": False}


def test_a_closed_account_opens_with_the_right_it_is_given_and_no_other(territory, session):
    boss, place = AccountFactory(email="ancienne@exemple.fr"), territory
    with transaction():
        grant_right(boss, "network", None)
        disable_account(boss)

    with transaction():
        add_account(boss.email, boss.name, role="member", object_id=place.id, password_hash="x")

    session.expire_all()
    assert boss.active
    assert [(grant.role, grant.object_id) for grant in boss.grants] == [("member", place.id)]
    assert not scope_of(boss)
