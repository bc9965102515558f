import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iso11649

from webapp.domain.references import find_references, reference_of, show_reference

ids = st.integers(1, 999_999)


@given(ids)
def test_a_reference_is_valid_and_found_again(advance_id):
    reference = reference_of(advance_id)

    assert iso11649.is_valid(reference)
    assert find_references(f"VIR {show_reference(reference).lower()} merci") == [advance_id]


@given(ids, st.integers(0, 9), st.integers(5, 10))
def test_a_digit_typed_wrong_names_nothing(advance_id, digit, place):
    reference = reference_of(advance_id)
    wrong = reference[:place] + str(digit) + reference[place + 1 :]

    assert wrong == reference or find_references(wrong) == []


@pytest.mark.parametrize("text", ["", "RF", "RF18ALZ", "échéance 3"])
def test_words_without_a_reference_name_nothing(text):
    assert find_references(text) == []
