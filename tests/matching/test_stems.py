import pytest

from matching.stems import root, stem


@pytest.mark.parametrize(
    "forms",
    [
        ("contrat", "contrats"),
        ("general", "generale", "generaux", "generales"),
        ("travail", "travaux"),
        ("forme", "formee", "formees", "former", "formes"),
        ("manager", "managers"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms):
    assert len({stem(form) for form in forms}) == 1


def test_short_words_and_numbers_stay_as_they_are():
    assert [stem(word) for word in ("cse", "iso", "9001s", "bus")] == ["cse", "iso", "9001s", "bus"]


def test_derived_words_have_one_root():
    assert {root(word) for word in ("formation", "formateur", "formations", "formant")} == {"form"}
    assert root("cse") == "cse"
