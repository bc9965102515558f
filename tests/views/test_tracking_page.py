from datetime import date, datetime, timedelta

import pytest
from factories.needs import NeedFactory
from factories.requests import PERSON, confirmed, sent, toul
from factories.stories import DESK, EXPERT, tell_story
from journeys.visitor import Visitor

from webapp import clock
from webapp.clock import PARIS
from webapp.domain.links import Purpose
from webapp.domain.states import JOB
from webapp.domain.uploads import PDF, Upload
from webapp.models.missions import Visit
from webapp.models.notes import Note
from webapp.services.answers import settle_answer
from webapp.services.attachments import attach_file
from webapp.services.links import find_link, mint_secret
from webapp.services.missions import correct_visit, declare_visit, deem_visit
from webapp.services.need_ends import close_need
from webapp.services.needs import track_link
from webapp.services.tracking import mark_of
from webapp.transaction import transaction

TODAY = date(2026, 11, 24)


@pytest.fixture
def visitor(app, session, frozen):
    return Visitor(app, frozen)


def follow(visitor, need, now):
    with transaction():
        token = mint_secret(track_link(need, now))
    return visitor.open(f"/r/{token}")


def helped(now, **story):
    mission = tell_story(**story).accepted(now)
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now)
    return mission


def declared(now, **story):
    mission = helped(now, **story)
    with transaction():
        return declare_visit(mission, TODAY, 180, by=EXPERT, now=now)


def ask(visitor, visit):
    link = find_link(Purpose.CONFIRM_VISIT, visit.id, visit.mission.role.need.contact)
    with transaction():
        token = mint_secret(link)
    return visitor.open(f"/r/{token}")


def state_of(session, visit):
    session.expire_all()
    return session.get(Visit, visit.id).state


def test_a_request_that_was_opened_says_who_reads_it_and_until_when(visitor, now):
    toul(contact_name="Hélène Marchal")

    follow(visitor, confirmed(now), now)

    assert visitor.heading == "Nous cherchons la bonne personne."
    visitor.sees(
        "Hélène Marchal relit votre demande.", "au plus tard jeudi 26 novembre", "Vous avez confirmé votre adresse."
    )


def test_news_that_did_not_come_are_not_promised_again(visitor, frozen, now):
    toul(contact_name="Hélène Marchal")
    need = confirmed(now)
    frozen.shift(timedelta(days=3))

    follow(visitor, need, now)

    visitor.sees("Vous deviez avoir des nouvelles jeudi 26 novembre", "appelez Hélène Marchal")
    visitor.does_not_see("au plus tard", "une visite de plus")


@pytest.mark.parametrize(("department", "day"), [("54", "vendredi 26 mars"), ("57", "mardi 30 mars")])
def test_the_first_news_pass_over_the_holidays_of_the_territory(visitor, frozen, department, day):
    frozen.move_to(datetime(2027, 3, 24, 10, tzinfo=PARIS))
    toul(department=department)

    follow(visitor, confirmed(clock.now()), clock.now())

    visitor.sees(f"au plus tard {day}")


def test_an_answer_that_is_late_is_not_said_to_come_by_a_day_gone_by(visitor, frozen, now):
    story = tell_story()
    story.send(now)
    frozen.shift(timedelta(days=30))

    follow(visitor, story.role.need, now)

    visitor.sees("La réponse était attendue")


@pytest.mark.parametrize("is_asked", [False, True])
def test_a_request_is_withdrawn_in_words_that_are_true(visitor, now, is_asked):
    story = tell_story()
    if is_asked:
        story.send(now)
    follow(visitor, story.role.need, now)
    told = "Les personnes sollicitées", "Personne n’a encore été sollicité."

    visitor.follow("Retirer ma demande")
    visitor.sees(told[not is_asked])
    visitor.does_not_see(told[is_asked])
    visitor.press("Retirer ma demande")

    visitor.sees("Qui avait été sollicité a été prévenu et remercié.")


