from datetime import timedelta

import pytest
from factories.conventions import PledgeFactory
from factories.people import GroupReferentFactory
from factories.stories import DESK, tell_story
from sqlalchemy import select

from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.mails import OutgoingMail
from webapp.services.basket_people import BEHIND, SPENT, find_standing
from webapp.services.group_letters import write_to_group
from webapp.transaction import transaction


@pytest.fixture
def pledge(engine_app, session, now):
    return tell_story(offers=1).pledge


def write(pledge, now, step=BEHIND):
    standing = find_standing(frozenset({pledge.convention.territory_id}), pledge.id, now)
    with transaction():
        return write_to_group(standing, step, by=DESK, now=now)


def letters():
    return db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()


def test_every_contact_of_the_group_is_written_to_with_its_figures(pledge, now):
    first, second = GroupReferentFactory(group=pledge.group), GroupReferentFactory(group=pledge.group)

    assert write(pledge, now) == 2
    assert [(mail.template, mail.recipient) for mail in letters()] == [
        ("group_behind", first.email),
        ("group_behind", second.email),
    ]
    assert letters()[0].parameters["pledged"] == 4200
    event = db.session.scalars(select(Event).where(Event.step == BEHIND)).one()
    assert (event.object_kind, event.object_id, event.actor_id) == ("pledge", pledge.id, DESK.id)


def test_the_same_letter_waits_two_weeks_and_another_one_does_not(pledge, now):
    GroupReferentFactory(group=pledge.group)

    assert write(pledge, now) == 1
    assert write(pledge, now + timedelta(days=13)) == 0
    assert write(pledge, now + timedelta(days=13), SPENT) == 1
    assert write(pledge, now + timedelta(days=14)) == 1
    assert [mail.template for mail in letters()] == ["group_behind", "group_nearly_spent", "group_behind"]


def test_a_letter_about_days_that_are_spent_tells_of_this_year_where_a_group_promises_year_by_year(pledge, now):
    GroupReferentFactory(group=pledge.group)
    pledge.year = 2026
    PledgeFactory(convention=pledge.convention, group=pledge.group, year=2027)
    db.session.commit()

    write(pledge, now, SPENT)
    write(pledge, now)

    assert [(mail.parameters["pledged"], mail.parameters["for_this_year"]) for mail in letters()] == [
        (4200, True),
        (8400, False),
    ]


def test_a_group_without_a_contact_leaves_no_trace_of_a_letter(pledge, now):
    assert write(pledge, now) == 0
    assert db.session.scalars(select(Event).where(Event.step == BEHIND)).all() == []


def test_there_are_two_letters_only(pledge, now):
    with pytest.raises(ValueError, match="praise"):
        write(pledge, now, "praise")
