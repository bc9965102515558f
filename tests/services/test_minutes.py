from datetime import UTC, datetime, timedelta

import pytest
from factories.committees import SittingFactory, tell_committee
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from webapp.domain.advances import Terms
from webapp.domain.errors import WrongState
from webapp.extensions import db
from webapp.models.minutes import PublishedMinutes
from webapp.services import minutes, recusals, sittings
from webapp.services.decisions import Money, adjourn_item, approve_item
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def committee(now, engine_app):
    with engine_app.test_request_context():
        yield tell_committee(now)


@pytest.fixture
def closed(committee):
    """A sitting that granted one dossier and adjourned another, on which a member stood aside."""
    first, second = committee.laid(), committee.laid()
    committee.act(recusals.declare_recusal, second, committee.members[0], "interest")
    committee.held(present=3)
    committee.vote(first, "ff-")
    money = Money(committee.money.fund, 2_000_000, Terms(committee.money.today, 20), ("Bail signé",))
    committee.act(approve_item, first, money=money, minutes=840)
    committee.act(adjourn_item, second, "documents", "Le bilan de 2025.")
    committee.act(sittings.close_sitting, committee.sitting)
    return committee


def published(committee, remarks=""):
    values = minutes.draw_up_minutes(committee.sitting, remarks)
    version = minutes.next_version(minutes.find_latest_minutes(committee.sitting))
    return committee.act(minutes.publish_minutes, committee.sitting, values, b"%PDF", version)


def said(values):
    return minutes.minutes_text(values).replace("\u202f", " ").replace("\u00a0", " ")


def test_minutes_tell_who_was_there_who_stood_aside_and_what_was_decided(closed):
    text = said(minutes.draw_up_minutes(closed.sitting, "Le comité remercie la mairie."))

    for words in (
        '"Présents","Organisme 0, Organisme 1, Organisme 2"', '"Absents","Organisme 3"', "Accordé : 20 000 € et 2 jours",
        "Votes : 2 pour, 0 contre, 1 abstentions.", "N’ont ni lu le dossier ni voté : Organisme 0.", "Bail signé",
        "Quorum : 2, atteint.", "Ajourné : Il manque des documents", "Le bilan de 2025.", "remercie la mairie",
    ):  # fmt: skip
        assert words in text, words
    assert "Membre 0" not in text


def test_minutes_give_the_date_of_the_next_sitting(closed):
    starts_at = datetime(2027, 3, 4, 9, tzinfo=UTC)
    SittingFactory(territory=closed.territory, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))

    assert "Prochaine séance : le 4 mars 2027" in said(minutes.draw_up_minutes(closed.sitting))


def test_a_sitting_that_is_not_closed_has_no_minutes(committee):
    committee.laid()
    committee.held()

    with pytest.raises(WrongState):
        minutes.draw_up_minutes(committee.sitting)
    with pytest.raises(WrongState):
        committee.act(minutes.publish_minutes, committee.sitting, {}, b"", 1)


def test_the_same_minutes_twice_are_one_version_and_others_a_second(closed):
    first, again, other = published(closed), published(closed), published(closed, "Une remarque.")

    assert (first, first.version, other.version) == (again, 1, 2)
    assert [each.version for each in minutes.list_minutes(closed.sitting)] == [2, 1]
    assert minutes.find_scoped_minutes({closed.territory.id}, first.id) is first
    assert minutes.find_scoped_minutes(set(), first.id) is None


def test_a_version_that_somebody_has_just_taken_is_refused(closed):
    published(closed)
    values = minutes.draw_up_minutes(closed.sitting, "Autre chose.")

    with pytest.raises(WrongState):
        closed.act(minutes.publish_minutes, closed.sitting, values, b"%PDF", 1)


def test_who_stood_aside_is_not_given_the_minutes(closed):
    published(closed)

    assert minutes.find_seen_minutes(closed.members[0], closed.sitting) is None
    assert minutes.find_seen_minutes(closed.members[1], closed.sitting).version == 1


@pytest.mark.parametrize("change", [update(PublishedMinutes).values(version=9), delete(PublishedMinutes)])
def test_published_minutes_are_never_changed(closed, change):
    published(closed)

    with pytest.raises(DatabaseError, match="append-only"), transaction():
        db.session.execute(change.execution_options(synchronize_session=False))


def test_the_register_holds_every_decision_of_its_territories(closed):
    minutes_of_today = published(closed)
    page = minutes.list_decisions({closed.territory.id})

    assert [row.outcome for row in page.rows] == ["adjourned", "approved"]
    assert set(minutes.minutes_by_item(page.rows).values()) == {minutes_of_today}
    assert minutes.list_decisions(set()).count == 0
