import pytest

from matching import Entry, Matcher, Offer, Reason, reasons


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


def test_a_word_that_is_only_near_in_sense_is_told_with_the_nearest_of_the_offer():
    found = hit("soucis de toxicomanie", Offer("a", "Dépendance aux drogues", "Alcool"))

    assert ("toxicomanie", "drogues", "near") in said(found)
    assert found.unanswered == ("soucis",)
    assert sum(reason.share for reason in found.reasons) == pytest.approx(found.score)


def test_an_english_need_is_tied_to_french_words_by_their_sense():
    found = hit("smoking at work", Offer("a", "Arrêter le tabac", ""))

    assert said(found) == {("smoking", "tabac", "near")}


def test_what_is_near_only_as_a_whole_is_told_by_its_nearest_words(monkeypatch):
    monkeypatch.setattr(reasons, "NEAR", 0.99)
    found = hit("toxicomanie", Offer("a", "Dépendance aux drogues", "Alcool"))

    assert said(found) == {("toxicomanie", "drogues", "near")}
    assert found.reasons[0].share == pytest.approx(found.score)
