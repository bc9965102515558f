import pytest

from matching.background import background
from matching.thesaurus import Entry, Thesaurus
from matching.vocabulary import LEAST, Vocabulary

TERMS = ["contrat", "contrats", "contractuel", "communication", "radiocommunication", "formateur", "plan form"]


@pytest.fixture
def vocabulary():
    found = Vocabulary(background(), Thesaurus([Entry("plan de formation", "GEPP")]))
    found.extend(TERMS)
    found.settle()
    return found


def kin(vocabulary, word):
    best = {}
    for number, worth, tie in vocabulary.kin([word])[word]:
        term = vocabulary.lexicon.words[number]
        if term not in best or best[term][0] < worth:
            best[term] = (worth, tie)
    return best


def test_the_word_itself_comes_before_its_forms_and_these_before_its_family(vocabulary):
    found = kin(vocabulary, "contrat")

    assert found["contrat"] == (1.0, "same")
    assert found["contrats"] == (0.95, "form")
    assert found["contractuel"] == (pytest.approx(0.9 * (2 * 6 / (7 + 11) - 0.5) / 0.5), "form")


def test_derived_words_are_tied_by_their_root(vocabulary):
    assert kin(vocabulary, "formation")["formateur"] == (pytest.approx(0.63), "form")


def test_a_word_is_tied_to_those_that_it_is_a_part_of(vocabulary):
    worth, tie = kin(vocabulary, "communication")["radiocommunication"]

    assert tie == "part"
    assert LEAST < worth < 0.6


@pytest.mark.parametrize("word", ["contrat", "plan"])
def test_a_word_is_the_whole_of_itself(word):
    vocabulary = Vocabulary(background(), Thesaurus([]))
    vocabulary.extend([word])
    vocabulary.settle()

    assert vocabulary.kin([word]) == {word: [(0, 1.0, "same"), (0, pytest.approx(0.6), "part")]}


def test_a_phrase_is_nobodys_kin(vocabulary):
    assert all("plan form" not in kin(vocabulary, word) for word in ("plan", "formation", "plans"))
    assert [vocabulary.lexicon.words[number] for number in vocabulary.with_stem("plan form")] == ["plan form"]


def test_a_term_has_one_number_and_its_weight(vocabulary):
    assert vocabulary.number("contrat") == 0
    assert vocabulary.number("nouveau") == len(TERMS)
    assert vocabulary.weights[TERMS.index("plan form")] == 0.0
    assert vocabulary.weights[TERMS.index("radiocommunication")] > vocabulary.weights[0] > 0


def test_terms_that_a_phrase_begins_with_are_known(vocabulary):
    number = vocabulary.number("plans")

    assert vocabulary.openings == {number}
