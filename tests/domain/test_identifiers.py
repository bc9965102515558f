import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.identifiers import (
    UnusableNumber,
    clean_insee_code,
    clean_siren,
    clean_siret,
    show_phone,
    show_siren,
    show_siret,
    siren_of,
)


def luhn_holds(digits):
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def refusal_of(clean, value):
    with pytest.raises(UnusableNumber) as caught:
        clean(value)
    return caught.value


@pytest.mark.parametrize("typed", ["732829320", "732 829 320", "732.829.320", "732-829-320", "732\u00a0829\u202f320 "])
def test_a_siren_has_one_spelling(typed):
    assert clean_siren(typed) == "732829320"


@pytest.mark.parametrize("typed", ["73282932000074", "732 829 320 00074"])
def test_a_siret_has_one_spelling(typed):
    assert clean_siret(typed) == "73282932000074"
    assert siren_of(clean_siret(typed)) == "732829320"


def test_establishments_of_the_post_have_their_own_rule():
    # sum of the digits, a multiple of five, instead of the check digit
    assert clean_siret("35600000049837") == "35600000049837"
    assert refusal_of(clean_siret, "35600000049838").code == "checksum"


@pytest.mark.parametrize(
    ("clean", "typed", "code", "details"),
    [
        (clean_siren, "73282932A", "letters", {}),
        (clean_siren, "７３２８２９３２０", "letters", {}),
        (clean_siren, "", "length", {"length": 0, "expected": 9}),
        (clean_siren, "73282932", "length", {"length": 8, "expected": 9}),
        (clean_siren, "732829321", "checksum", {}),
        (clean_siret, "FR40732829320", "letters", {}),
        (clean_siret, "732829320", "length", {"length": 9, "expected": 14}),
        (clean_siret, "73282932000075", "checksum", {}),
        (clean_siret, "73282932100074", "checksum", {}),
    ],
)
def test_a_wrong_number_says_what_is_wrong(clean, typed, code, details):
    refused = refusal_of(clean, typed)
    assert (refused.code, refused.details) == (code, details)


@given(st.text("0123456789", min_size=9, max_size=9))
def test_a_siren_is_taken_by_its_check_digit(digits):
    if luhn_holds(digits):
        assert clean_siren(show_siren(digits)) == digits
    else:
        assert refusal_of(clean_siren, digits).code == "checksum"


@given(st.text("0123456789", min_size=14, max_size=14).filter(lambda digits: not digits.startswith("356000000")))
def test_no_siret_is_taken_without_both_check_digits(digits):
    try:
        clean_siret(digits)
    except UnusableNumber:
        assert not (luhn_holds(digits) and luhn_holds(digits[:9]))
    else:
        assert luhn_holds(digits)


def test_numbers_show_in_groups():
    assert show_siren("732829320") == "732\u00a0829\u00a0320"
    assert show_siret("73282932000074") == "732\u00a0829\u00a0320\u00a000074"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("54528", "54528"), ("2a004", "2A004"), (" 97411 ", "97411"), ("01001", "01001"), ("98818", "98818")],
)
def test_communes_have_their_code(typed, code):
    assert clean_insee_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "5452", "545288", "20004", "00001", "96001", "99100", "2C004", "5452A", "Toul", "５４５２８"]
)
def test_other_codes_are_no_commune(typed):
    assert refusal_of(clean_insee_code, typed).code == "shape"


@pytest.mark.parametrize("kept", ["+33639981407", "0639981407", "06 39 98 14 07", "+33 6.39-98 14 07", "(06)39981407"])
def test_a_french_telephone_is_shown_by_pairs_that_stay_together(kept):
    assert show_phone(kept) == "06\u00a039\u00a098\u00a014\u00a007"


@pytest.mark.parametrize("kept", ["+352 26 12 34", "+33 6 39 98 14 0", "0039 02 1234 5678", "0 800", ""])
def test_a_telephone_of_elsewhere_is_shown_as_it_is_kept(kept):
    assert show_phone(kept) == kept
