import pytest

from matching import Entry, Matcher, Offer, Reason


def hit(need, offer, *rows):
    (found,) = Matcher(thesaurus=rows).fit([offer]).rank(need)
    return found


def said(found):
    return {(reason.asked, reason.found, reason.tie) for reason in found.reasons}


def test_words_are_told_as_each_wrote_them():
    found = hit("Relir contra de TRAVAIL, prud’hommes", Offer("a", "Relecture", "Contrats de Travail"))

    assert ("TRAVAIL", "Travail", "same") in said(found)
    assert {asked for asked, _found, _tie in said(found)} <= {"Relir", "contra", "TRAVAIL"}
    assert "hommes" in found.unanswered


def test_a_phrase_is_one_reason():
    row = Entry("mise aux normes", "mise en conformité")
    found = hit("la mise aux normes d’une presse", Offer("a", "Mise en conformité", "Presses."), row)

    assert ("mise aux normes", "Mise en conformité", "synonym") in said(found) or (
        "normes",
        "Mise en conformité",
        "synonym",
    ) in {(asked.split()[-1], words, tie) for asked, words, tie in said(found)}


def test_a_word_of_a_skill_is_told_too():
    assert said(hit("plasturgie", Offer("a", "Réglage", "", ("Plasturgie",)))) == {("plasturgie", "Plasturgie", "same")}


def test_the_largest_share_comes_first():
    shares = [reason.share for reason in hit("contrat hameçonnage", Offer("a", "Contrat", "Hameçonnage")).reasons]

    assert shares == sorted(shares, reverse=True)
    assert len(shares) == 2


def test_reasons_outlive_the_offer():
    matcher = Matcher().fit([Offer("a", "Contrat", "")])
    (found,) = matcher.rank("contrat")
    matcher.remove(["a"])

    assert found.reasons == (Reason("contrat", "Contrat", "same", pytest.approx(found.score)),)
