import pytest
from factories.accounts import AccountFactory
from factories.money import tell_money
from factories.stories import tell_story
from factories.territories import TerritoryFactory
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
    account = AccountFactory(coordinates=story.role.need.territory)
    client = PageClient.of(app, account)
    client.account = account
    return client


@pytest.fixture
def money(session, now):
    """A territory with a fund of advances, and two who coordinate it."""
    return tell_money(now, territory=TerritoryFactory(name="Terres de Lorraine"))


@pytest.fixture
def first(app, money):
    """The pages, opened by the first of the two."""
    return PageClient.of(app, money.first)