def test_who_was_asked_is_counted_and_never_named(visitor, now):
    story = tell_story(offers=2)
    proposals = story.send(now)

    follow(visitor, story.role.need, now)

    assert visitor.heading == "Deux experts ont votre demande."
    visitor.does_not_see(*{proposal.expert.name for proposal in proposals})


def test_a_yes_is_not_shown_before_both_were_introduced(visitor, now):
    story = tell_story(offers=1)
    mission = story.accepted(now)

    follow(visitor, story.role.need, now)

    assert visitor.heading == "Un expert a votre demande."
    visitor.does_not_see(mission.proposal.expert.name, "Un oui, fait")


def test_once_introduced_the_expert_and_their_contact_are_shown(visitor, now):
    mission = helped(now)
    expert = mission.proposal.expert

    follow(visitor, mission.role.need, now)

    assert visitor.heading == "Claire Humbert travaille avec vous."
    visitor.sees(expert.email, "06 39 98 26 51", "Claire Humbert a dit oui. Vous avez reçu ses coordonnées.")


def test_a_visit_is_confirmed_where_the_request_is_followed(visitor, session, now):
    visit = declared(now)
    follow(visitor, visit.mission.role.need, now)
    visitor.sees("Mardi 24 novembre, 3 h : c’est bien cela ?")

    visitor.press("Oui, 3 h")

    assert state_of(session, visit) == "confirmed"
    visitor.sees("Vous avez confirmé la visite du 24 novembre.")


def test_another_length_is_noted_for_the_coordinator(visitor, session, now):
    visit = declared(now)
    follow(visitor, visit.mission.role.need, now)

    visitor.follow("Non, corriger")
    visitor.choose("La durée n’est pas la bonne")
    visitor.write("Combien de temps, selon vous ?", "1 h 30")
    visitor.write("Un mot pour nous aider à comprendre", "Elle est partie à midi")
    visitor.press("Envoyer ma réponse")

    assert state_of(session, visit) == "disputed"
    assert session.get(Visit, visit.id).disputed_minutes == 90
    assert session.query(Note).one().text == "Elle est partie à midi"
    visitor.sees("Vous avez signalé un désaccord")


@pytest.mark.parametrize(
    ("answer", "length", "state", "minutes"),
    [
        ("Oui, c’est bien cela", "", "confirmed", None),
        ("La durée n’est pas la bonne", "2h", "disputed", 120),
        ("La durée n’est pas la bonne", "3 h", "confirmed", None),
        ("Cette visite n’a pas eu lieu", "", "disputed", None),
    ],
)
def test_the_link_of_the_question_takes_each_answer(visitor, session, now, answer, length, state, minutes):
    visit = declared(now)
    ask(visitor, visit)

    visitor.choose(answer)
    visitor.write("Combien de temps, selon vous ?", length)
    visitor.press("Envoyer ma réponse")

    assert state_of(session, visit) == state
    assert session.get(Visit, visit.id).disputed_minutes == minutes


def test_opening_the_question_answers_nothing_and_nothing_is_preselected(visitor, session, now):
    visit = declared(now)

    for _ in range(3):
        ask(visitor, visit)

    assert state_of(session, visit) == "declared"
    assert " checked" not in visitor.page.html


@pytest.mark.parametrize(
    ("answer", "length", "sentence"),
    [
        (None, "", "Choisissez une réponse."),
        ("La durée n’est pas la bonne", "", "Dites combien de temps la visite a duré"),
        ("La durée n’est pas la bonne", "longtemps", "Nous ne lisons pas cette durée."),
        ("La durée n’est pas la bonne", "300 jours", "Une visite ne dure pas si longtemps."),
        ("La durée n’est pas la bonne", "0", "Dites combien de temps la visite a duré"),
    ],
)
def test_an_answer_that_cannot_be_read_is_asked_for_again(visitor, session, now, answer, length, sentence):
    visit = declared(now)
    ask(visitor, visit)

    if answer:
        visitor.choose(answer)
    visitor.write("Combien de temps, selon vous ?", length)
    visitor.write("Un mot pour nous aider à comprendre", "Un mot à garder")
    visitor.press("Envoyer ma réponse")

    assert state_of(session, visit) == "declared"
    visitor.sees(sentence)
    assert "Un mot à garder" in visitor.page.html


