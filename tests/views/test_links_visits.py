import re
from datetime import date, timedelta

import pytest
from factories.stories import EXPERT, FIRM, tell_story
from sqlalchemy import func, select

from webapp.domain.links import Purpose
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.models.missions import Visit
from webapp.services.answers import settle_answer
from webapp.services.links import find_link, mint_secret
from webapp.services.missions import confirm_visit, correct_visit, declare_visit, plan_visit
from webapp.transaction import transaction

TODAY = date(2026, 11, 24)


@pytest.fixture
def mission(session, now):
    mission = tell_story(offers=1).accepted(now)
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now + timedelta(minutes=30))
    return mission


@pytest.fixture
def public_id(page, mission):
    link = find_link(Purpose.DECLARE_VISIT, mission.id, mission.proposal.expert)
    with transaction():
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)
    return link.public_id


def show(page, public_id):
    return page.get("links.visits_show", public_id=public_id, at_most=12)


def hidden(shown, name):
    (field,) = [field for field in shown.all("input") if field.get("name") == name]
    return field.get("value")


def answer(page, public_id, *, status=303, **data):
    key = hidden(show(page, public_id), "form_key")
    return page.post("links.visits_answer", {"form_key": key} | data, public_id=public_id, status=status)


def visits(*states):
    return db.session.scalars(select(Visit).where(Visit.state.in_(states))).all()


def count_mails(template):
    return db.session.scalar(select(func.count()).where(OutgoingMail.template == template))


def test_the_question_shows_the_firm_and_what_was_agreed(page, public_id, mission):
    shown = show(page, public_id)

    assert shown.heading == "Vous êtes-vous vus ?"
    for words in (mission.role.need.company.name, mission.role.need.contact.name, mission.role.need.text):
        assert words in shown.html
    assert "1 jour prévu en tout" in shown.text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"met": "yes", "worked_on": "24/11/2026", "length": "60"}, "L’entreprise va confirmer ce temps."),
        ({"met": "not_yet"}, "Nous vous reposerons la question dans un mois."),
        ({"met": "not_yet", "planned_on": "01/12/2026"}, "Nous vous demanderons le lendemain s’il a eu lieu."),
        ({"met": "never"}, "C’est noté, merci."),
    ],
)
def test_an_answer_is_said_to_be_noted(page, public_id, said, told):
    assert told in page.follow(answer(page, public_id, **said)).text


@pytest.mark.parametrize(
    ("given", "minutes"),
    [
        ({"length": "120"}, 120),
        ({"length": "other", "other_length": "1 h 30"}, 90),
        ({"length": "other", "other_length": "1,5 jour"}, 630),
        ({"other_length": "3 h"}, 180),
        ({"length": "60", "other_length": "quelques heures"}, 60),
    ],
)
def test_a_visit_is_declared_with_its_day_and_length(page, public_id, given, minutes):
    shown = page.follow(answer(page, public_id, met="yes", worked_on="24/11/2026", **given))

    (visit,) = visits("declared")
    assert (visit.worked_on, visit.minutes) == (TODAY, minutes)
    assert "Mardi 24 novembre 2026" in shown.text
    assert "l’entreprise va confirmer" in shown.text
    assert count_mails("visit_to_confirm") == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Dites si vous vous êtes vus."),
        ({"met": "maybe"}, "Dites si vous vous êtes vus."),
        ({"met": "yes", "length": "60"}, "Donnez le jour où vous vous êtes vus."),
        ({"met": "yes", "worked_on": "31/11/2026", "length": "60"}, "n’existe pas dans le calendrier"),
        ({"met": "yes", "worked_on": "25/11/2026", "length": "60"}, "Ce jour n’est pas encore arrivé"),
        ({"met": "yes", "worked_on": "23/11/2026", "length": "60"}, "Ce jour précède votre accord"),
        ({"met": "yes", "worked_on": "24/11/2026"}, "Dites combien de temps cela a duré."),
        ({"met": "yes", "worked_on": "24/11/2026", "length": "other"}, "Dites combien de temps cela a duré."),
        ({"met": "yes", "worked_on": "24/11/2026", "length": "7"}, "Dites combien de temps cela a duré."),
        ({"met": "yes", "worked_on": "24/11/2026", "length": "other", "other_length": "0 h"}, "Dites combien de temps"),
        ({"met": "yes", "worked_on": "24/11/2026", "length": "other", "other_length": "un peu"}, "Nous ne lisons pas"),
        ({"met": "yes", "worked_on": "24/11/2026", "length": "other", "other_length": "400 h"}, "trop longue"),
        ({"met": "not_yet", "planned_on": "12/10/2026"}, "Le 12 octobre 2026 est passé"),
        ({"met": "never", "words": "bon\x00jour"}, "Un caractère n’a pas pu être lu"),
    ],
)
def test_what_cannot_be_noted_says_why_and_loses_nothing(page, public_id, data, sentence):
    shown = answer(page, public_id, status=200, **data)

    assert shown.title.startswith("Erreur")
    assert sentence in shown.text
    assert not visits("declared", "planned")
    for name in ("worked_on", "other_length", "planned_on"):
        assert (hidden(shown, name) or "") == data.get(name, "")


