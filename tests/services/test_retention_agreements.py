from datetime import UTC, date, datetime, timedelta

import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.stories import DESK
from factories.territories import TerritoryFactory
from sqlalchemy import select

from jobs.retention import forget_people
from webapp.domain.retention import ERASED
from webapp.extensions import db
from webapp.models.conventions import AgreementWords, Amendment, Pledge, TermChange
from webapp.services.amendments import Change, Signed, write_amendment
from webapp.services.contracts import Reason, note_changes
from webapp.services.retention_agreements import forget_words, list_due_words
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

ENDS_ON = date(2027, 3, 31)


def after(years, days=0):
    return datetime(2027 + years, 3, 31, 10, tzinfo=UTC) + timedelta(days=days)


@pytest.fixture
def amendment(now):
    """Paul Aubry has granted a day, on a convention that ends in March 2027."""
    pledge = PledgeFactory(convention=ConventionFactory(starts_on=date(2025, 4, 1), ends_on=ENDS_ON))
    with transaction():
        return write_amendment(pledge, Change(days=420), Signed("Paul Aubry", "Un jour de plus"), by=DESK, now=now)


def test_who_agreed_is_known_until_five_years_after_the_end(amendment):
    assert list_due_words(after(5)) == []
    assert (amendment.author, amendment.reason) == ("Paul Aubry", "Un jour de plus")


def test_then_the_words_go_and_what_was_agreed_stays(amendment):
    assert forget_people(after(5, days=1)).done == 1

    row = db.session.get(Amendment, amendment.id, populate_existing=True)
    assert (row.author, row.reason, row.delta_minutes) == (ERASED, "", 420)
    assert forget_people(after(5, days=2)).done == 0


def test_a_convention_that_was_prolonged_meanwhile_keeps_its_words(amendment):
    (words_id,) = list_due_words(after(5, days=1))
    with transaction():
        db.session.get(Pledge, amendment.pledge_id).convention.ends_on = date(2028, 3, 31)

    with transaction():
        assert not forget_words(words_id, now=after(5, days=1))


@pytest.mark.parametrize("kind", ["convention", "pledge", "territory"])
def test_why_a_term_changed_goes_with_its_convention_or_with_time(kind, now):
    pledge = PledgeFactory(convention=ConventionFactory(starts_on=date(2025, 4, 1), ends_on=ENDS_ON))
    row = {"convention": pledge.convention, "pledge": pledge, "territory": TerritoryFactory()}[kind]
    with transaction():
        note_changes(kind, row.id, {"title": "a"}, {"title": "b"}, Reason(DESK, now, "comme Paul l’a dit"))
    (change,) = db.session.scalars(select(TermChange))
    assert change.reason == "comme Paul l’a dit"

    due = list_due_words(after(6))
    with transaction():
        assert forget_words(due[0], now=after(6))

    change = db.session.get(TermChange, change.id, populate_existing=True)
    assert (change.reason, change.before, change.after) == ("", "a", "b")


def test_a_change_without_a_word_leaves_none(now):
    pledge = PledgeFactory()
    with transaction():
        note_changes("pledge", pledge.id, {"x": "1"}, {"x": "2"}, Reason(DESK, now))

    assert db.session.scalars(select(AgreementWords)).all() == []
