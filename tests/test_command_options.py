import click
import pytest

from webapp.command_options import line, read_by
from webapp.domain.text import clean_email, clean_phone


def test_an_option_that_is_not_given_stays_none():
    assert read_by(clean_email)(None, None, None) is None


@pytest.mark.parametrize(
    ("read", "typed", "why"),
    [
        (read_by(clean_email), "helene", "'helene' cannot be used: it is no email address, such as"),
        (read_by(clean_email), "helene marchal@exemple.fr", "a space in this address"),
        (read_by(clean_email), "a@exemple.fr, b@exemple.fr", "one address only"),
        (read_by(clean_email), "hélène@exemple.fr", "without accents"),
        (read_by(clean_phone), "12", "no telephone number, such as 03 53 01 24 18"),
        (line(100), " ", "it is empty"),
        (line(3), "Toul", "it has 4 characters, 3 at most"),
        (line(100), "Le\nToulois", "one line only"),
        (line(100), "Le \x07Toulois", "a character that cannot be shown"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(read, typed, why):
    with pytest.raises(click.BadParameter, match=why):
        read(None, None, typed)


def test_what_is_right_is_cleaned():
    assert line(100)(None, None, "  Le   Toulois ") == "Le Toulois"
