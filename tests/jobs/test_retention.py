from datetime import timedelta

import pytest
from factories.accounts import AccountFactory
from factories.due import forget_people as two_people_due
from factories.due import refuse_to_write_about
from factories.due import warn_idle_accounts as two_accounts_due
from factories.people import ContactFactory
from sqlalchemy import select

from jobs.items import Outcome
from jobs.retention import erase_traces, forget_people, warn_idle_accounts
from webapp.domain.retention import ERASED
from webapp.extensions import db
from webapp.models.companies import Contact
from webapp.models.limits import FormKey, Hit
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def test_a_night_erases_what_is_due_and_the_next_one_finds_nothing(now):
    due = two_people_due(now)

    assert forget_people(due.at) == Outcome(done=2)
    assert set(db.session.scalars(select(Contact.name))) == {ERASED}
    assert forget_people(due.at + timedelta(days=1)) == Outcome()


def test_somebody_who_cannot_be_erased_keeps_nobody_else(now):
    due = two_people_due(now)
    mend = refuse_to_write_about(due.kind, due.first_id)

    assert forget_people(due.at) == Outcome(done=1, failed=1)
    mend()
    assert forget_people(due.at) == Outcome(done=1)


def test_who_is_known_too_briefly_is_kept(now):
    contact = ContactFactory(created_at=now)

    assert forget_people(now + timedelta(days=30)) == Outcome()
    assert contact.name != ERASED


def test_an_account_is_warned_once_and_a_sign_in_takes_the_warning_back(now):
    due = two_accounts_due(now)
    account = AccountFactory(seen_at=due.at, created_at=now)

    assert warn_idle_accounts(due.at) == Outcome(done=2)
    assert warn_idle_accounts(due.at) == Outcome()
    assert account.warned_at is None


def test_traces_are_counted_over_all_their_kinds(now):
    with transaction():
        db.session.add(Hit(limit_name="form", key="k", at=now - timedelta(days=2)))
        db.session.add(FormKey(key="k", purpose="need", digest="d", location="/", created_at=now - timedelta(days=8)))

    assert erase_traces(now) == Outcome(done=2)
    assert erase_traces(now) == Outcome()
