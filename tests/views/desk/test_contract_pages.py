import re
from datetime import date

import pytest
from factories.accounts import sign_in
from factories.conventions import ConventionFactory, PledgeFactory
from factories.people import GroupFactory
from factories.stories import DESK, EXPERT, FIRM
from sqlalchemy import select

from webapp.extensions import db
from webapp.models.conventions import Amendment, Convention, Pledge, TermChange
from webapp.models.groups import Group
from webapp.services.amendments import Signed
from webapp.services.contract_parts import join_convention
from webapp.services.contracts import Reason
from webapp.services.missions import confirm_visit, declare_visit
from webapp.transaction import transaction

TERMS = {"title": "Convention 2028-2031", "starts_on": "01/04/2028", "ends_on": "31/03/2031", "minutes_per_day": "420"}
RAISE = {"kind": "raise", "days": "5", "author": "Paul Referent", "reason": "Deux experts de plus."}


@pytest.fixture
def convention(story):
    return story.pledge.convention


def key_of(page):
    return re.search(r'name="form_key"[^>]*value="([^"]*)"', page.html)[1]


def drafted(desk):
    form = desk.get("desk.contracts_open")
    page = desk.post("desk.contracts_open", TERMS | {"form_key": key_of(form)})
    draft = db.session.scalar(select(Convention).where(Convention.state == "draft"))
    return draft, page


def reload(row):
    db.session.expire_all()
    return db.session.get(type(row), row.id)


def test_a_convention_is_opened_filled_and_signed(desk, story):
    draft, page = drafted(desk)
    assert "brouillon" in desk.follow(page).text
    group = GroupFactory(name="Kléber")

    desk.post("desk.contract_parts_sign", {"name": "CIC Est", "kind": "bank"}, convention_id=draft.id)
    promised = {"group": str(group.id), "days": "12,5", "year": ""}
    desk.post("desk.contract_parts_promise", promised, convention_id=draft.id)
    text = desk.follow(desk.post("desk.contracts_sign", convention_id=draft.id)).text

    assert "La convention est signée." in text
    assert "CIC Est, banque" in text.replace(" ,", ",")
    pledge = db.session.scalar(select(Pledge).where(Pledge.group_id == group.id))
    assert (reload(draft).state, pledge.pledged_minutes) == ("signed", 5250)


def test_a_form_sent_twice_opens_one_draft(desk, story):
    values = TERMS | {"form_key": key_of(desk.get("desk.contracts_open"))}

    desk.post("desk.contracts_open", values)
    desk.post("desk.contracts_open", values)

    assert len(db.session.scalars(select(Convention).where(Convention.state == "draft")).all()) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ends_on": "01/04/2028"}, "Le dernier jour vient après le premier."),
        ({"minutes_per_day": "20"}, "Un jour compte entre 60"),
        ({"minutes_per_day": "sept"}, "Donnez un nombre entier"),
        ({"title": ""}, "Donnez un titre"),
    ],
)
def test_wrong_terms_are_said_beside_their_field(desk, story, typed, said):
    page = desk.post("desk.contracts_open", TERMS | typed, status=200)

    assert said in page.text


def test_a_draft_that_overlaps_is_not_signed_and_the_page_says_why(desk, convention):
    draft = ConventionFactory(territory=convention.territory, state="draft")
    PledgeFactory(convention=draft)

    text = desk.follow(desk.post("desk.contracts_sign", convention_id=draft.id)).text

    assert "Deux conventions ne se chevauchent pas." in text
    assert reload(draft).state == "draft"


def test_a_draft_is_thrown_away(desk, convention):
    draft = ConventionFactory(territory=convention.territory, state="draft")

    draft_id = draft.id

    desk.post("desk.contracts_discard", convention_id=draft_id)

    assert db.session.get(Convention, draft_id) is None


def test_a_signed_convention_asks_why_a_term_changes(desk, convention):
    values = TERMS | {"starts_on": "01/04/2025", "ends_on": "30/06/2028", "title": convention.title}
    page = desk.post("desk.contracts_edit", values, convention_id=convention.id, status=200)
    assert "Dites pourquoi" in page.text

    page = desk.post("desk.contracts_edit", values | {"reason": "Prolongée."}, convention_id=convention.id)

    assert "Prolongée." in desk.follow(page).text
    assert db.session.scalar(select(TermChange.after)) == "2028-06-30"


