import pytest
from factories.money import tell_money


@pytest.fixture
def money(now):
    """A territory with a fund of advances, and two who coordinate it."""
    return tell_money(now)
