from datetime import date

import pytest
from factories.stories import EXPERT, FIRM
from sqlalchemy import select

from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.models.companies import Company
from webapp.models.groups import Absence
from webapp.models.mails import OutgoingMail
from webapp.models.missions import Mission
from webapp.services.answers import accept_proposal
from webapp.services.missions import declare_visit, dispute_visit, plan_visit
from webapp.transaction import transaction


@pytest.fixture
def mission(story, now):
    return story.accepted(now)


@pytest.fixture
def visit(mission, now):
    with transaction():
        return declare_visit(mission, date(2026, 11, 24), 420, by=EXPERT, now=now)


def key_of(page):
    (key,) = [field.get("value") for field in page.all("input") if field.get("name") == "form_key"]
    return key


def reload(row):
    db.session.expire_all()
    return db.session.get(type(row), row.id)


def test_a_yes_on_the_phone_names_the_coordinator(desk, story, now):
    first, _second = story.send(now)
    desk.get("desk.proposals_answer", proposal_id=first.id)
    desk.post("desk.proposals_answer", {"answer": "yes"}, proposal_id=first.id)

    assert reload(first).state == "accepted_on_behalf"
    assert db.session.scalar(select(OutgoingMail).where(OutgoingMail.template == "yes_received")) is not None
    history = desk.get("desk.needs_show", need_id=story.role.need_id).text.replace(" ,", ",")
    assert f"Oui par téléphone : {first.expert.name}, Hélène Marchal" in history


def test_a_no_on_the_phone_has_its_reason(desk, story, now):
    first, _second = story.send(now)

    page = desk.post("desk.proposals_answer", {"answer": "no"}, proposal_id=first.id, status=200)
    assert "Dites pourquoi il ne peut pas." in page.text
    desk.post("desk.proposals_answer", {"answer": "no", "reason": "too_far"}, proposal_id=first.id)

    assert (reload(first).state, reload(first).decline_reason) == ("declined", "too_far")


def test_an_answer_needs_yes_or_no(desk, story, now):
    first, _second = story.send(now)

    page = desk.post("desk.proposals_answer", {}, proposal_id=first.id, status=200)

    assert "Dites ce qu’il a répondu." in page.text
    assert reload(first).state == "sent"


def test_a_yes_when_somebody_was_faster_is_said(desk, story, now):
    first, second = story.send(now)
    desk.post("desk.proposals_answer", {"answer": "yes"}, proposal_id=first.id)

    page = desk.post("desk.proposals_answer", {"answer": "yes"}, proposal_id=second.id)

    assert "Quelqu’un a dit oui avant." in desk.follow(page).text


def test_a_held_yes_waits_until_there_are_days(desk, story, now):
    story.pledge.pledged_minutes, story.pledge.convention.minutes_per_day = 0, 210
    db.session.commit()
    first, _second = story.send(now)
    with transaction():
        accept_proposal(first, by=EXPERT, now=now)

    page = desk.post("desk.proposals_accept_held", proposal_id=first.id, status=409)
    assert "Le groupe n’a plus assez de jours libres" in page.text
    assert "il en faut 2 jours" in page.html.replace("&nbsp;", " ")
    story.pledge.pledged_minutes = 420
    db.session.commit()
    desk.post("desk.proposals_accept_held", proposal_id=first.id)

    assert reload(first).state == "accepted"


def test_a_request_is_taken_back_once(desk, story, now):
    first, _second = story.send(now)
    desk.post("desk.proposals_withdraw", proposal_id=first.id)
    page = desk.post("desk.proposals_withdraw", proposal_id=first.id)

    assert reload(first).state == "withdrawn"
    assert "C’était déjà fait" in desk.follow(page).text


def test_a_new_link_leaves_for_the_expert(desk, story, now):
    first, _second = story.send(now)
    desk.post("desk.proposals_send_link", proposal_id=first.id)

    assert db.session.scalar(select(OutgoingMail).where(OutgoingMail.template == "link_again")) is not None


def test_a_visit_told_on_the_phone_is_declared(desk, mission):
    desk.get("desk.missions_declare", mission_id=mission.id)
    desk.post("desk.missions_declare", {"worked_on": "24/11/2026", "minutes": "3 h"}, mission_id=mission.id)

    (visit,) = reload(mission).visits
    assert (visit.state, visit.minutes, visit.worked_on) == ("declared", 180, date(2026, 11, 24))


