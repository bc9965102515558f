from datetime import date

import pytest
from factories.needs import NeedFactory, OfferFactory, ProposalFactory, RoleFactory
from factories.people import AbsenceFactory, ExpertFactory
from factories.stories import EXPERT, FIRM
from factories.territories import LocalRuleFactory

from webapp.extensions import db
from webapp.models.files import StoredFile
from webapp.models.offers import Skill
from webapp.services.missions import declare_visit, dispute_visit, plan_visit
from webapp.services.notes import add_note
from webapp.services.steps import record
from webapp.transaction import transaction

#: Statements that a page may send, however long its lists; what a page gained must be argued for here.
AT_MOST = {
    # twenty-two baskets, eight of them of money; the letters to groups that are behind
    "home_show": 36,
    "needs_index": 9,
    # the skills of the offers, for the themes that the firm ticked
    "needs_show": 31,
    "missions_index": 9,
    "missions_show": 17,
    "experts_index": 12,
    "experts_show": 13,
    "firms_index": 8,
    "firms_show": 9,
    "conventions_index": 8,
    "conventions_show": 12,
    "conventions_lines": 13,
    "reports_draft": 25,
    "exports_index": 8,
}


@pytest.fixture
def mission(story, now):
    mission = story.accepted(now)

    with transaction():
        declare_visit(mission, date(2026, 11, 24), 210, by=EXPERT, now=now)
    return mission


def test_the_home_page_says_who_waits_and_for_what(desk, story):
    page = desk.get("desk.home_show")

    assert page.heading == "Bonjour Hélène."
    assert "1 entreprise attend un geste de vous aujourd’hui" in page.text
    assert "À qualifier" in page.text
    assert "Par les mots, 2 offres sont proches" in page.text


def test_an_empty_desk_says_so(desk, story):
    story.role.need.state = "set_aside"
    story.pledge.pledged_minutes = 0
    db.session.commit()

    page = desk.get("desk.home_show")

    assert "Rien ne presse" in page.text
    assert "Rien à traiter." in page.text


def test_one_basket_can_be_opened_whole(desk, story):
    for _ in range(7):
        RoleFactory(need=NeedFactory(territory=story.role.need.territory))

    assert "Voir les 3 autres" in desk.get("desk.home_show").text
    assert desk.get("desk.home_show", corbeille="to_qualify").html.count('<article class="item"') == 8
    assert "Cette corbeille est vide." in desk.get("desk.home_show", corbeille="disputed").text


def test_a_need_shows_its_words_its_rules_and_every_term(desk, story):
    LocalRuleFactory(territory=story.role.need.territory, code="independent", value=None)
    AbsenceFactory(expert=story.offers[0].expert, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 13))

    page = desk.get("desk.needs_show", need_id=story.role.need_id)

    assert "2 offres au-dessus du seuil" in page.text
    assert "Indépendante d’un grand groupe : non vérifié" in page.text
    for term in ("Mots", "Distance", "Jours du groupe", "Sollicitations", "Absence", "Règles du groupe"):
        assert term in page.text
    assert "Du 1er décembre au 13 décembre" in page.text
    assert "Relecture de contrats de travail" in page.text


def test_offers_under_the_floor_are_unfolded_only_until_somebody_was_asked(desk, story):
    story.role.need.territory.floor_permille = 1000
    db.session.commit()

    def is_unfolded():
        page = desk.get("desk.needs_show", need_id=story.role.need_id)
        return next(
            "open" in each.attrib for each in page.all("details") if "sous le seuil" in "".join(each.itertext())
        )

    assert is_unfolded()
    ProposalFactory(role=story.role, offer=story.offers[0])
    assert not is_unfolded()


def test_one_answer_is_not_said_in_the_plural(desk, story):
    asked = OfferFactory(expert=story.offers[0].expert, title="Paie")
    ProposalFactory(role=RoleFactory(), offer=asked, state="declined")
    ProposalFactory(role=RoleFactory(), offer=asked)

    page = desk.get("desk.needs_show", need_id=story.role.need_id)

    assert "2 fois en 90 jours, 1 réponse " in f"{page.text} ".replace("\n", " ")


def test_a_need_says_what_of_it_an_offer_does_not_answer(desk, story):
    story.role.need.text = story.role.title = "Relecture de contrats de travail, litige prud’homal avec un plombier"
    db.session.commit()

    page = desk.get("desk.needs_show", need_id=story.role.need_id)

    assert "rien sur « prud’homal », « plombier »" in page.text