def test_a_second_answer_shows_the_first(page, session, now):
    visit = declared(now)
    link = find_link(Purpose.CONFIRM_VISIT, visit.id, visit.mission.role.need.contact)
    with transaction():
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)
    shown = {"mark": mark_of(visit)}
    page.post("links.confirmations_show", shown | {"answer": "yes"}, public_id=link.public_id)

    page.post("links.confirmations_show", shown | {"answer": "none"}, public_id=link.public_id)

    assert state_of(session, visit) == "confirmed"
    assert "est confirmée" in page.get("links.confirmations_show", public_id=link.public_id).heading


def test_a_firm_confirms_what_it_has_read_and_nothing_else(visitor, session, now):
    visit = declared(now)
    ask(visitor, visit)
    with transaction():
        correct_visit(visit, by=EXPERT, now=now, reason="expert")
    with transaction():
        declare_visit(visit.mission, TODAY, 1260, by=EXPERT, now=now, visit=visit)

    visitor.choose("Oui, c’est bien cela")
    visitor.press("Envoyer ma réponse")

    assert state_of(session, visit) == "declared"
    visitor.sees("La déclaration a changé", "21 h")
    visitor.choose("Oui, c’est bien cela")
    visitor.press("Envoyer ma réponse")
    assert state_of(session, visit) == "confirmed"


def test_a_visit_that_silence_confirmed_can_still_be_disputed(visitor, session, now):
    visit = declared(now)
    with transaction():
        deem_visit(visit, by=JOB, now=now)
    ask(visitor, visit)
    assert "réputée confirmée" in visitor.heading
    visitor.does_not_see("Oui, c’est bien cela", "Est-ce bien cela ?")
    visitor.sees("Qu’est-ce qui n’est pas juste ?")

    visitor.choose("Cette visite n’a pas eu lieu")
    visitor.press("Envoyer ma réponse")

    assert state_of(session, visit) == "disputed"
    visitor.sees("vous appelle")


def test_a_visit_that_is_being_corrected_waits_for_its_expert(visitor, session, now):
    visit = declared(now)
    with transaction():
        correct_visit(visit, by=EXPERT, now=now, reason="mistake")

    ask(visitor, visit)

    assert "n’est pas encore déclarée" in visitor.heading


def test_a_visit_of_another_request_does_not_exist(page, now):
    mine, other = declared(now), declared(now)
    with transaction():
        link = track_link(mine.mission.role.need, now)
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)

    page.get("links.tracking_visit", public_id=link.public_id, visit_id=mine.public_id)
    page.get("links.tracking_visit", public_id=link.public_id, visit_id=other.public_id, status=404)
    page.post("links.tracking_visit", {"answer": "yes"}, public_id=link.public_id, visit_id=other.public_id, status=404)


def test_withdrawing_asks_first_and_then_says_it_is_done(visitor, session, now):
    story = tell_story()
    story.send(now)
    follow(visitor, story.role.need, now)

    visitor.follow("Retirer ma demande")
    assert visitor.heading == "Retirer votre demande ?"
    visitor.write("Pourquoi ?", "J’ai trouvé")
    visitor.press("Retirer ma demande")

    assert visitor.heading == "Vous avez retiré votre demande."
    visitor.does_not_see("Retirer ma demande", "Compléter ou corriger")


def test_a_request_on_which_somebody_works_cannot_be_withdrawn(page, session, now):
    mission = helped(now)
    with transaction():
        link = track_link(mission.role.need, now)
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)
    assert "Retirer ma demande" not in page.get("links.tracking_show", public_id=link.public_id).text

    refused = page.post("links.tracking_withdraw", public_id=link.public_id, status=409)

    assert "Une mission est en cours" in refused.text
    assert mission.role.need.state == "open"


