import pytest
from journeys.programme import Programme
from twins import Memory


@pytest.fixture
def found(session, frozen, monkeypatch):
    """Make a programme on an application: its mails stay in memory, its clock stands still until it is moved."""

    def make(app, **policy):
        monkeypatch.setitem(app.extensions, "mail_transport", Memory())
        return Programme(app, frozen, **policy)

    return make


@pytest.fixture
def programme(app, found):
    return found(app)
