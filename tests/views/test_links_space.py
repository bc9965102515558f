from datetime import date, timedelta

import pytest
from factories.people import ExpertFactory
from factories.stories import EXPERT, tell_story
from sqlalchemy import select

from webapp.domain.links import Purpose
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.groups import Absence
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.services.answers import accept_proposal, settle_answer
from webapp.services.expert_links import send_space_link
from webapp.services.links import find_link, mint_secret
from webapp.services.missions import declare_visit, plan_visit
from webapp.transaction import transaction


@pytest.fixture
def asked(session, now):
    (proposal,) = tell_story(offers=1).send(now)
    return proposal


@pytest.fixture
def expert(asked):
    return asked.expert


@pytest.fixture
def public_id(page, expert, now):
    with transaction():
        send_space_link(expert, now=now)
        link = find_link(Purpose.EXPERT_SPACE, expert.id, expert)
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)
    return link.public_id


def show(page, public_id):
    return page.get("links.space_show", public_id=public_id, at_most=14)


def mails(template="expert_space_link"):
    return db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == template)).all()


def test_the_link_is_mailed_to_a_known_address_and_every_address_is_told_the_same(page, expert):
    known = page.post("links.space_ask", {"email": expert.email}, status=200)
    unknown = page.post("links.space_ask", {"email": "personne@exemple.fr"}, status=200)

    assert known.text.replace(expert.email, "") == unknown.text.replace("personne@exemple.fr", "")
    assert [mail.recipient for mail in mails()] == [expert.email]


def test_an_address_is_known_in_capitals_too(page, expert):
    page.post("links.space_ask", {"email": expert.email.upper()}, status=200)

    assert len(mails()) == 1


def test_somebody_with_two_groups_gets_both_links(page, expert):
    ExpertFactory(email=expert.email)

    page.post("links.space_ask", {"email": expert.email}, status=200)

    assert len(mails()) == 2


def test_an_address_is_written_to_three_times_a_day_at_most(page, expert):
    for _ in range(5):
        page.post("links.space_ask", {"email": expert.email}, status=200)

    assert len(mails()) == 3


@pytest.mark.parametrize("email", ["", "claire", "a@exemple.fr\r\nBcc: b@exemple.fr", "a@exemple.fr, b@exemple.fr"])
def test_what_is_no_address_is_asked_again(page, session, email):
    shown = page.post("links.space_ask", {"email": email}, status=200)

    assert shown.title.startswith("Erreur")
    assert not mails()


def test_the_space_shows_what_waits_and_opens_it(page, public_id, asked):
    shown = show(page, public_id)
    assert asked.role.title in shown.html
    assert "Répondez avant la fin du jeudi 3 décembre" in shown.text
    assert asked.role.need.company.name not in shown.html

    opened = page.get("links.space_request", public_id=public_id, proposal_id=asked.public_id, status=303)

    assert page.follow(opened).heading.startswith("Une entreprise")


def test_the_space_shows_missions_and_the_days_given(page, public_id, asked, now):
    with transaction():
        mission = accept_proposal(asked, by=EXPERT, now=now).mission
    assert asked.role.need.company.name not in show(page, public_id).html
    with transaction():
        settle_answer(asked, by=JOB, now=now + timedelta(minutes=30))
        declare_visit(mission, date(2026, 11, 24), 630, by=EXPERT, now=now)

    shown = show(page, public_id)

    assert asked.role.need.company.name in shown.html
    assert ". 1,5 jour sur 1 jour." in shown.text
    assert "Cette année 1,5 jour" in shown.text
    opened = page.get("links.space_mission", public_id=public_id, mission_id=mission.public_id, status=303)
    assert page.follow(opened).heading == "Vous êtes-vous revus ?"


def test_the_space_says_when_the_next_visit_is_and_asks_for_its_length_the_day_after(page, public_id, asked, now):
    with transaction():
        mission = accept_proposal(asked, by=EXPERT, now=now).mission
        visit = plan_visit(mission, date(2026, 11, 24), by=EXPERT, now=now)
    shown = show(page, public_id)
    assert "Prochaine visite le mardi 24 novembre." in shown.text
    assert "Rien n’attend votre réponse." in shown.text

    visit.planned_on = date(2026, 11, 23)
    db.session.commit()

    shown = show(page, public_id)
    assert "Vous êtes-vous vus ?" in shown.text
    assert "Visite prévue le lundi 23 novembre" in shown.text
    assert "Prochaine visite" not in shown.text


def give(mission, minutes, now):
    with transaction():
        declare_visit(mission, date(2026, 11, 24), minutes, by=EXPERT, now=now)


def test_days_given_are_said_in_hours_where_all_days_are_as_long(page, public_id, asked, now):
    with transaction():
        mission = accept_proposal(asked, by=EXPERT, now=now).mission
    give(mission, 180, now)

    assert "Cette année 3 h En tout 3 h" in show(page, public_id).text


def test_days_of_two_lengths_are_said_in_days(page, public_id, asked, now):
    with transaction():
        mission = accept_proposal(asked, by=EXPERT, now=now).mission
    give(mission, 210, now)
    other = tell_story(offers=1)
    other.offers[0].expert = asked.expert
    other.pledge.group = asked.expert.group
    other.pledge.convention.minutes_per_day = 480
    db.session.commit()
    give(other.accepted(now), 480, now)

    assert "Cette année 1,5 jour" in show(page, public_id).text


