import pytest

from matching import Matcher, Offer
from matching import words as module
from matching.senses import NONE, senses
from matching.words import keep_better, words_of


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


def spelled(typed, *titles):
    """Term of the offers -> what it is worth as another spelling of `typed`."""
    matcher = Matcher().fit(Offer(title, title, "") for title in titles)
    terms = matcher.catalogue_.vocabulary.lexicon.words
    best = word(matcher, typed).answered.best
    return {terms[term]: worth for term, worth, tie in best if tie == "spelling"}


def test_a_word_that_nobody_knows_is_tied_to_those_one_slip_away_the_less_the_shorter_it_is():
    assert spelled("wkrtpzv", "wkrtpzb", "wkrtqqv") == {"wkrtpzb": pytest.approx((1 - 0.8 / 7 - 0.6) / 0.4)}
    assert spelled("wkrt", "wkrp") == {"wkrp": pytest.approx((1 - 0.8 / 4 - 0.6) / 0.4)}


def test_a_word_that_was_corrected_is_tied_to_what_is_two_slips_away_as_well_for_less():
    assert spelled("contrst", "cumtrst") == {"cumtrst": pytest.approx((1 - 2 / 7 - 0.6) / 0.4 * 0.8)}
    assert spelled("contrsttravail", "cumtrsttruvail") == {}, "three are too many"
    assert spelled("achtat", "abhtut") == {}, "and two in a word of six letters"


def test_short_words_numbers_and_words_that_an_offer_holds_are_not_spelled_otherwise():
    assert spelled("wkr", "wkp") == spelled("90012", "90013") == {}
    assert spelled("wkrtpzv", "wkrtpzb", "wkrtpzv") == {}


def test_each_of_the_words_that_one_may_be_meant_for_answers_by_its_chance(matcher):
    meant = dict(word(matcher, "facttrr").meant)

    assert spelled("facttrr", "facteur", "facture") == pytest.approx({"facteur": 1.0, "facture": meant["facture"]})
    assert meant["facture"] < 1


def test_a_word_of_the_thesaurus_is_meant_as_it_stands(matcher):
    assert word(matcher, "afest").meant == (("afest", 1.0),)


def test_a_rare_form_that_is_read_as_a_commoner_one_points_where_it_does_itself(matcher):
    read = word(matcher, "abilite")

    assert read.meant[0][0] != "abilite"
    assert read.sense == senses().place("abilite") != senses().place(read.meant[0][0])


def test_a_better_answer_replaces_a_weaker_one_and_no_other():
    answers = {7: (0.5, "form")}

    assert not keep_better(answers, 7, 0.5, "synonym")
    assert not keep_better(answers, 7, 0.4, "part")
    assert answers == {7: (0.5, "form")}
    assert keep_better(answers, 7, 0.6, "synonym")
    assert answers == {7: (0.6, "synonym")}


def test_a_slip_of_a_stop_word_says_nothing(matcher):
    assert word(matcher, "avex") is None


def test_answers_come_best_first(matcher):
    matcher.add([Offer("other", "Contrat, contractuel, contractualisation", "")])
    worths = [worth for _term, worth, _tie in word(matcher, "contrats").answered.best]

    assert len(worths) > 1
    assert worths == sorted(worths, reverse=True)


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
