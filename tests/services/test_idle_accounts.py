from datetime import UTC, datetime, timedelta

from factories.accounts import AccountFactory, sign_in
from factories.canaries import dump
from sqlalchemy import select

from jobs.items import Outcome
from jobs.retention import forget_people, warn_idle_accounts
from webapp.extensions import db
from webapp.models.accounts import Account, AccountGrant, SignInSession
from webapp.models.mails import OutgoingMail
from webapp.services.accounts import note_mail
from webapp.services.idle_accounts import erase_account, note_sign_in
from webapp.services.outbox import claim_mail
from webapp.services.verify import list_breaches
from webapp.transaction import transaction


def at(year, month=1, day=2):
    return datetime(year, month, day, 10, tzinfo=UTC)


def test_an_unused_account_is_warned_then_erased(engine_app, session, now, frozen):
    account = AccountFactory(name="Zoé Absente", seen_at=now, created_at=now)
    month_before = at(2028, 10, 27)

    assert warn_idle_accounts(at(2028, 10, 20)).done == 0
    assert warn_idle_accounts(month_before) == Outcome(done=1)
    assert warn_idle_accounts(month_before + timedelta(days=1)).done == 0
    assert forget_people(at(2028, 11, 24)).done == 0
    assert forget_people(at(2028, 11, 27)).done == 1

    assert "Zoé Absente" not in dump()
    assert not db.session.get(Account, account.id).active
    assert list(list_breaches()) == []


def test_a_sign_in_keeps_an_account_that_was_warned(app, session, now):
    account = AccountFactory(
        name="Zoé Revient", seen_at=now - timedelta(days=720), created_at=now - timedelta(days=900)
    )
    warn_idle_accounts(now)
    with transaction():
        account.seen_at = now + timedelta(days=5)

    assert forget_people(now + timedelta(days=60)).done == 0
    assert "Zoé Revient" in dump()


def test_a_closed_account_is_erased_without_a_mail(engine_app, session, now):
    AccountFactory(name="Zoé Partie", active=False, seen_at=now, created_at=now)

    assert warn_idle_accounts(at(2028, 11, 20)).done == 0
    assert forget_people(at(2028, 11, 27)).done == 1

    assert "Zoé Partie" not in dump()


def test_what_waits_for_an_erased_account_does_not_leave(engine_app, session, now):
    account = AccountFactory()
    with transaction():
        note_mail(account.id, "account_changed", now=now)
    with transaction():
        erase_account(account, now=now)

    with transaction():
        assert claim_mail("a", now=now, real_now=now, lease=timedelta(minutes=5)) is None

    assert db.session.scalar(select(OutgoingMail.state)) == "cancelled"


def test_an_erased_account_opens_nothing(app, session, now):
    account = AccountFactory(network=True)
    sign_in(app.test_client(), account)

    with transaction():
        erase_account(account, now=now)

    assert db.session.scalar(select(SignInSession)) is None
    assert db.session.scalar(select(AccountGrant)) is None


def test_a_sign_in_is_noted_on_its_account(app, session, now):
    account = AccountFactory()

    with transaction():
        note_sign_in(account.fs_uniquifier, now=now)

    assert db.session.scalar(select(Account.seen_at)) == now