def test_what_belongs_to_somebody_else_is_not_found(page, public_id, now):
    (other,) = tell_story(offers=1).send(now)
    with transaction():
        mission = accept_proposal(other, by=EXPERT, now=now).mission
    absence = Absence(expert_id=other.expert_id, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2))
    with transaction():
        db.session.add(absence)

    page.get("links.space_request", public_id=public_id, proposal_id=other.public_id, status=404)
    page.get("links.space_mission", public_id=public_id, mission_id=mission.public_id, status=404)
    page.post("links.space_present", public_id=public_id, absence_id=absence.id)
    assert db.session.get(Absence, absence.id) is not None


def test_the_link_of_an_answer_never_opens_the_space(page, asked):
    link = find_link(Purpose.ANSWER, asked.id, asked.expert)
    with transaction():
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)

    page.get("links.space_show", public_id=link.public_id, status=404)


def test_the_space_closes_after_a_day_and_offers_a_new_link(page, public_id, expert, frozen):
    frozen.shift(timedelta(hours=25))
    link = find_link(Purpose.EXPERT_SPACE, expert.id, expert)
    with transaction():
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)

    shown = page.get("links.space_show", public_id=public_id, status=410)

    assert "Recevoir un nouveau lien" in shown.text
    page.post("links.space_pause", {"until": "24/12/2026"}, public_id=public_id, status=410)
    assert expert.paused_until is None
    page.post("links.resend_send", public_id=public_id, status=200)
    show(page, public_id)


def test_a_new_link_ends_those_mailed_before(page, expert, now):
    with transaction():
        send_space_link(expert, now=now)
        token = mint_secret(db.session.scalars(select(ActionLink).filter_by(purpose="expert_space")).one())
    with transaction():
        send_space_link(expert, now=now)

    page.open("GET", f"/r/{token}", status=410)


def test_a_pause_begins_and_ends(page, public_id, expert):
    shown = page.follow(page.post("links.space_pause", {"until": "24/12/2026"}, public_id=public_id))
    assert "En pause jusqu’au 24 décembre 2026" in shown.text
    assert "Changer la date de la pause" in shown.text
    assert expert.paused_until == date(2026, 12, 24)

    page.post("links.space_resume", public_id=public_id)

    assert expert.paused_until is None


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("", "Donnez la date"),
        ("bientôt", "Nous ne lisons pas cette date"),
        ("23/11/2026", "est passé"),
        ("01/01/2999", "avant la fin de 2028"),
    ],
)
def test_a_pause_without_a_usable_date_says_why(page, public_id, expert, until, sentence):
    shown = page.post("links.space_pause", {"until": until}, public_id=public_id, status=200)

    assert sentence in shown.text
    assert shown.title.startswith("Erreur")
    assert expert.paused_until is None


def test_an_absence_is_noted_once_and_withdrawn(page, public_id, expert):
    dates = {"starts_on": "21/12/2026", "ends_on": "02/01/2027"}
    for _ in range(2):
        shown = page.follow(page.post("links.space_absence", dates, public_id=public_id))
    assert shown.text.count("du 21 décembre 2026 au 2 janvier 2027") == 1
    absence_id = db.session.scalars(select(Absence.id).where(Absence.expert_id == expert.id)).one()

    for _ in range(2):
        page.post("links.space_present", public_id=public_id, absence_id=absence_id)

    assert "21 décembre" not in show(page, public_id).text


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "sentence"),
    [
        ("21/12/2026", "20/12/2026", "Le dernier jour vient avant le premier"),
        ("01/11/2026", "20/11/2026", "est passé"),
        ("", "20/12/2026", "Donnez le premier jour"),
    ],
)
def test_an_absence_without_usable_dates_says_why(page, public_id, starts_on, ends_on, sentence):
    data = {"starts_on": starts_on, "ends_on": ends_on}

    shown = page.post("links.space_absence", data, public_id=public_id, status=200)

    assert sentence in shown.text
    assert not db.session.scalars(select(Absence)).all()


def test_leaving_is_asked_first_then_told_to_the_coordinator_once(page, public_id, expert):
    page.get("links.space_leave", public_id=public_id)
    assert expert.state == "active"

    for _ in range(2):
        shown = page.follow(page.post("links.space_leave", public_id=public_id))

    assert expert.state == "left"
    assert "Vous ne recevez plus de demandes" in shown.text
    assert [mail.recipient for mail in mails("expert_has_left")] == ["helene.marchal@exemple.fr"]


def test_a_scanner_that_asks_for_a_head_makes_nobody_leave(page, public_id, expert):
    page.open("HEAD", page.address("links.space_leave", public_id=public_id))

    assert expert.state == "active"


def test_who_left_may_come_back(page, public_id, expert):
    page.post("links.space_leave", public_id=public_id)

    page.post("links.space_return", public_id=public_id)

    assert expert.state == "active"


def test_the_space_shows_what_is_offered_and_leads_to_its_page(page, asked, public_id):
    shown = show(page, public_id)
    assert "Relire mes offres" in shown.text
    assert asked.offer.title in shown.html
    assert "#droits" in shown.html

    offers = page.follow(page.post("links.space_offers", public_id=public_id))

    assert offers.heading.startswith("Vos offres sont-elles toujours valables")
    assert asked.offer.title in offers.html


def test_the_space_shows_what_a_firm_will_receive_and_who_corrects_it(page, asked, public_id, expert):
    text = show(page, public_id).text

    assert expert.email in text
    assert "Une entreprise ne les reçoit qu’après votre oui." in text
    assert f"Une erreur ? {asked.role.need.territory.contact_name}," in text.replace("\u202f", " ")
