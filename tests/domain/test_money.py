import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.money import LARGEST_CENTS, LARGEST_TURNOVER_CENTS, UnreadableAmount, parse_euros, show_cents


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("20000", 2_000_000),
        ("20 000", 2_000_000),
        ("20\u202f000 €", 2_000_000),
        ("1 083,33", 108_333),
        ("1083.33 EUR", 108_333),
        ("0,5", 50),
        (" 12€ ", 1_200),
        ("1’083,3", 108_330),
        ("0", 0),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed, cents):
    assert parse_euros(typed) == cents


@pytest.mark.parametrize(
    "typed", ["", "abc", "1.083", "1,083", "12,345", "-5", "1 0000", "20 00", "1e5", "٣", "12,", "1 083.33,2", "€"]
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(UnreadableAmount) as caught:
        parse_euros(typed)

    assert (caught.value.code, caught.value.details) == ("unreadable_amount", {})


def test_a_thousand_million_is_too_much():
    with pytest.raises(UnreadableAmount, match=r"^amount_too_large$"):
        parse_euros("999999999")


def test_twenty_million_is_the_most_unless_more_is_said():
    assert parse_euros("20000000") == LARGEST_CENTS < 2**31
    with pytest.raises(UnreadableAmount, match=r"^amount_too_large$"):
        parse_euros("20000000,01")
    assert parse_euros("100000000", LARGEST_TURNOVER_CENTS) == LARGEST_TURNOVER_CENTS


@pytest.mark.parametrize(("cents", "shown"), [(0, "0"), (5, "0,05"), (2_000_000, "20000"), (108_330, "1083,30")])
def test_cents_that_are_nought_are_not_shown(cents, shown):
    assert show_cents(cents) == shown


@given(st.integers(0, LARGEST_CENTS))
def test_what_is_shown_is_read_again(cents):
    assert parse_euros(show_cents(cents)) == cents
