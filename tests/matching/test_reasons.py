import pytest

from matching import Entry, Matcher, Offer, Reason, reasons
from matching.question import read


def hit(need, offer, *rows):
    (found,) = Matcher(thesaurus=rows).fit([offer]).rank(need)
    return found


def said(found):
    return {(reason.asked, reason.found, reason.tie) for reason in found.reasons}


def test_words_are_told_as_each_wrote_them():
    found = hit("Relir contra de TRAVAIL, prud’hommes", Offer("a", "Relecture", "Contrats de Travail"))

    assert ("contra de TRAVAIL", "Contrats de Travail", "form") in said(found)
    assert {asked for asked, _found, _tie in said(found)} <= {"Relir", "contra de TRAVAIL"}
    assert found.unanswered == ("prud’hommes",)


def test_what_nothing_answers_is_told_rarest_first():
    found = hit("contrat, temps, xqzwvk-wkrtpz, maison", Offer("a", "Contrat", ""))

    assert found.unanswered == ("xqzwvk-wkrtpz", "maison", "temps")


def test_words_side_by_side_are_told_together_by_the_farthest_of_their_ties():
    offer = Offer("a", "Temps de travail", "Contrat de travail, période d’essai.")
    found = hit("periode d'essai au contart de travail", offer)

    assert said(found) == {
        ("periode d'essai", "période d’essai", "same"),
        ("contart de travail", "Contrat de travail", "spelling"),
    }
    assert sum(reason.share for reason in found.reasons) == pytest.approx(found.score)


@pytest.mark.parametrize(
    ("need", "text"),
    [
        ("contrat, travail", "contrat de travail"),
        ("contrat de travail", "Le contrat. Travail de nuit."),
        ("contrat de travail", "contrat écrit, travail"),
        ("contrat signé de travail", "contrat de travail"),
        ("travail au contrat", "contrat de travail"),
    ],
)
def test_words_that_are_apart_on_one_side_are_told_one_by_one(need, text):
    asked = {asked for asked, _found, tie in said(hit(need, Offer("a", "Presses", text))) if tie != "near"}

    assert asked == {"contrat", "travail"}


def test_the_longest_group_is_told_wherever_it_stands():
    offer = Offer("a", "Temps partiel", "Le temps de travail ; le temps partiel annualisé des équipes.")
    found = hit("temps partiel annualisé", offer)

    assert said(found) == {("temps partiel annualisé", "temps partiel annualisé", "same")}


def test_a_word_after_a_group_begins_another():
    found = hit("forfait jours et heures supplémentaires", Offer("a", "Forfait jours", "heures supplémentaires"))

    assert said(found) == {
        ("forfait jours", "Forfait jours", "same"),
        ("heures supplémentaires", "heures supplémentaires", "same"),
    }


def test_what_another_word_says_is_told_apart_from_the_words_beside_it():
    row = Entry("embauche", "recrutement")
    found = hit("embauche commerciale", Offer("a", "Recrutement commercial", ""), row)

    assert {tie for _asked, _found, tie in said(found)} == {"synonym", "form"}


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


def test_a_phrase_is_told_from_its_first_word_to_its_last_in_whichever_field_it_stands():
    row = Entry("DUERP", "document des risques professionnels")
    found = hit("DUERP", Offer("a", "Presses", "Le document des risques professionnels."), row)

    assert said(found) == {("DUERP", "document des risques professionnels", "synonym")}


def test_a_phrase_is_told_with_the_word_that_stands_in_it_on_either_side():
    row = Entry("garder ses salariés", "fidéliser le personnel")
    found = hit("garder nos xqzwvk salariés", Offer("a", "Fidéliser durablement le personnel", ""), row)

    assert said(found) == {("garder nos xqzwvk salariés", "Fidéliser durablement le personnel", "synonym")}
    assert found.unanswered == ("xqzwvk",)


def test_shares_are_in_proportion_to_what_is_answered():
    found = hit("xqzwvk wkrtpz", Offer("a", "Xqzwvk", "wkrtpz " + "texte " * 99))

    assert [reason.share / found.score for reason in found.reasons] == pytest.approx([1 / 1.5625, 0.5625 / 1.5625])


def test_the_share_of_a_phrase_is_that_of_all_its_words():
    row = Entry("xqzwvk wkrtpz", "vbnmqs")
    found = hit("xqzwvk wkrtpz contrat", Offer("a", "Vbnmqs contrat", ""), row)
    question = read(
        "xqzwvk wkrtpz contrat", Matcher(thesaurus=[row]).fit([Offer("a", "Vbnmqs contrat", "")]).catalogue_
    )

    assert [reason.asked for reason in found.reasons] == ["xqzwvk wkrtpz", "contrat"]
    assert found.reasons[0].share > found.reasons[1].share * 1.8 * question.weights[0] / question.weights[2]


def test_a_common_word_is_told_even_where_it_is_answered_by_less_than_a_nat():
    found = hit("contrat travail", Offer("a", "Contrat", "travail " + "autre texte long " * 220))

    assert ("travail", "travail", "same") in said(found)


def test_a_word_near_one_of_the_offer_but_far_from_the_whole_is_unanswered():
    text = "salariés tribunal clause avocat litige démission licenciement paie grève syndicat juridique radiateur"
    found = hit("contrat toiture", Offer("a", "Contrat", text))

    assert said(found) == {("contrat", "Contrat", "same")}
    assert found.unanswered == ("toiture",)


def test_an_offer_of_words_without_a_known_sense_is_near_to_nothing():
    assert hit("xqzwvk contrat", Offer("a", "Xqzwvk", "")).unanswered == ("contrat",)


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


def test_a_word_that_is_hardly_answered_is_told_by_what_is_near_in_sense():
    found = hit("toxicomanie", Offer("a", "Drogues, alcool", "toxicologie " + "drogues alcool " * 300))

    assert said(found) == {("toxicomanie", "Drogues", "near")}


def test_an_english_need_is_tied_to_french_words_by_their_sense():
    found = hit("smoking at work", Offer("a", "Arrêter le tabac", ""))

    assert said(found) == {("smoking", "tabac", "near")}


def test_what_is_near_only_as_a_whole_is_told_by_its_nearest_words(monkeypatch):
    monkeypatch.setattr(reasons, "NEAR", 2.0)
    found = hit("toxicomanie", Offer("a", "Dépendance aux drogues", "Alcool"))

    assert said(found) == {("toxicomanie", "drogues", "near")}
    assert found.reasons[0].share == pytest.approx(found.score)
