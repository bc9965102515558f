import pytest

from webapp.domain.naf import DIVISIONS, read_divisions, read_naf, show_naf


@pytest.mark.parametrize("typed", ["43.32A", "4332A", " 43 32 a ", "4332a"])
def test_a_code_is_read_as_people_copy_it(typed):
    assert read_naf(typed) == "4332A"
    assert show_naf("4332A") == "43.32A"


@pytest.mark.parametrize("typed", ["", "43", "4332", "04.11Z", "99.99", "menuiserie", "4332AB", "٤٣32A"])
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(ValueError, match=r".*"):
        read_naf(typed)


def test_divisions_are_read_from_a_list_in_words():
    assert read_divisions("43, 25 et 1 ; 25") == ("01", "25", "43")
    assert read_divisions("") == ()
    with pytest.raises(ValueError, match="34"):
        read_divisions("10, 34")


def test_there_are_eighty_eight_divisions():
    assert len(DIVISIONS) == 88
