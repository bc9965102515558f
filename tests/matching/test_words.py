import pytest

from matching import Matcher, Offer
from matching import words as module
from matching.senses import NONE
from matching.words import words_of


@pytest.fixture
def matcher(offers):
    return Matcher().fit(offers)


def word(matcher, folded):
    return words_of([folded], matcher.catalogue_)[folded]


def test_a_word_is_read_once_until_an_offer_comes_or_goes(matcher):
    first = word(matcher, "contrats")

    assert word(matcher, "contrats") is first
    assert set(words_of(["contrats", "presse"], matcher.catalogue_)) == {"contrats", "presse"}
    matcher.add([Offer("new", "Contrats", "")])
    assert word(matcher, "contrats").answered.held == first.answered.held + 1
    matcher.remove(["new"])
    assert word(matcher, "contrats").answered.held == first.answered.held


def test_a_word_that_was_wrong_is_right_when_an_offer_holds_it(matcher):
    assert word(matcher, "reglaje").meant[0][0] == "reglage"
    matcher.add([Offer("new", "Reglaje", "")])

    assert word(matcher, "reglaje").meant == (("reglaje", 1.0),)


def test_a_catalogue_keeps_a_bounded_number_of_words(matcher, monkeypatch):
    monkeypatch.setattr(module, "KEPT", 3)
    read = [words_of([folded], matcher.catalogue_)[folded] for folded in ("contrat", "presse", "plan", "achat")]

    assert list(matcher.catalogue_.words) == ["achat"]
    assert word(matcher, "contrat") is not read[0]
    assert word(matcher, "contrat").answered.best == read[0].answered.best


def test_words_that_are_read_together_are_read_as_alone(matcher):
    folded = ["contrats", "contrts", "maintnance", "avex", "gmao", "xyzzy", "recrutment"]
    together = words_of(folded, matcher.catalogue_)
    matcher.catalogue_.words.clear()

    for each in folded:
        alone = word(matcher, each)
        assert (alone is None) == (together[each] is None)
        if alone is not None:
            assert (alone.meant, alone.chance, alone.sense) == (
                together[each].meant,
                together[each].chance,
                together[each].sense,
            )
            assert alone.answered.best == together[each].answered.best


def test_a_slip_of_a_stop_word_says_nothing(matcher):
    assert word(matcher, "avex") is None


@pytest.mark.parametrize("folded", ["contrats", "contrts"])
def test_answers_are_arrays_as_well(matcher, folded):
    answered = word(matcher, folded).answered

    assert answered.terms.tolist() == [term for term, _worth, _tie in answered.best]
    assert answered.worths.tolist() == [worth for _term, worth, _tie in answered.best]
    assert answered.worths.tolist() == sorted(answered.worths.tolist(), reverse=True)


def test_a_word_points_where_what_it_was_meant_for_does(matcher):
    assert word(matcher, "recrutment").sense == word(matcher, "recrutement").sense != NONE
    assert word(matcher, "xyzzyxyzzy").sense == NONE


def test_a_word_that_may_be_two_is_as_rare_as_both_on_the_whole(matcher):
    chance = matcher.catalogue_.background.chance
    read = words_of(["planx", "salare", "recrutment"], matcher.catalogue_)
    several = [each for each in read.values() if each and len(each.meant) > 1]

    assert len(several) == 3
    for each in several:
        total = sum(share for _word, share in each.meant)
        assert each.chance == pytest.approx(sum(share / total * chance(word) for word, share in each.meant))
        assert total > 1
