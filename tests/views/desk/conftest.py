import pytest
from factories.accounts import AccountFactory, sign_in
from factories.stories import tell_story
from pages import PageClient

from webapp.extensions import db


@pytest.fixture
def story(session, now):
    """A territory whose group has days, two experts, and an open need that they may help with."""
    story = tell_story(name="Terres de Lorraine")
    for offer in story.offers:
        offer.title = "Relecture de contrats de travail"
    db.session.commit()
    return story


@pytest.fixture
def desk(app, story):
    """The pages, opened by the coordinator of the story's territory."""
    client = PageClient(app)
    client.account = AccountFactory(coordinates=story.role.need.territory)
    sign_in(client.client, client.account)
    return client