@pytest.mark.parametrize(
    ("endpoint", "typed"),
    [
        ("desk.missions_declare", {"worked_on": "24/11/2026", "minutes": "3 h"}),
        ("desk.missions_plan", {"planned_on": "01/12/2026"}),
    ],
)
def test_a_visit_sent_twice_is_one_visit(desk, mission, endpoint, typed):
    typed |= {"form_key": key_of(desk.get(endpoint, mission_id=mission.id))}

    for _ in range(2):
        desk.post(endpoint, typed, mission_id=mission.id)

    assert len(reload(mission).visits) == 1


def test_a_visit_that_its_expert_has_declared_meanwhile_is_not_declared_beside_it(desk, mission, now):
    with transaction():
        planned = plan_visit(mission, date(2026, 11, 24), by=EXPERT, now=now)
    address = f"/desk/missions/{mission.id}/declarer?visite={planned.id}"
    desk.open("GET", address, status=200)
    with transaction():
        declare_visit(mission, date(2026, 11, 24), 180, by=EXPERT, now=now, visit=planned)

    page = desk.open("POST", address, data={"worked_on": "24/11/2026", "minutes": "3 h"}, status=303)

    assert len(reload(mission).visits) == 1
    assert "C’était déjà fait" in desk.follow(page).text


def test_a_planned_visit_is_declared_in_its_place(desk, mission, now):
    with transaction():
        planned = plan_visit(mission, date(2026, 11, 24), by=EXPERT, now=now)

    address = f"/desk/missions/{mission.id}/declarer?visite={planned.id}"
    desk.open("POST", address, data={"worked_on": "24/11/2026", "minutes": "1 jour"}, status=303)

    assert [(visit.id, visit.state) for visit in reload(mission).visits] == [(planned.id, "declared")]


@pytest.mark.parametrize(
    ("day", "time", "status"),
    [
        ("25/11/2026", "3 h", 409),
        ("01/01/2026", "3 h", 409),
        ("hier", "3 h", 200),
        ("24/11/2026", "", 200),
        ("24/11/2026", "40 jours", 200),
        ("24/11/2026", "0", 200),
    ],
)
def test_a_visit_that_cannot_be_is_refused_in_words(desk, mission, day, time, status):
    page = desk.post("desk.missions_declare", {"worked_on": day, "minutes": time}, mission_id=mission.id, status=status)

    assert page.heading
    assert reload(mission).visits == []


def test_a_visit_is_planned_and_cancelled(desk, mission):
    desk.post("desk.missions_plan", {"planned_on": "01/12/2026"}, mission_id=mission.id)
    (visit,) = reload(mission).visits
    desk.post("desk.visits_cancel", visit_id=visit.id)

    assert reload(visit).state == "cancelled"


@pytest.mark.parametrize(
    ("data", "state", "minutes"),
    [
        ({"outcome": "expert"}, "confirmed", 420),
        ({"outcome": "firm"}, "confirmed", 210),
        ({"outcome": "other", "minutes": "5 h"}, "confirmed", 300),
        ({"outcome": "none"}, "cancelled", 420),
    ],
)
def test_a_dispute_is_settled_and_the_ledger_follows(desk, visit, now, data, state, minutes):
    with transaction():
        dispute_visit(visit, by=FIRM, now=now, minutes=210)

    desk.post("desk.visits_settle", data, visit_id=visit.id)

    assert (reload(visit).state, reload(visit).minutes) == (state, minutes)
    pledge = reload(visit).mission.pledge
    assert pledge.disputed_minutes == 0
    assert pledge.confirmed_minutes == (minutes if state == "confirmed" else 0)


@pytest.mark.parametrize("data", [{}, {"outcome": "all"}, {"outcome": "other"}, {"outcome": "other", "minutes": "x"}])
def test_a_dispute_is_not_settled_by_half_an_answer(desk, visit, now, data):
    with transaction():
        dispute_visit(visit, by=FIRM, now=now, minutes=210)

    desk.post("desk.visits_settle", data, visit_id=visit.id, status=200)

    assert reload(visit).state == "disputed"


def test_a_visit_is_corrected_with_a_reason(desk, visit):
    desk.get("desk.visits_correct", visit_id=visit.id)
    desk.post("desk.visits_correct", {"reason": "wrong_day"}, visit_id=visit.id)

    assert reload(visit).state == "planned"
    page = desk.get("desk.missions_show", mission_id=visit.mission_id)
    assert "Annulation d’une ligne" in page.text
    assert "Visite à corriger (Le jour est faux)" in page.text


def test_a_firm_confirms_on_the_phone(desk, visit):
    desk.post("desk.visits_confirm", visit_id=visit.id)

    assert reload(visit).state == "confirmed"


