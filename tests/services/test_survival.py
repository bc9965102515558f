from datetime import date, timedelta

import pytest
from factories.conventions import ConventionFactory
from factories.money import tell_money
from factories.stories import DESK, tell_story
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from webapp.domain.errors import Refusal
from webapp.domain.states import JOB
from webapp.domain.survival import Survival
from webapp.extensions import db
from webapp.models.sightings import FirmSighting
from webapp.services.answers import settle_answer
from webapp.services.company_search import Found
from webapp.services.survival import list_helped, list_to_look_up, note_sighting, tally_survival
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

#: the day of the stories, three and five years on
THREE, FIVE = date(2029, 11, 24), date(2031, 11, 24)


@pytest.fixture
def helped(now):
    """A firm that was helped by a mission, and another one in the same territory by an advance."""
    story = tell_story(offers=1)
    mission = story.accepted(now)
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now + timedelta(minutes=30))
    money = tell_money(now, territory=story.role.need.territory)
    advance = money.running()
    return story.pledge.convention, story.role.need.company, advance.decision.dossier.company


def see(company, now, status, ended_on=None, **values):
    with transaction():
        return note_sighting(
            company, Found(status, ended_on), **({"seen_on": THREE, "source": "desk", "by": DESK, "now": now} | values)
        )


@pytest.fixture
def later(now):
    return now + timedelta(days=3 * 366)


def test_nothing_is_said_before_an_anniversary(helped):
    convention, _one, _other = helped

    assert tally_survival(convention, THREE - timedelta(days=1)) == ()
    assert tally_survival(convention, THREE) == (Survival(3, 0, 0, 0, 2),)
    assert tally_survival(convention, FIVE) == (Survival(3, 0, 0, 0, 2), Survival(5, 0, 0, 0, 2))


def test_missions_and_advances_count_each_firm_once_since_its_first_aid(helped, later):
    convention, one, other = helped
    see(one, later, "alive")
    see(other, later, "closed", date(2029, 6, 1))

    assert tally_survival(convention, THREE) == (Survival(3, alive=1, taken_over=0, closed=1, unknown=0),)
    assert tally_survival(convention, FIVE)[1] == Survival(5, alive=0, taken_over=0, closed=1, unknown=1)
    assert [row.helped_on for row in list_helped(convention, THREE)] == [date(2026, 11, 24)] * 2


def test_two_rows_of_one_siren_are_one_firm(helped):
    convention, one, other = helped
    one.siren = other.siren = "000904078"
    db.session.commit()

    assert tally_survival(convention, THREE) == (Survival(3, 0, 0, 0, 1),)


def test_what_was_written_later_is_not_in_an_earlier_bilan(helped, later):
    convention, one, _other = helped
    see(one, later + timedelta(days=40), "alive", seen_on=THREE + timedelta(days=30))

    assert tally_survival(convention, THREE) == (Survival(3, 0, 0, 0, 2),)


def test_firms_of_which_something_is_unknown_come_first(helped, later):
    convention, one, other = helped
    see(one, later, "alive")

    assert [row.company for row in list_helped(convention, THREE)] == [other, one]


@pytest.mark.parametrize(
    ("found", "seen_on", "code"),
    [
        (Found("closed", date(2029, 12, 1)), THREE, "ended_after_seen"),
        (Found("alive", date(2029, 1, 1)), THREE, "has_not_ended"),
        (Found("alive"), date(2040, 1, 1), "in_the_future"),
    ],
)
def test_what_cannot_be_is_refused(helped, later, found, seen_on, code):
    with pytest.raises(Refusal, match=code):
        note_sighting(helped[1], found, seen_on=seen_on, source="desk", by=DESK, now=later)


@pytest.mark.parametrize("change", [update(FirmSighting).values(status="alive"), delete(FirmSighting)])
def test_the_database_refuses_to_change_what_was_seen(helped, later, change):
    see(helped[1], later, "closed")

    with pytest.raises(IntegrityError, match="append-only"):
        db.session.execute(change)
    db.session.rollback()


def test_only_firms_with_a_siren_of_which_nothing_is_known_are_looked_up(helped, later):
    _convention, one, other = helped
    one.siren, other.siren = "000904078", None
    db.session.commit()
    assert list_to_look_up(later) == [one.id]

    see(one, later, "unknown", source="search")
    assert list_to_look_up(later + timedelta(days=59)) == []
    assert list_to_look_up(later + timedelta(days=61)) == [one.id]

    see(one, later, "alive")
    assert list_to_look_up(later + timedelta(days=61)) == []


def test_a_convention_without_firms_has_nothing_to_say(session):
    assert tally_survival(ConventionFactory(), date(2040, 1, 1)) == ()