def test_the_themes_that_are_ticked_are_told_and_count(desk, story):
    shown = desk.get("desk.needs_show", need_id=story.role.need_id).html
    assert "<dd>aucun<br><a" in shown
    assert "Coché pour" not in shown
    story.role.need.themes = "hr law"
    story.offers[0].skills.append(Skill(code="hr-contracts", family="hr", label="Temps de travail", label_en="Time"))
    db.session.commit()

    page = desk.get("desk.needs_show", need_id=story.role.need_id)

    assert "Ressources humaines, Droit des affaires" in page.html
    assert "Coché pour ce besoin" in page.text
    assert "Un autre que celui coché" in page.text


def test_no_offer_is_ticked_beforehand(desk, story):
    page = desk.get("desk.needs_show", need_id=story.role.need_id)

    boxes = [field for field in page.all("input") if field.get("type") == "checkbox"]
    assert len(boxes) == 2
    assert not [box for box in boxes if "checked" in box.attrib]


def test_the_journal_says_which_expert_was_asked_and_said_yes(desk, story, now):
    expert = story.accepted(now).proposal.expert

    page = desk.get("desk.needs_show", need_id=story.role.need_id)

    for said in ("Oui", "Demande envoyée"):
        assert f"{said} : {expert.name}" in page.text


def test_the_journal_of_a_mission_says_who_said_yes_and_which_visit_each_line_is_about(desk, mission, now):
    with transaction():
        plan_visit(mission, date(2026, 12, 1), by=EXPERT, now=now)

    page = desk.get("desk.missions_show", mission_id=mission.id)

    for said in (
        f"Oui : {mission.proposal.expert.name}",
        "Visite déclarée : 24 novembre",
        "Visite prévue : 1er décembre",
    ):
        assert said in page.text


def test_the_journal_of_an_expert_says_which_offer_each_line_is_about(desk, story, now):
    first = story.offers[0]
    with transaction():
        record(first, "keep", by=EXPERT, now=now)

    page = desk.get("desk.experts_show", expert_id=first.expert_id)

    assert f"Offre confirmée : {first.title}" in page.text


def test_nobody_near_is_an_honest_answer(desk, story):
    story.role.need.text = story.role.title = "élever des autruches"
    db.session.commit()

    page = desk.get("desk.needs_show", need_id=story.role.need_id)

    assert "Aucune offre au-dessus du seuil" in page.text
    assert "Personne n’est assez proche." in page.text


def test_a_held_need_says_what_looks_doubtful(desk, story):
    story.role.need.state, story.role.need.doubts = "held", "trap links"
    db.session.commit()

    page = desk.get("desk.needs_show", need_id=story.role.need_id)

    assert "un champ caché est rempli" in page.text
    assert "Rien n’est parti vers les experts." in page.text


def test_the_document_of_a_need_is_downloaded_and_never_opened_here(desk, story):
    stored = StoredFile(name="plan.pdf", media_type="application/pdf", sha256="0" * 64, size=4, content=b"%PDF")
    story.role.need.attachment = stored
    db.session.commit()

    answer = desk.client.get(f"/desk/besoins/{story.role.need_id}/document")

    assert answer.data == b"%PDF"
    assert answer.headers["Content-Disposition"] == "attachment; filename=plan.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_need_without_a_document_has_none_to_download(desk, story):
    assert desk.client.get(f"/desk/besoins/{story.role.need_id}/document").status_code == 404


def test_what_a_firm_writes_stays_text(desk, story):
    story.role.need.text = "<script>alert(1)</script> {{ 7 * 7 }}"
    db.session.commit()

    html = desk.client.get(f"/desk/besoins/{story.role.need_id}").text

    assert "<script>alert" not in html
    assert "{{ 7 * 7 }}" in html


def test_a_mission_shows_its_visits_and_each_movement(desk, mission):
    page = desk.get("desk.missions_show", mission_id=mission.id)

    assert "mardi 24 novembre 2026, 0,5 jour" in page.text
    assert "Déclarée, à confirmer" in page.text
    assert "Réservés +1" in page.text
    assert "−0,5 +0,5" in page.text


def test_a_disputed_visit_shows_the_two_stories(desk, mission, now):
    (visit,) = mission.visits
    with transaction():
        dispute_visit(visit, by=FIRM, now=now, minutes=60, words="Une heure seulement.")

    page = desk.get("desk.visits_settle", visit_id=visit.id)

    assert "0,5 jour le mardi 24 novembre 2026" in page.text
    assert "Une heure seulement." in page.html
    assert "Jours contestés" in desk.get("desk.home_show").text


