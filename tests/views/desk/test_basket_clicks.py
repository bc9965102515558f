from datetime import date, timedelta

import pytest
from factories.needs import NeedFactory
from factories.people import GroupReferentFactory
from factories.stories import DESK, EXPERT, FIRM
from pages import XHTML
from sqlalchemy import select

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.baskets import BasketSeen
from webapp.models.events import Event
from webapp.models.mails import OutgoingMail
from webapp.models.missions import Visit
from webapp.services.answers import accept_proposal, settle_answer
from webapp.services.give_ups import give_up_meeting
from webapp.services.missions import declare_visit, dispute_visit, plan_visit
from webapp.services.need_ends import set_aside_need
from webapp.transaction import transaction
from webapp.views.desk.basket_missions import what_was_booked


def press(desk, basket, label):
    """Press a button of the first card in a basket, then once more as people do; what the page says after the first."""
    page = desk.get("desk.home_show", corbeille=basket)
    forms = [form for form in page.all("form") if label in "".join(form.itertext())]
    assert forms, f"no {label!r} in {basket}: {page.text}"
    fields = {field.get("name"): field.get("value") for field in forms[0].iter(f"{XHTML}input")}
    said = desk.follow(desk.open("POST", forms[0].get("action"), data=fields, status=303))
    desk.open("POST", forms[0].get("action"), data=fields, status=303)
    return said.text


@pytest.fixture
def mission(story, now):
    """Introduced eight days ago."""
    mission = story.accepted(now - timedelta(days=9))
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now - timedelta(days=8))
    return mission


def steps(*names):
    return [event.step for event in db.session.scalars(select(Event).order_by(Event.id)) if event.step in names]


def mails(template):
    return len(db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == template)).all())


def test_the_first_experts_are_asked_from_the_card(desk, story):
    assert "La demande part vers 2 experts." in press(desk, "to_qualify", "Solliciter les premiers")
    assert mails("proposal_sent") == 2
    assert story.role.state == "proposed"


def test_who_was_relaunched_is_waited_for(desk, story, now):
    story.send(now - timedelta(days=5))

    said = press(desk, "silent_3", "Relancer")

    assert "Un rappel part vers 2 experts." in said
    assert "revient le 27 novembre" in said
    assert mails("proposal_reminder") == 2


def test_a_firm_is_told_no_from_the_card(desk, story, now):
    story.send(now - timedelta(days=46))

    assert "Le besoin est clos" in press(desk, "silent_45", "Dire que c’est non")
    assert (story.role.need.state, mails("need_closed")) == ("closed_no_help", 1)


def test_a_yes_that_waits_is_accepted_when_there_are_days(desk, story, now):
    story.pledge.pledged_minutes = 60
    db.session.commit()
    first, *_ = story.send(now)
    with transaction():
        accept_proposal(first, by=EXPERT, now=now)

    assert "n’a plus assez de jours libres" in press(desk, "held_yes", "Accepter")
    story.pledge.pledged_minutes = 4200
    db.session.commit()
    assert "les jours sont réservés" in press(desk, "held_yes", "Accepter")
    assert first.state == "accepted"


@pytest.mark.parametrize(
    ("label", "state", "told"), [("Ouvrir la demande", "open", 1), ("Fausse demande", "set_aside", 0)]
)
def test_a_doubtful_need_is_opened_or_set_aside(desk, story, label, state, told):
    need = NeedFactory(territory=story.role.need.territory, state="held", doubts="links")

    assert "le texte contient des adresses de sites" in desk.get("desk.home_show", corbeille="held_needs").text
    press(desk, "held_needs", label)

    assert (need.state, mails("need_opened") + mails("need_closed")) == (state, told)


def test_both_are_written_to_about_a_first_contact(desk, mission):
    said = press(desk, "no_contact", "Écrire aux deux")

    assert "Chacun reçoit de nouveau les coordonnées de l’autre." in said
    assert "Vus, ils reviennent" in said
    assert (mails("introduction_to_expert"), mails("introduction_to_firm")) == (2, 2)
    assert steps("introduce_again", "see") == ["introduce_again", "see"]


def test_a_mission_that_will_not_be_is_stopped(desk, mission, now):
    with transaction():
        give_up_meeting(mission, by=EXPERT, now=now)

    assert "La mission est terminée." in press(desk, "given_up", "Arrêter la mission")
    assert (mission.state, mission.role.state) == ("cancelled", "open")