def test_a_fault_in_another_answer_is_not_looked_at(page, public_id):
    answer(page, public_id, met="yes", worked_on="24/11/2026", length="60", planned_on="hier", words="a\x00b")

    assert visits("declared")


def test_the_same_form_sent_twice_declares_once(page, public_id):
    key = hidden(show(page, public_id), "form_key")
    data = {"form_key": key, "met": "yes", "worked_on": "24/11/2026", "length": "60"}

    for _ in range(2):
        page.post("links.visits_answer", data, public_id=public_id)

    assert len(visits("declared")) == 1


def test_another_answer_in_a_form_that_was_sent_is_said_not_to_count(page, public_id):
    key = hidden(show(page, public_id), "form_key")
    data = {"form_key": key, "met": "yes", "worked_on": "24/11/2026", "length": "60"}
    page.post("links.visits_answer", data, public_id=public_id)

    page.post("links.visits_answer", data | {"length": "120"}, public_id=public_id)

    assert [visit.minutes for visit in visits("declared")] == [60]
    assert "n’a pas été pris" in show(page, public_id).text


def test_a_refused_form_may_be_sent_again(page, public_id):
    shown = answer(page, public_id, status=200, met="yes", worked_on="25/11/2026", length="60")
    data = {"form_key": hidden(shown, "form_key"), "met": "yes", "worked_on": "24/11/2026", "length": "60"}

    page.post("links.visits_answer", data, public_id=public_id)

    assert len(visits("declared")) == 1


def test_another_visit_is_declared_beside_the_first(page, public_id):
    for length in ("60", "120"):
        answer(page, public_id, met="yes", worked_on="24/11/2026", length=length)

    shown = show(page, public_id)
    assert shown.heading == "Vous êtes-vous revus ?"
    assert "3 h sur 1 jour" in shown.text


def test_not_yet_asks_again_in_a_month(page, public_id, mission):
    answer(page, public_id, met="not_yet")

    assert mission.ask_on == date(2026, 12, 24)


def test_a_day_that_was_fixed_is_planned_and_may_move(page, public_id):
    answer(page, public_id, met="not_yet", planned_on="03/12/2026")
    answer(page, public_id, met="not_yet", planned_on="10/12/2026")

    (visit,) = visits("planned")
    assert visit.planned_on == date(2026, 12, 10)


def test_a_planned_visit_is_asked_about_once_its_day_has_come(page, public_id, mission, now, frozen):
    with transaction():
        planned = plan_visit(mission, date(2026, 11, 25), by=EXPERT, now=now)
    frozen.shift(timedelta(days=1, minutes=-5))
    link = find_link(Purpose.DECLARE_VISIT, mission.id, mission.proposal.expert)
    with transaction():
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)

    shown = show(page, public_id)
    assert shown.heading == "Votre rendez-vous du 25 novembre a-t-il eu lieu ?"
    assert hidden(shown, "worked_on") == "25/11/2026"
    answer(page, public_id, met="yes", worked_on="25/11/2026", length="420")
    assert (planned.state, len(visits("declared"))) == ("declared", 1)