def test_what_found_no_room_is_booked_when_there_is_some(desk, mission, now):
    mission.pledge.pledged_minutes = 420
    db.session.commit()
    with transaction():
        visit = declare_visit(mission, date(2026, 11, 24), 600, by=EXPERT, now=now)
    assert "Jours sans place 1" in desk.get("desk.home_show").text
    full = desk.post("desk.visits_post", visit_id=visit.id)
    assert "L’engagement du groupe est toujours plein." in desk.follow(full).text

    db.session.get(Mission, mission.id).pledge.pledged_minutes = 840
    db.session.commit()
    desk.post("desk.visits_post", visit_id=visit.id)

    assert reload(visit).posted_minutes == 600


@pytest.mark.parametrize(("step", "state"), [("finish", "finished"), ("abandon", "abandoned"), ("cancel", "cancelled")])
def test_a_mission_ends_and_frees_what_was_reserved(desk, mission, step, state):
    desk.get("desk.missions_end", mission_id=mission.id)
    desk.post("desk.missions_end", {"step": step}, mission_id=mission.id)

    assert reload(mission).state == state
    assert reload(mission).pledge.reserved_minutes == 0


def test_an_expert_is_left_in_peace_and_asked_again(desk, story):
    expert = story.offers[0].expert
    desk.get("desk.experts_pause", expert_id=expert.id)
    desk.post("desk.experts_pause", {"until": "31/01/2027"}, expert_id=expert.id)
    assert reload(expert).paused_until == date(2027, 1, 31)
    assert "En pause jusqu’au 31 janvier" in desk.get("desk.needs_show", need_id=story.role.need_id).text

    desk.post("desk.experts_pause", {"until": ""}, expert_id=expert.id)
    assert reload(expert).paused_until is None


def test_an_absence_is_noted_and_taken_away(desk, story):
    expert = story.offers[0].expert
    desk.get("desk.experts_absence", expert_id=expert.id)
    desk.post("desk.experts_absence", {"starts_on": "01/12/2026", "ends_on": "13/12/2026"}, expert_id=expert.id)
    absence = db.session.scalar(select(Absence))
    assert (absence.starts_on, absence.ends_on) == (date(2026, 12, 1), date(2026, 12, 13))

    desk.post("desk.experts_absence_remove", expert_id=expert.id, absence_id=absence.id)
    assert db.session.scalar(select(Absence)) is None


def test_an_absence_that_ends_before_it_starts_is_refused(desk, story):
    expert_id = story.offers[0].expert_id
    desk.post(
        "desk.experts_absence",
        {"starts_on": "13/12/2026", "ends_on": "01/12/2026"},
        expert_id=expert_id,
        status=409,
    )

    assert db.session.scalar(select(Absence)) is None


def test_the_absence_of_somebody_else_is_not_taken_away(desk, story):
    one, other = (offer.expert for offer in story.offers)
    db.session.add(Absence(expert_id=other.id, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2)))
    db.session.commit()
    absence_id = db.session.scalar(select(Absence.id))

    desk.post("desk.experts_absence_remove", expert_id=one.id, absence_id=absence_id, status=404)

    assert db.session.get(Absence, absence_id) is not None


@pytest.mark.parametrize(("said", "kept"), [("yes", True), ("no", False), ("", None)])
def test_what_was_checked_of_a_firm_is_kept(desk, story, said, kept):
    company = story.role.need.company
    data = {"staff": "12", "independent": said}
    page = desk.open(
        "POST", f"/desk/entreprises/{company.id}/verifier?besoin={story.role.need_id}", data=data, status=303
    )

    assert page.location == f"/desk/besoins/{story.role.need_id}"
    assert (db.session.get(Company, company.id, populate_existing=True).is_independent, company.staff) == (kept, 12)


@pytest.mark.parametrize("staff", ["douze", "-1", "1" * 7, "1" * 9, "١٢", "12.5"])
def test_a_number_of_people_is_a_number(desk, story, staff):
    company = story.role.need.company

    desk.post("desk.firms_check", {"staff": staff, "independent": "yes"}, company_id=company.id, status=200)

    assert reload(company).staff == 8


def test_the_link_back_to_a_need_cannot_lead_elsewhere(desk, story):
    company = story.role.need.company
    address = f"/desk/entreprises/{company.id}/verifier?besoin=//exemple.org"

    page = desk.open("POST", address, data={"staff": "", "independent": ""}, status=303)

    assert page.location == f"/desk/entreprises/{company.id}"


def test_by_is_the_coordinator_for_everything_done_here(desk, visit):
    desk.post("desk.visits_confirm", visit_id=visit.id)

    mission = reload(visit).mission
    line = desk.get("desk.missions_show", mission_id=mission.id)
    assert "Visite confirmée : 24 novembre, Hélène Marchal" in line.text.replace(" ,", ",")
    assert Actor(ActorKind.ACCOUNT, desk.account.id).id == desk.account.id