def test_terms_fixed_by_lines_are_not_asked_for(desk, story, convention, now):
    story.accepted(now)

    page = desk.get("desk.contracts_edit", convention_id=convention.id)

    assert "ne changent plus" in page.text
    assert 'id="minutes_per_day"' not in page.html


def test_an_amendment_is_written_once_and_told(desk, story, convention):
    form = desk.get("desk.amendments_write", pledge_id=story.pledge.id)
    assert f'value="{desk.account.name}"' not in form.html, "who agreed is for somebody to write"
    values = RAISE | {"form_key": key_of(form)}

    page = desk.post("desk.amendments_write", values, pledge_id=story.pledge.id)
    desk.post("desk.amendments_write", values, pledge_id=story.pledge.id)

    assert reload(story.pledge).pledged_minutes == 4200 + 5 * 420
    assert len(db.session.scalars(select(Amendment)).all()) == 1
    assert "Deux experts de plus." in desk.follow(page).text


def test_a_cut_too_deep_is_refused_with_the_figures(desk, story, now):
    story.accepted(now)

    page = desk.post(
        "desk.amendments_write", RAISE | {"kind": "cut"} | {"days": "9,5"}, pledge_id=story.pledge.id, status=200
    )

    assert "Il resterait 0,5 jour" in page.text.replace("\u00a0", " ") or "3 h 30" in page.text.replace("\u00a0", " ")
    assert "Jours occupés : 1 jour." in page.text.replace("\u00a0", " ")
    assert db.session.scalars(select(Amendment)).all() == []


def test_an_overrun_is_agreed_on(desk, story):
    desk.post("desk.amendments_write", RAISE | {"kind": "overrun"}, pledge_id=story.pledge.id)

    assert reload(story.pledge).overrun_minutes == 2100


def test_the_contract_of_a_past_day_does_not_know_the_amendment(desk, story, convention, frozen):
    desk.post("desk.amendments_write", RAISE, pledge_id=story.pledge.id)
    frozen.shift(86_400)
    sign_in(desk.client, desk.account)

    assert "Deux experts de plus." in desk.get("desk.contracts_show", convention_id=convention.id).text
    past = desk.get("desk.contracts_show", convention_id=convention.id, au="23/11/2026").text
    assert "Deux experts de plus." not in past
    assert "Le contrat tel qu’il était" in past


def test_conditions_are_set_and_shown(desk, story, convention):
    place = {"convention_id": convention.id, "pledge_id": story.pledge.id}
    desk.get("desk.contract_parts_conditions", **place)

    page = desk.post(
        "desk.contract_parts_conditions",
        {"max_km": "75", "independent": "yes", "not_competitor": "", "in_territory": ""},
        **place,
    )

    text = desk.follow(page).text
    assert "À 75 km au plus d’un site du groupe" in text
    assert "Indépendante d’un grand groupe" in text
    assert 'value="75"' in desk.get("desk.contract_parts_conditions", **place).html


def test_a_group_joins_and_an_unknown_one_is_added(desk, story, convention):
    page = desk.post("desk.groups_open", {"name": "Forges du Pays-Haut", "kind": "firm", "parent": ""})
    assert page.status == 303
    group = db.session.scalar(select(Group).where(Group.name == "Forges du Pays-Haut"))
    assert group.code == "forges-du-pays-haut"
    again = desk.post("desk.groups_open", {"name": "forges du pays-haut", "kind": "firm", "parent": ""}, status=200)
    assert "est déjà dans la liste" in again.text

    values = {"group": str(group.id), "days": "3", "year": "", "reason": "Rejoint."}
    desk.post("desk.contract_parts_promise", values, convention_id=convention.id)

    assert "Forges du Pays-Haut" in desk.get("desk.contracts_show", convention_id=convention.id).text
    page = desk.post("desk.contract_parts_promise", values, convention_id=convention.id, status=200)
    assert "a déjà un engagement ici" in page.text


def test_the_next_convention_is_drafted_once(desk, convention):
    page = desk.post("desk.contracts_renew", convention_id=convention.id)
    again = desk.post("desk.contracts_renew", convention_id=convention.id)

    assert page.location == again.location
    assert "du 1er avril 2028 au 31 mars 2031" in desk.follow(page).text


