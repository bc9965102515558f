from datetime import timedelta

import pytest
from factories.accounts import AccountFactory
from factories.stories import tell_story
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.clock import local_date
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.alerts import AlertTold
from webapp.models.mails import OutgoingMail
from webapp.services.accounts import actor_of
from webapp.services.alerts import list_accounts_to_tell, list_alerts, set_rhythm, tell_account
from webapp.transaction import transaction

WEEK = timedelta(days=7)


@pytest.fixture
def story(engine_app, session, now):
    return tell_story()


@pytest.fixture
def account(story):
    return AccountFactory(coordinates=story.role.need.territory)


def tell(account, now):
    with transaction():
        return tell_account(account, by=JOB, now=now)


def kinds(story, now):
    return [alert.kind for alert in list_alerts(frozenset({story.role.need.territory_id}), now)]


def mails():
    return db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == "alert_digest")).all()


def test_a_group_far_behind_is_worth_a_word_once(story, account, now):
    assert kinds(story, now) == ["behind"]
    assert tell(account, now) is True
    assert tell(account, now + WEEK) is False

    (mail,) = mails()
    assert [alert["kind"] for alert in mail.parameters["alerts"]] == ["behind"]


def test_what_is_new_comes_a_week_later_not_before(story, account, now):
    tell(account, now)
    story.pledge.confirmed_minutes = 3400
    db.session.commit()

    assert tell(account, now + timedelta(days=6)) is False
    assert tell(account, now + WEEK) is True
    assert mails()[-1].parameters["alerts"][0]["share"] == 80


def test_a_need_without_an_answer_is_worth_a_word(story, account, now):
    story.send(now)

    assert kinds(story, now + timedelta(days=9)) == ["behind", "need"]
    *_others, alert = list_alerts(frozenset({story.role.need.territory_id}), now + timedelta(days=9))
    opened_on = local_date(story.role.need.opened_at)
    assert alert.values["days"] == (local_date(now) - opened_on).days + 9


def test_the_end_of_a_convention_is_announced(story, now):
    ends_on = story.pledge.convention.ends_on

    assert "end" in kinds(story, now + (ends_on - now.date()) - timedelta(days=80))


def test_each_keeps_its_own_rhythm(story, account, now):
    with transaction():
        set_rhythm(account, "never", by=actor_of(account), now=now)
    assert list_accounts_to_tell(now.date()) == []

    with transaction():
        set_rhythm(account, "daily", by=actor_of(account), now=now)
    assert list_accounts_to_tell(now.date()) == [account.id]


def test_an_unknown_rhythm_changes_nothing(account, now):
    with transaction():
        set_rhythm(account, "hourly", by=actor_of(account), now=now)

    assert account.digest == "weekly"


def test_an_account_without_a_desk_is_not_told(story, now):
    AccountFactory()

    assert list_accounts_to_tell(now.date()) == []


def test_the_database_refuses_to_tell_twice(account, now):
    db.session.add_all(AlertTold(account_id=account.id, key="behind:1:2026", told_at=now) for _ in range(2))

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
