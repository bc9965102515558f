import pytest
from factories.stories import tell_story
from sqlalchemy import text

from webapp.extensions import db
from webapp.services.checks_seals import compare_seals
from webapp.services.seals import find_settled_id, seal_next
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def test_a_batch_that_differs_is_named_with_its_events_and_its_day(now):
    tell_story().send(now)
    with transaction():
        seal = seal_next(find_settled_id(), now=now)
    assert list(compare_seals()) == []

    db.session.execute(
        text(
            "INSERT INTO audit_seal (number, first_event_id, last_event_id, event_count, digest, sealed_at)"
            " SELECT 2, last_event_id + 1, last_event_id + 4, 1, 'forged', sealed_at FROM audit_seal"
        )
    )

    start = seal.last_event_id + 1
    assert list(compare_seals()) == [
        f"seal 2, events {start} to {start + 3}: not what was sealed on 2026-11-24 09:00 UTC"
    ]
