import pytest
from journeys.acts import dispute_visit, say_yes, tell_visit

from webapp.services.verify import list_breaches

SYLVIE = "sylvie.aubry@exemple.fr"


@pytest.fixture
def declared(engine_app, found):
    """A firm, its expert, and a visit of half a day that the firm was asked about on the fourth of December."""
    programme = found(engine_app)
    claire = programme.expert("Claire Humbert")
    programme.open_need(SYLVIE)
    programme.ask("Contrats de travail")
    say_yes(programme.by_mail(claire, "proposal_sent"))
    programme.pass_time(days=10)
    tell_visit(programme.by_mail(claire, "have_you_met"), "02/12/2026", "3 h 30")
    programme.letter(SYLVIE, "visit_to_confirm")
    return programme


def test_silence_of_the_firm_is_deemed_then_disputed_then_settled(declared):
    programme = declared
    programme.pass_time(days=15)
    assert programme.tally("Déclarés", "Réputés confirmés") == {"Déclarés": "0,5", "Réputés confirmés": "0"}

    programme.pass_time(days=5)
    assert programme.tally("Déclarés", "Réputés confirmés") == {"Déclarés": "0", "Réputés confirmés": "0,5"}

    dispute_visit(programme.by_mail(SYLVIE, "visit_to_confirm"), "1 h 45")
    assert programme.tally("Réputés confirmés", "Contestés") == {"Réputés confirmés": "0", "Contestés": "0,5"}

    helene = programme.coordinator().open("/desk?corbeille=disputed")
    helene.follow("Lire les deux récits")
    helene.choose("Ce que dit l’entreprise : 1 h 45")
    helene.press("Retenir cette durée")
    helene.sees("Le différend est réglé")
    figures = {"Réservés": "0,75", "Confirmés": "0,25", "Contestés": "0"}
    assert programme.tally(*figures) == figures
    assert list(list_breaches()) == []


def test_an_expert_who_does_not_answer_is_reminded_once_then_asked_no_more(programme):
    claire = programme.expert("Claire Humbert")
    programme.open_need(SYLVIE)
    programme.ask("Contrats de travail")

    programme.pass_time(days=2)
    assert programme.letters(claire, "proposal_reminder") == []

    programme.pass_time(days=7)
    assert len(programme.letters(claire, "proposal_reminder")) == 1
    programme.by_mail(claire, "proposal_reminder").sees("Une entreprise de Toul")

    programme.pass_time(days=7)
    assert len(programme.letters(claire)) == 2
    late = programme.by_mail(claire, "proposal_sent")
    late.sees("La date pour répondre est passée", "la place est libre")
    late.press("Recevoir un nouveau lien")
    say_yes(programme.by_mail(claire, "link_again"))
    programme.pass_time(minutes=31)
    programme.by_mail(SYLVIE, "introduction_to_firm").sees("Claire Humbert travaille avec vous")
