import pytest
from browser.inspection import DESKTOP, PHONE, kind_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

#: pages that a visitor comes to otherwise than by a link
LONELY = ("/demo/roles", "/demo/courrier", "/demo/horloge", "/demo/composants", "/connexion", "/mot-de-passe/oubli")


def be_visitor(window):
    for address in LONELY:
        window.open(address)
    window.open("/cette-page-n-existe-pas", status=404)
    window.open("/besoin").press("Continuer")
    window.sees("Votre nom")
    window.open("/")


def be_coordinator(window):
    window.become("Hélène Marchal")
    window.open("/desk")


def answer(window):
    window.take_link("Répondre à la demande")
    window.press("Envoyer ma réponse")


def declare(window):
    window.take_link("Déclarer une visite")
    window.press("Envoyer ma réponse")


def confirm(window):
    window.take_link("Confirmer la visite")
    window.press("Envoyer ma réponse")


def follow(window):
    window.take_link("Suivre la demande")


def complete_dossier(window):
    window.take_link("Compléter le dossier")


def repay(window):
    window.take_link("Suivre l’avance")


@pytest.mark.parametrize(
    "begin", [be_visitor, be_coordinator, answer, declare, confirm, follow, complete_dossier, repay]
)
def test_nobody_is_shut_out_of_a_page(window, begin):
    person = window(sizes=[PHONE, DESKTOP])
    begin(person)

    walk(person)


def test_a_member_is_shut_out_of_no_page_of_the_committee(window):
    member = window(sizes=[PHONE, DESKTOP])
    member.become("Élisabeth Caron")
    member.open("/comite")

    walk(member, within="/comite")


def walk(person, within="/"):
    """Every kind of page that links lead to from here, below an address."""
    seen, ahead = {kind_of(person.page.url)}, person.links
    while ahead:
        address = ahead.pop(0)
        kind = kind_of(address)
        if kind.startswith(within) and kind not in seen:
            seen.add(kind)
            ahead += person.visit(address)


def test_the_desk_leads_everywhere_from_one_line_on_a_phone_without_scripts(window):
    person = window(sizes=[PHONE], scripts=False)
    person.become("Hélène Marchal")
    person.open("/desk")
    line = person.page.get_by_role("navigation", name="Navigation principale")
    assert line.bounding_box()["height"] < 50
    assert not line.get_by_role("link", name="Avances").count()

    line.locator("summary").press("Enter")
    person.follow("Avances")

    assert person.heading == "Avances"
    assert line.locator("summary").get_attribute("aria-current") == "true"
    person.page.set_viewport_size(DESKTOP)
    assert not line.locator("summary").is_visible()
    person.follow("Conventions")
    assert person.heading == "Conventions"


def test_who_chooses_a_basket_on_a_phone_sees_its_cards_at_once(window):
    person = window(sizes=[PHONE], scripts=False)
    person.become("Hélène Marchal")
    person.open("/desk")
    baskets = person.page.get_by_role("navigation", name="Corbeilles")
    baskets.get_by_role("link", name="À qualifier").click()

    assert person.page.locator("section.basket h3").first.bounding_box()["y"] < PHONE["height"]
    baskets.locator("summary").press("Enter")
    assert baskets.get_by_role("link", name="À qualifier").is_visible()
    person.page.set_viewport_size(DESKTOP)
    person.page.reload()
    assert baskets.get_by_role("link", name="À qualifier").is_visible()
    assert not baskets.locator("summary").is_visible()


@pytest.mark.parametrize(
    "purpose",
    [
        "Répondre à la demande",
        "Déclarer une visite",
        "Confirmer la visite",
        "Suivre la demande",
        "Compléter le dossier",
        "Suivre l’avance",
    ],
)
def test_a_scanner_that_opens_every_link_changes_nothing(window, demonstration, purpose):
    scanner = window()
    before = demonstration.facts()

    scanner.take_link(purpose)
    for address in scanner.links:
        scanner.visit(address)

    assert demonstration.facts() == before


def test_a_firm_and_an_expert_are_answered_in_english(window):
    manager, volunteer = (window(sizes=[PHONE], language="en-GB") for _person in range(2))

    manager.open("/")
    manager.follow("Describe my need")
    manager.write("Your name", "William Hart")
    manager.write("Your email address", "not an address")
    manager.press("Continue")
    manager.write("Your email address", "william.hart@exemple.fr")
    manager.take_time()
    manager.press("Continue")
    manager.write("Name of the firm", "Hart Bakery")
    manager.write("Town", "Toul")
    manager.write("What does it do?", "bakery")
    manager.take_time()
    manager.press("Continue")
    manager.write("Your need", "Somebody to read a contract before we take on our first salesperson.")
    manager.choose("1 day")
    manager.choose("Either suits me")
    manager.take_time()
    manager.press("Send my need")
    manager.sees("Look in your mailbox")

    volunteer.take_link("Answer the request")
    volunteer.sees("Why you")
    volunteer.choose("Yes, I am happy to help")
    volunteer.press("Send my answer")
    volunteer.sees("You said yes")
    volunteer.press("Change my mind")
    volunteer.sees("Your answer")
