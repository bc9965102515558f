from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from matching.slips import Slips

LETTERS = "abcé9"
WORDS = st.lists(st.text(LETTERS, max_size=7), unique=True, max_size=40)


@given(WORDS, st.text(LETTERS, max_size=7))
def test_every_word_one_edit_away_is_among_those_found(words, word):
    (found,) = Slips.of(words).near([word])

    assert found == sorted(set(found))
    assert {number for number, other in enumerate(words) if OSA.distance(word, other) <= 1} <= set(found)


@given(WORDS, st.text(LETTERS, max_size=7))
def test_what_is_found_becomes_the_same_with_a_letter_less(words, word):
    def cut(letters):
        return {letters} | {letters[:place] + letters[place + 1 :] for place in range(len(letters))}

    (found,) = Slips.of(words).near([word])
    assert all(cut(word) & cut(words[number]) for number in found)


def test_each_word_has_a_key_and_one_for_each_letter():
    slips = Slips.of(["achat", "vente", ""])

    assert slips.words == 3
    assert len(slips.keys) == len(slips.owners) == 5 + 5 + 3
    assert slips.keys.tolist() == sorted(slips.keys.tolist())
    assert sorted(slips.owners.tolist()) == [0] * 6 + [1] * 6 + [2]


def test_of_an_endless_word_the_beginning_is_read():
    slips = Slips.of(["a" * 300, "b" * 64])

    assert slips.near(["a" * 299, "b" * 63]) == [[0], [1]]


def test_nothing_is_near_where_there_are_no_words():
    assert Slips.of([]).near(["achat"]) == [[]]
    assert Slips.of(["achat"]).near([""]) == [[]]
    assert Slips.of(["achat"]).near([]) == []
