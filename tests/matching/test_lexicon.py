from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from matching.lexicon import Lexicon, mask

WORDS = st.lists(st.text("abcdé9", min_size=1, max_size=6), unique=True, max_size=30)


@given(WORDS, st.text("abcdé9", min_size=1, max_size=6), st.integers(1, 2))
def test_the_near_words_are_those_of_a_comparison_with_all(words, word, edits):
    near = dict(_near(Lexicon(words), word, edits))

    distances = {other: OSA.distance(word, other) for other in words}
    assert near == {
        other: distance
        for other, distance in distances.items()
        if 0 < distance <= edits and (edits == 1 or other[0] == word[0])
    }


@given(WORDS, WORDS)
def test_words_added_later_are_found_as_those_of_the_start(first, more):
    more = [word for word in more if word not in first]
    grown = Lexicon(first)
    grown.extend(more)

    for edits in (1, 2):
        assert _near(grown, "abc", edits) == _near(Lexicon(first + more), "abc", edits)
    assert [grown.words[number] for number in grown.numbers.values()] == first + more
    assert len(grown) == len(first + more)


def test_a_word_two_edits_away_may_have_four_letters_of_its_own():
    lexicon = Lexicon(["cintrut"])

    assert _near(lexicon, "contrat", 2) == [("cintrut", 2)]
    lexicon.extend(["cantrit"])
    assert _near(lexicon, "contrut", 2) == [("cintrut", 1), ("cantrit", 2)]


def test_endless_words_are_found_too():
    words = ["a" * 37, "a" * 49, "a" * 60]

    assert _near(Lexicon(words), "a" * 51, 2) == [("a" * 49, 2)]
    assert _near(Lexicon(words), "a" * 38, 2) == [("a" * 37, 1)]
    assert _near(Lexicon(words), "a" * 60, 2) == []


def test_saved_words_are_found_as_before():
    words = ["contrat", "contact", "contrats", "compact", "travail", "bac"]
    first = Lexicon(words)
    first.extend(["contracts"])
    again = Lexicon()
    again.restore(list(first.words), first.arrays())
    for lexicon in (first, again):
        lexicon.extend(["constat"])

    for edits in (1, 2):
        assert _near(again, "contract", edits) == _near(first, "contract", edits) != []
    assert again.numbers == first.numbers


def test_a_mask_has_one_bit_a_letter():
    assert mask("abba") == 0b11
    assert mask("z") == 1 << 25
    assert mask("é") >= 1 << 26


def _near(lexicon, word, edits):
    return [(lexicon.words[number], distance) for number, distance in lexicon.near({word: edits})[word]]
