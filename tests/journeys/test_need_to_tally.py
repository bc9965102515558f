from journeys.acts import confirm_visit, say_yes, tell_visit
from journeys.programme import SALES

from webapp.services.verify import list_breaches

SYLVIE = "sylvie.aubry@exemple.fr"


def test_a_need_becomes_a_mission_whose_days_are_counted(engine_app, found):
    programme = found(engine_app)
    claire, paul = programme.expert("Claire Humbert"), programme.expert("Paul Aubertin", SALES)

    programme.open_need(SYLVIE)
    programme.ask("Contrats de travail", "Premier commercial").sees("2 experts sollicités")
    expert = programme.by_mail(claire, "proposal_sent")
    expert.sees("Une entreprise de Toul", "relire un contrat de travail", "Temps demandé 1 jour")
    expert.does_not_see("Aubry")
    say_yes(expert)

    expert.sees("Vous avez dit oui", "jusqu’à 10 h 30")
    assert programme.letters(SYLVIE, "introduction_to_firm") == []
    programme.by_mail(SYLVIE, "need_opened").does_not_see("Claire Humbert")

    programme.pass_time(minutes=31)

    assert "Sylvie Aubry" in programme.letter(claire, "introduction_to_expert").text
    assert "Claire Humbert" in programme.letter(SYLVIE, "introduction_to_firm").text
    assert programme.letters(paul, "place_taken")
    programme.by_mail(paul, "proposal_sent").sees("Merci, c’est déjà pris")
    programme.by_mail(SYLVIE, "need_opened").sees("Claire Humbert travaille avec vous")
    assert programme.tally("Réservés", "Donnés") == {"Réservés": "1", "Donnés": "0"}

    programme.pass_time(days=10)
    tell_visit(programme.by_mail(claire, "have_you_met"), "02/12/2026", "3 h 30")

    assert programme.tally("Réservés", "Déclarés") == {"Réservés": "0,5", "Déclarés": "0,5"}

    confirm_visit(programme.by_mail(SYLVIE, "visit_to_confirm"))

    figures = {"Réservés": "0,5", "Déclarés": "0", "Confirmés": "0,5", "Donnés": "0,5"}
    assert programme.tally(*figures) == figures
    programme.by_mail(SYLVIE, "need_opened").sees("mercredi 2 décembre 2026, 3 h 30 confirmée")
    assert list(list_breaches()) == []
