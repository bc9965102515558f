import pytest

from matching import Hit, Matcher, Offer


def test_words_that_are_hardly_answered_are_told_as_unanswered():
    offer = Offer("a", "Contrat de vente", "toxicité " + "autre texte long " * 20)
    (found,) = Matcher().fit([offer]).rank("contrat toxicomanie")

    assert found.unanswered == ("toxicomanie",)
    assert sum(reason.share for reason in found.reasons) == pytest.approx(found.score)


def test_where_every_word_is_hardly_answered_the_score_is_still_explained():
    (found,) = Matcher().fit([Offer("a", "", "toxicologie " + "autre texte long " * 90)]).rank("toxicomanie")

    assert sum(reason.share for reason in found.reasons) == pytest.approx(found.score)


def test_a_word_of_no_known_sense_that_is_hardly_answered_is_told_only_where_nothing_else_is():
    text = "wkrtpz " + "autre texte long " * 300
    (among,) = Matcher().fit([Offer("a", "xqzwvk", text)]).rank("xqzwvk wkrtpz")
    (alone,) = Matcher().fit([Offer("a", "", text)]).rank("wkrtpz")

    assert among.unanswered == ("wkrtpz",)
    assert [(reason.found, reason.tie) for reason in alone.reasons] == [("wkrtpz", "same")]


def test_hits_are_equal_when_all_that_they_say_is():
    matcher = Matcher().fit([Offer("a", "Contrat", "")])
    one, other = matcher.rank("contrat")[0], matcher.rank("contrat")[0]

    assert one == other
    assert hash(one) == hash(other)
    assert one != Hit("a", one.score, (), ())
    assert one != "a"
    assert repr(one).startswith("Hit('a', ")
