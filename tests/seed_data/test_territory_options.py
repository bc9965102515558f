import click
import pytest

from seed_data.territory_options import code, line, read_by
from webapp.domain.text import clean_email


def test_an_option_that_is_not_given_stays_none():
    assert read_by(clean_email)(None, None, None) is None


@pytest.mark.parametrize(
    ("read", "typed", "why"),
    [
        (read_by(clean_email), "helene", "not an email"),
        (line(100), " ", "it is empty"),
        (line(3), "Toul", "too long"),
        (read_by(code), "Le Toulois", "small letters"),
        (read_by(code), "a" * 61, "small letters"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(read, typed, why):
    with pytest.raises(click.BadParameter, match=why):
        read(None, None, typed)


def test_what_is_right_is_cleaned():
    assert line(100)(None, None, "  Le   Toulois ") == "Le Toulois"