def test_an_expert_shows_offers_asks_and_absences(desk, mission):
    expert = mission.proposal.expert
    AbsenceFactory(expert=expert, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 13))

    page = desk.get("desk.experts_show", expert_id=expert.id)

    assert "1 demande" in page.text
    assert "Relecture de contrats de travail" in page.text
    assert "Du 1 er décembre au 13 décembre" in page.text.replace("1er", "1 er")


def test_a_firm_shows_what_nobody_has_checked(desk, story):
    page = desk.get("desk.firms_show", company_id=story.role.need.company_id)

    assert "Indépendante non vérifié" in page.text
    assert "Relire un contrat de travail" in page.text


def test_the_tally_says_what_was_given_and_opens_its_lines(desk, mission):
    page = desk.get("desk.conventions_show", convention_id=mission.pledge.convention_id)

    assert "Sur 10 jours promis, les groupes en ont donné 0,5" in page.text
    assert "55 % du temps" in page.text
    lines = [link.get("href") for link in page.all("a") if "/lignes/" in link.get("href", "")]
    assert len(lines) > 5
    for address in lines:
        desk.open("GET", address)


def test_a_tally_at_a_past_day_knows_nothing_of_later_days(desk, mission):
    before = desk.get("desk.conventions_show", convention_id=mission.pledge.convention_id, au="2026-11-23")

    assert "Sur 10 jours promis, les groupes en ont donné 0" in before.text


@pytest.mark.parametrize("day", ["2026-13-45", "demain", "", "1999-01-01", "2030-01-01"])
def test_a_day_that_cannot_be_tallied_shows_today(desk, story, day):
    page = desk.get("desk.conventions_show", convention_id=story.pledge.convention_id, au=day)

    assert "Jours au mardi 24 novembre 2026" in page.text


def test_lines_can_be_filtered_by_group_and_day(desk, mission):
    convention_id = mission.pledge.convention_id
    shown = desk.get("desk.conventions_lines", convention_id=convention_id, figure="declared")
    assert "0,5 jour en 1 ligne" in shown.text
    before = {"since": "01/11/2026", "until": "23/11/2026", "group": str(mission.pledge.group_id)}

    assert (
        "Aucune ligne."
        in desk.get("desk.conventions_lines", convention_id=convention_id, figure="declared", **before).text
    )


def test_an_unknown_figure_or_date_is_said(desk, story):
    convention_id = story.pledge.convention_id
    desk.get("desk.conventions_lines", convention_id=convention_id, figure="bananas", status=404)

    page = desk.get("desk.conventions_lines", convention_id=convention_id, figure="declared", since="99/99/2026")

    assert page.title.startswith("Erreur :")


def grow(story, now):
    """More of everything: what must not send more statements."""
    territory, group = story.role.need.territory, story.pledge.group
    for _ in range(6):
        RoleFactory(need=NeedFactory(territory=territory))
        RoleFactory(need=NeedFactory(territory=territory), state="unanswered")
        AbsenceFactory(expert=ExpertFactory(group=group), starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 3))
        OfferFactory(expert=ExpertFactory(group=group), title="Relecture de contrats de travail")


@pytest.mark.parametrize("endpoint", AT_MOST)
@pytest.mark.parametrize("is_large", [False, True])
def test_a_page_sends_no_more_statements_than_its_number(desk, story, mission, now, endpoint, is_large):
    with transaction():
        add_note(story.role.need, "Rappeler lundi.", by=EXPERT, now=now)
        plan_visit(mission, date(2026, 12, 1), by=EXPERT, now=now)
    if is_large:
        grow(story, now)
    ids = {
        "needs_show": {"need_id": story.role.need_id},
        "missions_show": {"mission_id": mission.id},
        "experts_show": {"expert_id": mission.proposal.expert_id},
        "firms_show": {"company_id": story.role.need.company_id},
        "conventions_show": {"convention_id": mission.pledge.convention_id},
        "conventions_lines": {"convention_id": mission.pledge.convention_id, "figure": "delivered"},
        "reports_draft": {"convention_id": mission.pledge.convention_id},
    }.get(endpoint, {})
    if endpoint == "needs_show" and is_large:
        ids = {"need_id": story.role.need_id + 1}

    desk.get(f"desk.{endpoint}", **ids)

    desk.get(f"desk.{endpoint}", at_most=AT_MOST[endpoint], **ids)
