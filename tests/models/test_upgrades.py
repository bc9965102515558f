"""A database that people have used takes the next version: nothing of what refers to a table that changes is lost."""

import pytest
from conftest import app_on
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from webapp.extensions import db

BEFORE = "0014"

LINK = (
    "INSERT INTO action_link (id, public_id, purpose, object_id, person_kind, person_id, expires_at, created_at)"
    " VALUES (1, 'abc', 'track_need', 1, 'contact', 1, '2027-01-01 00:00:00', '2026-11-24 00:00:00')"
)
SECRET = (
    "INSERT INTO link_secret (id, link_id, selector, digest, created_at) VALUES (1, 1, 's', 'd', '2026-11-24 00:00:00')"
)


@pytest.fixture(params=["sqlite", "postgres"])
def used_app(request):
    """The application on a database of an earlier version that holds a link and its secret."""
    for app in app_on(request.getfixturevalue(f"own_{request.param}")):
        with app.app_context():
            downgrade(revision=BEFORE)
            with db.engine.begin() as connection:
                connection.execute(text(LINK))
                connection.execute(text(SECRET))
            yield app


def test_links_and_their_secrets_survive_the_way_up_and_down(used_app):
    upgrade()
    downgrade(revision=BEFORE)
    upgrade()

    with db.engine.connect() as connection:
        found = connection.execute(text("SELECT link_id, selector FROM link_secret")).all()
    assert found == [(1, "s")]


def test_references_are_enforced_again_afterwards(used_app):
    upgrade()

    with pytest.raises(Exception, match=r"(?i)foreign key"), db.engine.begin() as connection:
        connection.execute(text("DELETE FROM action_link"))
