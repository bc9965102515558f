from datetime import date, timedelta

import pytest
from factories.accounts import AccountFactory, sign_in
from factories.stories import EXPERT, tell_story
from french import french_in
from pages import PageClient
from sqlalchemy import select

from webapp.domain.links import Purpose
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal
from webapp.services.answers import settle_answer
from webapp.services.expert_links import send_space_link
from webapp.services.links import find_link, mint_secret
from webapp.services.missions import declare_visit
from webapp.services.needs import track_link
from webapp.transaction import transaction
from webapp.views.language import COOKIE, choose_language, other_languages

TODAY = date(2026, 11, 24)
PUBLIC = (
    "/",
    "/comment-ca-marche",
    "/chiffres",
    "/donnees",
    "/accessibilite",
    "/nous-ecrire",
    "/besoin",
    "/mon-espace",
    "/connexion",
    "/mot-de-passe/oubli",
)
LISTS = ("home_show", "needs_index", "missions_index", "experts_index", "firms_index", "conventions_index")


@pytest.fixture
def english(app, session):
    return PageClient(app, language="en-GB,en;q=0.8,fr;q=0.5")


@pytest.fixture
def mission(session, now):
    """A mission with a declared visit, and a second expert who still has the request."""
    mission = tell_story(name="Lunéville").accepted(now)
    need, firm = mission.role.need, mission.role.need.company
    need.title = mission.role.title = "Employment contracts"
    need.text, firm.name, firm.trade = "Read over a contract", "Aubry", "joinery"
    mission.pledge.group.name = "Saint-Gobain"
    for offer in db.session.scalars(select(Offer)):
        offer.title = offer.text = "Reading over contracts"
        offer.expert.job = "HR manager"
    db.session.commit()
    return mission


@pytest.fixture
def visit(mission, now):
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now + timedelta(minutes=30))
        return declare_visit(mission, TODAY, 180, by=EXPERT, now=now)


@pytest.fixture
def desk(english, mission):
    sign_in(english.client, AccountFactory(coordinates=mission.role.need.territory))
    return english


def language_of(page):
    return page.all("html")[0].get("lang")


def assert_english(page):
    spoken = f"{page.title} {page.text} {' '.join(_attributes(page))}".replace("Français", "")
    assert language_of(page) == "en"
    assert not french_in(spoken)


def _attributes(page):
    names = ("aria-label", "title", "alt", "placeholder")
    return [element.get(name) for element in page.tree.iter() for name in names if element.get(name)]


def opened(page, link):
    with transaction():
        token = mint_secret(link)
    return page.follow(page.open("GET", f"/r/{token}", status=303))


@pytest.mark.parametrize("address", PUBLIC)
def test_an_english_browser_reads_the_public_pages_in_english(english, address):
    assert_english(english.open("GET", address))


def test_what_is_wrong_in_a_form_is_said_in_english(english):
    page = english.post("public.needs_start", {"name": "", "email": "sylvie@"}, status=200)

    assert "Error: " in page.title
    assert_english(page)


def test_a_page_that_does_not_exist_says_so_in_english(english):
    assert_english(english.open("GET", "/rien-de-tel", status=404))


@pytest.mark.parametrize("endpoint", LISTS)
def test_the_desk_lists_in_english(desk, visit, endpoint):
    assert_english(desk.get(f"desk.{endpoint}"))


def test_the_desk_shows_each_thing_in_english(desk, visit):
    mission = visit.mission
    expert = mission.proposal.expert
    for endpoint, values in (
        ("needs_show", {"need_id": mission.role.need_id}),
        ("missions_show", {"mission_id": mission.id}),
        ("experts_show", {"expert_id": expert.id}),
        ("firms_show", {"company_id": mission.role.need.company_id}),
        ("conventions_show", {"convention_id": mission.pledge.convention_id}),
        ("conventions_lines", {"convention_id": mission.pledge.convention_id, "figure": "declared"}),
    ):
        assert_english(desk.get(f"desk.{endpoint}", **values))


def test_an_expert_answers_and_follows_in_english(english, mission, now):
    expert = mission.proposal.expert
    with transaction():
        send_space_link(expert, now=now)

    (waiting,) = db.session.scalars(select(Proposal).where(Proposal.state == "sent"))

    for proposal in (waiting, mission.proposal):
        assert_english(opened(english, find_link(Purpose.ANSWER, proposal.id, proposal.expert)))
    assert_english(opened(english, find_link(Purpose.EXPERT_SPACE, expert.id, expert)))


def test_after_a_visit_both_sides_read_english(english, visit, now):
    need = visit.mission.role.need

    assert_english(opened(english, find_link(Purpose.DECLARE_VISIT, visit.mission_id, visit.mission.proposal.expert)))
    assert_english(opened(english, find_link(Purpose.CONFIRM_VISIT, visit.id, need.contact)))
    assert_english(opened(english, track_link(need, now)))


@pytest.mark.parametrize(
    ("preferred", "language"),
    [
        ("fr-FR,en;q=0.5", "fr"),
        ("en-GB,fr;q=0.9", "en"),
        ("de,en;q=0.3", "en"),
        ("de", "fr"),
        ("*", "fr"),
        ("en;q=0", "fr"),
        ("", "fr"),
    ],
)
def test_a_page_is_in_the_language_that_the_browser_prefers_among_ours(app, session, preferred, language):
    assert language_of(PageClient(app, language=preferred).get("public.pages_home")) == language


def test_french_pages_are_recognised(page):
    assert len(french_in(page.get("public.pages_home").text)) > 20


def test_the_language_chosen_in_the_footer_is_kept(page):
    (link,) = [a for a in page.get("public.pages_how").all("a") if a.get("hreflang") == "en"]

    assert link.get("lang") == "en"
    assert page.open("GET", link.get("href")).heading == "How it works"
    assert page.get("public.pages_how").heading == "How it works"
    assert page.open("GET", "/comment-ca-marche?lang=fr").heading == "Comment ça marche"
    assert page.get("public.pages_how").heading == "Comment ça marche"


def test_the_cookie_holds_the_language_and_nothing_else(page):
    answered = page.open("GET", "/?lang=en").response

    (cookie,) = [value for value in answered.headers.getlist("Set-Cookie") if value.startswith(COOKIE)]
    assert cookie.startswith(f"{COOKIE}=en;")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("asked", ["de", "", "EN", "../en"])
def test_a_language_that_we_do_not_write_is_ignored(page, asked):
    answered = page.get("public.pages_home", lang=asked)

    assert language_of(answered) == "fr"
    assert COOKIE not in answered.response.headers.get("Set-Cookie", "")


def test_the_rest_of_the_address_is_kept(page):
    (link,) = [a for a in page.open("GET", "/chiffres?a=1&lang=fr").all("a") if a.get("hreflang") == "en"]

    assert link.get("href") == "/chiffres?a=1&lang=en"


def test_the_link_never_leads_to_another_site(app):
    with app.test_request_context(environ_overrides={"PATH_INFO": "//elsewhere.example/x"}):
        assert [each.url for each in other_languages()] == ["/elsewhere.example/x?lang=en"]


def test_a_page_that_answers_a_form_only_leads_home(app):
    with app.test_request_context("/compte/sessions/fin", method="POST"):
        assert [each.url for each in other_languages()] == ["/?lang=en"]


def test_outside_of_a_request_the_language_is_french(app):
    assert choose_language() == "fr"
