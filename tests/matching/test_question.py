import pytest

from matching import Entry, Matcher, Offer
from matching.question import read
from matching.words import WIDTH


def answers(matcher, need):
    catalogue = matcher.catalogue_
    terms = catalogue.vocabulary.lexicon.words
    return {
        each.token.folded: {terms[answer.term]: answer.tie for answer in each.answers}
        for each in read(need, catalogue).asked
    }


def test_each_word_is_asked_once(matcher):
    assert list(answers(matcher, "Contrats, CONTRATS et contrat")) == ["contrats", "contrat"]


@pytest.mark.parametrize(
    ("word", "term", "tie"),
    [
        ("contrats", "contrats", "same"),
        ("contrat", "contrats", "form"),
        ("contrts", "contrats", "spelling"),
        ("maintnance", "maintenance", "spelling"),
        ("DIF", None, None),
    ],
)
def test_a_word_is_tied_to_the_terms_of_the_offers(matcher, word, term, tie):
    found = answers(matcher, word)

    assert found[word.lower()].get(term) == tie


def test_a_slip_of_a_stop_word_is_not_asked(matcher):
    assert answers(matcher, "contrats avex notre") == answers(matcher, "contrats")


def test_a_phrase_answers_each_of_its_words():
    rows = [Entry("mise aux normes", "conformité")]
    matcher = Matcher(thesaurus=rows).fit([Offer("a", "Conformité des machines", "")])

    assert [found["conformite"] for found in answers(matcher, "mise aux normes").values()] == ["synonym", "synonym"]


def test_a_phrase_does_not_answer_the_word_that_stands_in_it():
    matcher = Matcher(thesaurus=[Entry("mise aux normes", "conformité")]).fit([Offer("a", "Conformité", "")])

    found = answers(matcher, "mise xqzwvk aux normes")
    assert [list(each) for each in found.values()] == [["conformite"], [], ["conformite"]]


def test_a_term_that_answers_two_words_stands_once_with_both(matcher):
    question = read("contrats, contrat, presses, presse", matcher.catalogue_)
    terms, numbers = question.terms.tolist(), matcher.catalogue_.vocabulary.lexicon.numbers

    assert terms == sorted(set(terms))
    for term, words in (("contrats", [0, 1]), ("presses", [2, 3])):
        place = terms.index(numbers[term])
        assert sorted(question.words[question.firsts[place] : question.firsts[place + 1]]) == words
    assert question.firsts[-1] == len(question.words) == len(question.ties)


def test_a_phrase_answers_none_of_the_words_around_it():
    rows = [Entry("mise aux normes", "conformité")]
    matcher = Matcher(thesaurus=rows).fit([Offer("a", "Conformité des machines", "")])

    found = answers(matcher, "xqzwvk, mise aux normes, wkrtpz")
    assert [list(each) for each in found.values()] == [[], ["conformite"], ["conformite"], []]


def test_a_word_that_an_offer_holds_is_not_corrected():
    matcher = Matcher().fit([Offer("a", "Reglaje", ""), Offer("b", "Réglage", "")])

    assert answers(matcher, "reglaje")["reglaje"]["reglaje"] == "same"


def test_a_word_has_a_bounded_number_of_answers():
    matcher = Matcher().fit([Offer("a", " ".join(f"contrat{number}" for number in range(90)), "")])

    assert len(answers(matcher, "contrat")["contrat"]) == WIDTH


def test_a_rare_word_weighs_more_than_a_common_one(matcher):
    question = read("travail hameçonnage", matcher.catalogue_)

    assert question.weights[1] > question.weights[0] > 0
