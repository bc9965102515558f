import click
import pytest
from factories.territories import TerritoryFactory

from seed_data.territory_options import code, found
from webapp.command_options import read_by


@pytest.mark.parametrize("typed", ["Le Toulois", "toulois-", "", "a" * 61])
def test_a_code_is_of_small_letters_digits_and_hyphens(typed):
    with pytest.raises(click.BadParameter, match="small letters"):
        read_by(code)(None, None, typed)


def test_a_territory_that_is_not_there_is_said_with_those_that_are(app, session):
    toul = TerritoryFactory(code="toulois")

    assert found("toulois") is toul
    with pytest.raises(click.ClickException, match=r"There is no territory toul\. Known: toulois\."):
        found("toul")