def test_the_words_can_be_corrected_while_nobody_has_them(visitor, session, now):
    toul()
    need = confirmed(now)
    follow(visitor, need, now)

    visitor.follow("Compléter ou corriger")
    assert need.text in visitor.page.html
    visitor.write("Votre besoin", "Former deux vendeurs à l’export")
    visitor.choose("2 à 3 jours")
    visitor.press("Enregistrer")

    visitor.sees("Votre demande est corrigée.", "« Former deux vendeurs à l’export »", "3 jours")


def test_a_wrong_correction_is_shown_again_with_its_words(visitor, session, now):
    toul()
    follow(visitor, confirmed(now), now).follow("Compléter ou corriger")

    visitor.write("Votre besoin", "Former deux vendeurs à l’export")
    visitor.write("Avant quelle date ?", "1/1/2020")
    visitor.press("Enregistrer")

    visitor.sees("Le 1er janvier 2020 est passé.")
    assert "Former deux vendeurs" in visitor.page.html


def test_once_somebody_has_the_request_it_is_completed_by_telephone(visitor, session, now):
    story = tell_story()
    story.send(now)
    follow(visitor, story.role.need, now)
    visitor.does_not_see("Compléter ou corriger")

    visitor.open(f"{visitor.address}/correction")

    visitor.sees("Votre demande est déjà chez des experts.")


def test_the_document_comes_back_as_it_was_sent_and_is_not_opened(page, session, now):
    toul()
    need = confirmed(now)
    with transaction():
        attach_file(need, Upload(PDF, "contrat été.pdf"), b"%PDF-1.4", now=now)
        link = track_link(need, now)
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)

    answer = page.get("links.tracking_document", public_id=link.public_id).response

    assert (answer.data, answer.mimetype) == (b"%PDF-1.4", PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_request_without_a_document_has_none_to_give(page, session, now):
    toul()
    need = confirmed(now)
    with transaction():
        link = track_link(need, now)
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)

    page.get("links.tracking_document", public_id=link.public_id, status=404)


@pytest.mark.parametrize(
    ("outcome", "heading"),
    [
        ("helped", "Votre demande est terminée."),
        ("no_help", "Nous n’avons trouvé personne cette fois."),
        ("unreachable", "Votre demande est close."),
    ],
)
def test_a_request_that_is_over_says_how_it_ended(visitor, now, outcome, heading):
    toul()
    need = confirmed(now)
    with transaction():
        close_need(need, outcome, by=DESK, now=now)

    assert follow(visitor, need, now).heading == heading


def test_a_request_set_aside_is_readable(visitor, now):
    need = NeedFactory(state="set_aside", territory=toul(), ended_at=now)

    assert follow(visitor, need, now).heading == "Votre demande n’a pas été retenue."


def test_a_held_request_looks_like_any_other(visitor, now):
    toul()
    need = confirmed(now, doubts={"links"})

    assert follow(visitor, need, now).heading == "Nous cherchons la bonne personne."


def test_a_request_that_waits_says_where_its_mail_went(visitor, now):
    toul()

    follow(visitor, sent(now), now)

    visitor.sees("Il reste à confirmer votre adresse.", PERSON.email)


def test_the_page_takes_as_many_queries_for_ten_visits_as_for_two(page, session, now):
    counts = []
    for visits in (2, 10):
        mission = helped(now, minutes=4000, pledged_minutes=42_000)
        with transaction():
            for day in range(visits):
                declare_visit(mission, TODAY, 60 + day, by=EXPERT, now=now)
            link = track_link(mission.role.need, now)
            token = mint_secret(link)
        page.open("GET", f"/r/{token}", status=303)
        session.expire_all()
        counts.append(link.public_id)

    for public_id in counts:
        page.get("links.tracking_show", public_id=public_id, at_most=16)
