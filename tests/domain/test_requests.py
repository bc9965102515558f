import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.requests import TITLE_LENGTH, WISHES, minutes_wished, title_of, wish_of


@pytest.mark.parametrize(
    ("wish", "minutes"), [("hours", 180), ("day", 420), ("days_3", 1260), ("days_5", 2100), ("unknown", None)]
)
def test_an_answer_of_the_form_becomes_minutes(wish, minutes):
    assert minutes_wished(wish, 420) == minutes


def test_a_day_is_as_long_as_its_convention_says():
    assert minutes_wished("day", 450) == 450
    assert minutes_wished("hours", 450) == 180


def test_another_answer_is_no_wish():
    with pytest.raises(KeyError):
        minutes_wished("days_40", 420)


@pytest.mark.parametrize("wish", WISHES)
def test_a_time_finds_its_answer_again(wish):
    assert wish_of(minutes_wished(wish, 420), 420) == wish


def test_a_time_that_a_coordinator_wrote_is_no_answer_of_the_form():
    assert wish_of(500, 420) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bonjour, besoin d’une relecture. A signer mi-décembre.", "besoin d’une relecture"),
        ("Bonjour Madame,\n\nNos prix sont-ils bons ? Merci", "Nos prix sont-ils bons"),
        ("EARL ou SAS", "EARL ou SAS"),
        ("Bonjour", "Bonjour"),
        ("", ""),
        ("Revoir le " + "tableau " * 20, "Revoir le tableau tableau tableau tableau tableau tableau tableau tableau…"),
    ],
)
def test_a_title_is_the_beginning_without_its_greeting(text, title):
    assert title_of(text) == title


@given(st.text(max_size=400))
def test_a_title_is_short_and_of_one_line(text):
    title = title_of(text)

    assert len(title) <= TITLE_LENGTH
    assert "\n" not in title