@pytest.fixture
def passed(mission, now):
    """A visit whose day has passed without a word."""
    with transaction():
        return plan_visit(mission, date(2026, 11, 18), by=EXPERT, now=now - timedelta(days=8))


def test_a_visit_without_news_is_asked_about_again(desk, passed):
    assert "La question part vers l’expert." in press(desk, "no_news", "Redemander")
    assert mails("have_you_met") == 1


def test_a_visit_that_was_none_is_cancelled(desk, passed):
    assert "La visite est annulée." in press(desk, "no_news", "Pas eu lieu")
    assert db.session.get_one(Visit, passed.id).state == "cancelled"


@pytest.fixture
def declared(mission, now):
    with transaction():
        return declare_visit(mission, date(2026, 11, 23), 210, by=EXPERT, now=now)


@pytest.mark.parametrize(("label", "minutes"), [("comme l’expert", 210), ("comme l’entreprise", 120)])
def test_a_dispute_is_settled_as_one_of_the_two_says(desk, declared, now, label, minutes):
    with transaction():
        dispute_visit(declared, by=FIRM, now=now, minutes=120)

    assert "Le différend est réglé." in press(desk, "disputed", label)
    assert (declared.state, declared.minutes, declared.mission.pledge.confirmed_minutes) == (
        "confirmed",
        minutes,
        minutes,
    )


def test_a_quiet_mission_is_finished(desk, story, now):
    mission = story.accepted(now - timedelta(days=100))
    with transaction():
        declare_visit(mission, date(2026, 8, 20), 210, by=EXPERT, now=now - timedelta(days=95))

    assert "La mission est terminée." in press(desk, "quiet", "Finir la mission")
    assert (mission.state, story.pledge.reserved_minutes) == ("finished", 0)


def test_a_day_without_room_is_booked_once_there_is_some(desk, declared):
    declared.minutes = 840
    db.session.commit()

    assert "Inscrit sur l’engagement" in press(desk, "no_room", "Inscrire")
    assert declared.posted_minutes == 840


def test_a_group_is_asked_for_room_and_the_visit_waits_aside(desk, declared):
    GroupReferentFactory(group=declared.mission.pledge.group)
    declared.minutes = 840
    db.session.commit()

    said = press(desk, "no_room", "Demander un avenant")

    assert "Une lettre part vers 1 contact." in said
    assert "Cette corbeille est vide." in said
    assert mails("group_nearly_spent") == 1


def test_the_offers_of_an_expert_nobody_asked_are_asked_about_or_noted(desk, story, now):
    for offer in story.offers:
        offer.expert.created_at = now - timedelta(days=200)
    db.session.commit()

    assert "La question part" in press(desk, "never_asked", "Redemander ses offres")
    assert mails("offers_to_confirm") == 1
    assert "1 offre est notée comme valable." in press(desk, "never_asked", "Offres valables")
    assert len(steps("keep")) >= 1


def test_a_group_behind_is_written_to_and_its_card_waits_a_month(desk, story, now):
    GroupReferentFactory(group=story.pledge.group)

    said = press(desk, "behind", "Écrire au groupe")

    assert "Une lettre part vers 1 contact." in said
    assert "revient le 24 décembre" in said
    assert mails("group_behind") == 1
    assert db.session.scalars(select(BasketSeen.basket)).all() == ["behind"]


def test_what_was_done_is_said_beside_the_card_and_elsewhere_when_its_basket_is_empty(desk, story, now):
    NeedFactory(territory=story.role.need.territory, state="held")
    answer = desk.post("desk.baskets_relaunch", {"de": "held_needs"}, role_id=story.role.id)

    assert answer.location.endswith("/desk?fait=held_needs#held-needs")
    assert desk.follow(answer).text.count("Personne à relancer") == 1
    answer = desk.post("desk.baskets_relaunch", {"de": "refused"}, role_id=story.role.id)
    assert desk.follow(answer).text.count("Personne à relancer") == 1


def test_a_card_that_somebody_else_dealt_with_says_so(desk, story, now):
    with transaction():
        set_aside_need(story.role.need, "other", by=DESK, now=now)

    page = desk.follow(desk.post("desk.baskets_next_wave", role_id=story.role.id))

    assert "C’était déjà fait, ou quelqu’un a agi avant vous." in page.text


def test_what_was_booked_is_said_in_the_days_of_its_convention(app):
    with app.test_request_context():
        assert "3 jours" in what_was_booked(630, 210)
