from journeys.acts import find_need, say_no, say_yes, take_back
from journeys.programme import PAINT, SALES

SYLVIE = "sylvie.aubry@exemple.fr"
UNRELATED = "Nous cherchons quelqu’un pour régler un four à céramique et sa soufflerie."


def test_when_nobody_fits_nothing_is_sent_and_the_firm_hears_of_it(programme):
    painter = programme.expert("Anne Roux", PAINT)

    programme.open_need(SYLVIE, text=UNRELATED)
    helene = programme.coordinator()
    find_need(helene, "Menuiserie Aubry")

    helene.sees("Aucune offre au-dessus du seuil")

    helene.follow("Clore")
    helene.choose("Nous n’avons trouvé personne")
    helene.press("Clore")

    assert programme.letters(painter) == []
    programme.by_mail(SYLVIE, "need_closed").sees("Nous n’avons trouvé personne cette fois")


def test_in_auto_nothing_leaves_below_the_floor(found, app):
    programme = found(app, automatic=True)
    painter = programme.expert("Anne Roux", PAINT)

    programme.open_need(SYLVIE, text=UNRELATED)
    programme.pass_time(days=1)

    assert programme.letters(painter) == []
    programme.coordinator().open("/desk").sees("Menuiserie Aubry")


def test_in_auto_the_first_wave_leaves_and_then_the_next(found, app):
    programme = found(app, automatic=True, wave_size=1, floor_permille=50)
    first, second = programme.expert("Claire Humbert"), programme.expert("Paul Aubertin", SALES)

    programme.open_need(SYLVIE)
    programme.pass_time(minutes=20)

    assert programme.letters(first, "proposal_sent")
    assert programme.letters(second) == []

    say_no(programme.by_mail(first, "proposal_sent"))
    programme.pass_time(minutes=20)

    assert programme.letters(second) == []

    programme.pass_time(minutes=20)

    assert programme.letters(second, "proposal_sent")
    assert len(programme.letters(first)) == 2
    say_yes(programme.by_mail(second, "proposal_sent"))
    programme.pass_time(minutes=31)
    programme.by_mail(SYLVIE, "introduction_to_firm").sees("Paul Aubertin travaille avec vous")


def test_a_yes_beyond_the_days_is_held_until_the_coordinator_accepts_it(engine_app, found):
    programme = found(engine_app, pledged_minutes=210)
    claire = programme.expert("Claire Humbert")
    programme.open_need(SYLVIE)
    programme.ask("Contrats de travail")

    say_yes(programme.by_mail(claire, "proposal_sent"))

    programme.by_mail(claire, "yes_held").sees("Votre oui est noté", "n’a plus assez de jours")
    programme.pass_time(minutes=31)
    assert programme.letters(SYLVIE, "introduction_to_firm") == []

    programme.pledge.overrun_minutes = 210
    helene = programme.coordinator()
    find_need(helene, "Menuiserie Aubry")
    helene.press("Accepter, il y a des jours")
    programme.pass_time(minutes=31)

    assert programme.letters(SYLVIE, "introduction_to_firm")
    assert programme.tally("Réservés") == {"Réservés": "1"}


def test_a_yes_taken_back_frees_the_place_for_who_was_second(engine_app, found):
    programme = found(engine_app)
    claire, paul = programme.expert("Claire Humbert"), programme.expert("Paul Aubertin", SALES)
    programme.open_need(SYLVIE)
    programme.ask("Contrats de travail", "Premier commercial")
    first, second = programme.by_mail(claire, "proposal_sent"), programme.by_mail(paul, "proposal_sent")
    say_yes(first)

    say_yes(second)
    second.sees("Merci, quelqu’un vient de dire oui")
    programme.pass_time(minutes=29)
    take_back(programme.by_mail(claire, "yes_received"))

    assert programme.letters(SYLVIE, "introduction_to_firm") == []
    say_yes(programme.by_mail(paul, "place_free"))
    programme.pass_time(minutes=31)
    programme.by_mail(SYLVIE, "introduction_to_firm").sees("Paul Aubertin travaille avec vous")
    assert programme.tally("Réservés") == {"Réservés": "1"}