def test_a_month_is_closed_in_order_and_for_good(desk, story, convention, now):
    convention.starts_on = date(2026, 9, 1)
    db.session.commit()
    shown = desk.get("desk.closings_show", convention_id=convention.id)
    assert "Le prochain : septembre 2026" in shown.text.replace("\u00a0", " ")

    closed = desk.post("desk.closings_close", {"last": "2026-09-30"}, convention_id=convention.id)
    assert "Septembre 2026 est clos." in desk.follow(closed).text
    again = desk.post("desk.closings_close", {"last": "2026-09-30"}, convention_id=convention.id)
    assert "Ce mois est clos, et le reste" in desk.follow(again).text
    ahead = desk.post("desk.closings_close", {"last": "2026-11-30"}, convention_id=convention.id)
    assert "se closent dans l’ordre" in desk.follow(ahead).text
    desk.post("desk.closings_close", {"last": "zut"}, convention_id=convention.id)

    assert reload(convention).closed_through == date(2026, 9, 30)


def test_the_journal_tells_each_line_and_filters(desk, story, convention, now):
    mission = story.accepted(now)
    with transaction():
        visit = declare_visit(mission, date(2026, 11, 24), 180, by=EXPERT, now=now)
        confirm_visit(visit, by=FIRM, now=now)

    whole = desk.get("desk.journal_show", convention_id=convention.id, at_most=20).text
    only = desk.get("desk.journal_show", convention_id=convention.id, kind="confirm").text
    none = desk.get("desk.journal_show", convention_id=convention.id, until="23/11/2026").text

    assert "3 lignes" in whole
    assert mission.role.need.company.name in whole
    assert "dit par l’entreprise" in only
    assert "accord de l’expert" not in only
    assert "Aucune ligne." in none


def test_a_mission_moves_to_another_pledge(desk, story, convention, now):
    mission = story.accepted(now)
    assert "pas d’autre engagement" in desk.get("desk.moves_mission", mission_id=mission.id).text
    other = PledgeFactory(convention=convention, group=story.pledge.group, year=2026, pledged_minutes=420)

    desk.get("desk.moves_mission", mission_id=mission.id)
    page = desk.post("desk.moves_mission", {"pledge": str(other.id), "reason": "next_year"}, mission_id=mission.id)

    assert "La mission est passée sur l’autre engagement." in desk.follow(page).text
    assert (reload(story.pledge).reserved_minutes, reload(other).reserved_minutes) == (0, 420)


def test_what_a_firm_confirmed_is_contested_for_it(desk, story, now):
    mission = story.accepted(now)
    with transaction():
        visit = declare_visit(mission, date(2026, 11, 24), 180, by=EXPERT, now=now)
        confirm_visit(visit, by=FIRM, now=now)
    desk.get("desk.moves_contest", visit_id=visit.id)

    page = desk.post("desk.moves_contest", {"minutes": "2 h", "words": "Deux heures."}, visit_id=visit.id)

    assert "Contestée" in desk.follow(page).text
    assert (reload(visit).state, visit.disputed_minutes) == ("disputed", 120)


def test_who_joins_later_is_told_beside_the_tally_and_has_no_line(desk, story, convention, now):
    group, signed = GroupFactory(name="Wig France"), Signed("Paul Referent", "rejoint")
    with transaction():
        join_convention(
            convention, group, None, 840, signed=signed, why=Reason(DESK, now), effective_on=date(2027, 1, 5)
        )

    page = desk.get("desk.conventions_show", convention_id=convention.id)

    assert "Wig France rejoint la convention le 5 janvier 2027 et promet 2 jours." in page.text
    assert page.text.count("Wig France") == 1


def test_figures_of_a_past_day_open_the_lines_of_that_day(desk, story, convention, now, frozen):
    mission = story.accepted(now)
    frozen.shift(86_400)
    with transaction():
        declare_visit(mission, date(2026, 11, 24), 420, by=EXPERT, now=now)
    sign_in(desk.client, desk.account)

    past = desk.get("desk.conventions_show", convention_id=convention.id, au="24/11/2026")
    assert "Les jours tels qu’ils étaient" in past.text
    assert "au=2026-11-24" in past.html
    place = {"convention_id": convention.id, "figure": "reserved", "au": "2026-11-24"}
    assert "Lignes écrites jusqu’au" in desk.get("desk.conventions_lines", **place).text