def test_a_planned_visit_can_be_cancelled(page, public_id, mission, now):
    with transaction():
        planned = plan_visit(mission, date(2026, 12, 3), by=EXPERT, now=now)

    for _ in range(2):
        page.post("links.visits_cancel", public_id=public_id, visit_id=planned.public_id)

    assert planned.state == "cancelled"


def test_that_it_will_not_happen_is_told_to_the_coordinator_once(page, public_id):
    for _ in range(2):
        shown = page.follow(answer(page, public_id, met="never", words="Elle a trouvé un avocat."))

    assert "Vous nous l’avez dit" in shown.text
    assert count_mails("will_not_meet") == 1
    answer(page, public_id, met="yes", worked_on="24/11/2026", length="60")
    assert "Vous nous l’avez dit" not in show(page, public_id).text


def declared(mission, now):
    with transaction():
        return declare_visit(mission, TODAY, 60, by=EXPERT, now=now)


def test_a_declared_length_is_corrected_before_the_firm_answers(page, public_id, mission, now):
    visit = declared(mission, now)

    shown = page.follow(page.post("links.visits_correct", public_id=public_id, visit_id=visit.public_id))
    assert "Ce temps n’est plus compté." in shown.text
    assert re.search(r'name="met" value="yes"[^>]* checked', shown.html)
    assert re.search(r'name="length" value="60"[^>]* checked', shown.html)
    answer(page, public_id, met="yes", worked_on="24/11/2026", length="120")

    assert (visit.state, visit.minutes, visit.version) == ("declared", 120, 2)
    assert len(visits("declared")) == 1


@pytest.mark.parametrize(("minutes", "typed"), [("95", "1 h 35"), ("14401", ""), ("-5", ""), ("x", "")])
def test_a_length_that_was_taken_back_is_shown_to_be_said_again(page, public_id, mission, now, minutes, typed):
    visit = declared(mission, now)
    with transaction():
        correct_visit(visit, by=EXPERT, now=now, reason="expert")

    html = page.get("links.visits_show", public_id=public_id, repris=minutes).html

    assert (re.search(r'name="met" value="yes"[^>]* checked', html) is not None) == bool(typed)
    assert not typed or f'value="{typed}"' in html.replace("\xa0", " ").replace("\u202f", " ")


def test_what_the_firm_confirmed_is_not_corrected_by_the_expert(page, public_id, mission, now):
    visit = declared(mission, now)
    with transaction():
        confirm_visit(visit, by=FIRM, now=now)

    page.post("links.visits_correct", public_id=public_id, visit_id=visit.public_id)

    assert visit.state == "confirmed"


def test_the_visit_of_another_mission_is_not_found(page, public_id, now):
    other = declared(tell_story(offers=1).accepted(now), now)

    page.post("links.visits_correct", public_id=public_id, visit_id=other.public_id, status=404)
    page.post("links.visits_cancel", public_id=public_id, visit_id=other.public_id, status=404)


def test_the_end_is_asked_before_it_is_done(page, public_id, mission, now):
    declared(mission, now)
    assert "Vous avez noté 1 h en tout" in page.get("links.visits_end", public_id=public_id).text
    assert mission.state == "running"

    for _ in range(2):
        shown = page.follow(page.post("links.visits_finish", public_id=public_id))

    assert mission.state == "finished"
    assert shown.heading == "Cette mission est terminée"
    assert [form.get("action") for form in shown.all("form")] == [f"/avis/depuis/{public_id}"]


def test_an_answer_after_the_end_shows_the_end(page, public_id, mission):
    key = hidden(show(page, public_id), "form_key")
    page.post("links.visits_finish", public_id=public_id)

    data = {"form_key": key, "met": "yes", "worked_on": "24/11/2026", "length": "60"}
    shown = page.follow(page.post("links.visits_answer", data, public_id=public_id))

    assert shown.heading == "Cette mission est terminée"
    assert not visits("declared")


def test_a_lost_link_is_mailed_again(page, public_id):
    page.post("links.resend_send", public_id=public_id, status=200)

    assert count_mails("visit_link_again") == 1
