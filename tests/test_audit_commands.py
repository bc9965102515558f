import pytest
from factories.stories import tell_story
from sqlalchemy import text

from webapp.cli import alize
from webapp.extensions import db
from webapp.services.seals import find_settled_id, seal_next
from webapp.transaction import transaction


@pytest.fixture
def audit(app, session):
    return lambda *words: app.test_cli_runner().invoke(alize, ["audit", *words])


@pytest.fixture
def seal(session, now):
    tell_story().send(now)
    with transaction():
        return seal_next(find_settled_id(), now=now)


def test_the_head_is_one_line_to_write_down(audit, seal):
    said = audit("head")

    assert said.output == f"seal 1, events up to {seal.last_event_id}, 2026-11-24 09:00 UTC: {seal.digest}\n"


def test_before_the_first_seal_there_is_no_head(audit):
    said = audit("head")

    assert said.exit_code == 1
    assert "alize jobs run seal_events" in said.output


def test_a_head_written_down_earlier_is_still_in_the_chain(audit, seal):
    said = audit("check", seal.digest)

    assert said.exit_code == 0
    assert "nothing before it has changed" in said.output


def test_a_hash_that_is_in_no_chain_is_said(audit, seal):
    said = audit("check", "0" * 64)

    assert said.exit_code == 1
    assert "No seal has this hash" in said.output


def test_a_head_whose_events_have_changed_is_said(audit, seal):
    for verb in ("update", "delete"):
        db.session.execute(text(f"DROP TRIGGER event_refuses_{verb}"))
    db.session.execute(text("UPDATE event SET step = 'other' WHERE id = 1"))
    db.session.commit()

    said = audit("check", seal.digest)

    assert said.exit_code == 1
    assert f"Seal 1, events 1 to {seal.last_event_id}: not what was sealed." in said.output
