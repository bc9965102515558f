import pytest
from factories.needs import NeedFactory
from factories.stories import DESK, tell_story

from webapp.domain.errors import Refusal
from webapp.extensions import db
from webapp.services.notes import add_note, list_notes, reason_given
from webapp.transaction import transaction


@pytest.fixture
def story(engine_app, session, now):
    return tell_story()


def test_notes_are_of_one_thing_and_vanish_when_erased(story, now):
    other = NeedFactory(territory=story.role.need.territory)
    with transaction():
        first = add_note(story.role.need, "Rappeler.", by=DESK, now=now)
        add_note(other, "Autre.", by=DESK, now=now)
    assert [note.text for note in list_notes(story.role.need)] == ["Rappeler."]

    first.erased_at = now
    db.session.commit()
    assert list_notes(story.role.need) == []


def test_a_reason_says_something():
    assert reason_given("  Le toit.\n") == "Le toit."
    with pytest.raises(Refusal, match="reason_missing"):
        reason_given(" \n")
