import re
from datetime import timedelta

import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.needs import OfferFactory
from factories.people import ExpertFactory
from factories.requests import toul
from factories.territories import CommuneFactory, TerritoryFactory
from journeys.visitor import Visitor
from pages import PageClient

from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.models.needs import Need
from webapp.services.communes import MAX_CHOICES, search_name
from webapp.services.doubts import PER_ADDRESS
from webapp.services.links import find_by_public_id, mint_secret
from webapp.transaction import transaction

WORDS = "Besoin d’une relectur de contra de travail pour mon premier commercial"


@pytest.fixture
def place(session, now):
    return toul(name="Terres de Lorraine", contact_name="Hélène Marchal", floor_permille=150)


@pytest.fixture
def visitor(app, place, frozen):
    return Visitor(app, frozen)


def commune(insee, name, postcodes="57000"):
    return CommuneFactory(insee=insee, name=name, search_name=search_name(name), postcodes=postcodes)


def say_who(visitor, email="sylvie.aubry@exemple.fr"):
    visitor.open("/besoin")
    visitor.take_time()
    visitor.write("Votre nom", "Sylvie Aubry")
    visitor.write("Votre adresse e-mail", email)
    return visitor.press("Continuer")


def say_which_firm(visitor, commune="Toul (54200)"):
    visitor.take_time()
    visitor.write("Nom de l’entreprise", "Menuiserie Aubry")
    visitor.write("Commune", commune)
    visitor.write("Que fait-elle ?", "menuiserie bois")
    return visitor.press("Continuer")


def say_what_for(visitor, words=WORDS, deadline="18/12/2026"):
    visitor.take_time()
    visitor.write("Votre besoin", words)
    visitor.choose("1 jour")
    visitor.write("Avant quelle date ?", deadline)
    visitor.choose("Les deux me vont")
    return visitor.press("Envoyer mon besoin")


def fill_in(visitor):
    say_who(visitor)
    say_which_firm(visitor)
    return say_what_for(visitor)


def only_need(session):
    session.expire_all()
    (need,) = session.query(Need)
    return need


def mails(session):
    return [mail.template for mail in session.query(OutgoingMail).order_by(OutgoingMail.id)]


def mailed_link(session, template):
    mail = session.query(OutgoingMail).filter_by(template=template).order_by(OutgoingMail.id.desc()).first()
    with transaction():
        return f"/r/{mint_secret(session.get(ActionLink, mail.link_id))}"


def test_a_request_is_made_in_three_steps_and_confirmed_by_mail(visitor, session):
    fill_in(visitor)
    assert visitor.heading == "Regardez votre messagerie"
    visitor.sees("sylvie.aubry@exemple.fr", "Hélène Marchal relit votre demande")

    visitor.open(mailed_link(session, "address_to_confirm"))
    assert visitor.heading == "Cette demande est bien la vôtre ?"
    visitor.press("Oui, c’est ma demande")

    assert visitor.heading == "Merci, votre adresse est confirmée"
    need = only_need(session)
    assert (need.state, need.text, need.wished_minutes, need.place) == ("open", WORDS, 420, "either")
    assert mails(session) == ["need_to_resume", "address_to_confirm", "need_opened"]
    visitor.open(mailed_link(session, "need_opened"))
    assert visitor.heading == "Nous cherchons la bonne personne."


def test_opening_the_link_to_confirm_changes_nothing(visitor, session):
    fill_in(visitor)

    for _ in range(3):
        visitor.open(mailed_link(session, "address_to_confirm"))

    assert only_need(session).state == "received"


def test_a_form_is_resumed_in_another_browser_where_it_was_left(app, visitor, session, frozen):
    say_who(visitor)
    say_which_firm(visitor)

    other = Visitor(app, frozen).open(mailed_link(session, "need_to_resume"))

    assert other.heading == "De quoi avez-vous besoin ?"
    other.follow("Revenir à l’étape 2")
    assert 'value="Menuiserie Aubry"' in other.page.html


def test_a_wrong_answer_keeps_what_was_typed_for_another_day(app, visitor, session, frozen):
    say_who(visitor)
    say_which_firm(visitor)
    say_what_for(visitor, deadline="12/10/2026")
    visitor.sees("Le 12 octobre 2026 est passé. Choisissez une date à partir du 24 novembre 2026.")
    assert visitor.page.title.startswith("Erreur")

    other = Visitor(app, frozen).open(mailed_link(session, "need_to_resume"))

    assert WORDS in other.page.html
    assert 'value="12/10/2026"' in other.page.html
    assert re.search(r'value="day" checked', other.page.html)


def test_the_first_step_sent_twice_begins_one_request(page, place, session):
    first = page.get("public.needs_start")
    key = key_of(first.html)
    typed = {"name": "Sylvie Aubry", "email": "sylvie@exemple.fr", "form_key": key}

    one = page.post("public.needs_start", typed)
    two = page.post("public.needs_start", typed)

    assert one.location == two.location
    assert mails(session) == ["need_to_resume"]
    only_need(session)


def test_the_first_step_sent_again_with_another_name_corrects_it(page, place, session):
    first = page.get("public.needs_start")
    key = key_of(first.html)
    page.post("public.needs_start", {"name": "Sylvi", "email": "sylvie@exemple.fr", "form_key": key})

    page.post("public.needs_start", {"name": "Sylvie", "email": "sylvie@exemple.fr", "form_key": key})

    assert only_need(session).contact.name == "Sylvie"


def key_of(html):
    return re.search(r'name="form_key"[^>]*value="([^"]+)"', html)[1]


def begin(page, frozen):
    """The first two steps, at the pace of a person; the address of the second."""
    first = {
        "name": "Sylvie Aubry",
        "email": "sylvie@exemple.fr",
        "form_key": key_of(page.get("public.needs_start").html),
    }
    frozen.shift(timedelta(seconds=20))
    location = page.post("public.needs_start", first).location
    second = {"name": "Menuiserie Aubry", "commune": "Toul", "trade": "menuiserie"}
    second["form_key"] = key_of(page.open("GET", location).html)
    frozen.shift(timedelta(seconds=20))
    page.open("POST", location, status=303, data=second)
    return location


def send_last_step(page):
    """What a browser sends for the last step, and to which form."""
    public_id = re.search(r"/besoin/(\w{26})", page.location)[1]
    key = key_of(page.get("public.needs_words", public_id=public_id).html)
    return public_id, {"text": WORDS, "wish": "day", "place": "either", "deadline": "", "form_key": key}


@pytest.fixture
def last_step(page, place, frozen):
    """A form filled in but for its last step: its address, and what to send."""
    page.location = begin(page, frozen)
    return send_last_step(page)


def test_the_last_step_sent_twice_sends_one_request(page, last_step, session):
    public_id, typed = last_step

    one = page.post("public.needs_words", typed, public_id=public_id)
    two = page.post("public.needs_words", typed, public_id=public_id)

    assert one.location == two.location == f"/besoin/{public_id}/envoye"
    assert mails(session).count("address_to_confirm") == 1
    assert "n’a pas été repris" not in page.follow(two).text


def test_other_words_after_sending_are_said_not_to_count(page, last_step, session):
    public_id, typed = last_step
    page.post("public.needs_words", typed, public_id=public_id)

    again = page.post("public.needs_words", typed | {"text": "Tout autre chose"}, public_id=public_id)

    assert "n’a pas été repris" in page.follow(again).text
    assert only_need(session).text == WORDS


def test_a_commune_outside_of_every_territory_is_told_kindly(visitor, session):
    commune("57463", "Metz")
    say_who(visitor)

    say_which_firm(visitor, commune="Metz")

    assert visitor.heading == "Alizé n’est pas encore chez vous"
    visitor.sees("Metz n’est dans aucun des territoires", "n’a été envoyée à personne", "Terres de Lorraine")
    assert only_need(session).state == "draft"


def test_the_example_of_a_commune_is_one_of_the_territory_and_none_where_it_is_not_known(visitor, session):
    say_who(visitor)
    visitor.sees("Par exemple Toul (54200).")
    TerritoryFactory(communes=[commune("35294", "Sainte-Marie", "35600")])
    session.commit()

    visitor.open(visitor.address)

    visitor.sees("Celle où l’on viendrait vous voir.")
    visitor.does_not_see("Par exemple")


def say_a_town_of_two_places(visitor):
    for insee, code in (("54483", "54450"), ("08390", "08400")):
        commune(insee, "Sainte-Marie", code)
    say_who(visitor)
    say_which_firm(visitor, commune="sainte marie")


def test_a_name_of_several_communes_asks_which_and_keeps_the_rest(visitor, session):
    say_a_town_of_two_places(visitor)
    visitor.sees("Plusieurs communes répondent à ce nom")
    assert 'value="Menuiserie Aubry"' in visitor.page.html

    visitor.choose("Sainte-Marie (08400)")
    visitor.press("Continuer")

    assert only_need(session).typed["said"]["commune_insee"] == "08390"


def test_the_commune_that_was_chosen_stays_chosen_while_something_else_is_wrong(visitor, session):
    say_a_town_of_two_places(visitor)
    visitor.choose("Sainte-Marie (08400)")
    visitor.write("Que fait-elle ?", "")
    visitor.press("Continuer")

    visitor.write("Que fait-elle ?", "menuiserie")
    visitor.press("Continuer")

    assert only_need(session).typed["said"]["commune_insee"] == "08390"


def test_a_postcode_of_many_communes_asks_for_the_name(visitor, session):
    for number in range(MAX_CHOICES + 1):
        commune(f"88{number:03}", f"Lieu {number}", "88600")
    say_who(visitor)

    say_which_firm(visitor, commune="88 600")

    visitor.sees("Ce code postal est celui de 13 communes.", "par exemple Lieu 0")


def test_whoever_goes_back_to_the_first_page_finds_the_request_again(visitor, page):
    say_who(visitor)

    visitor.open("/besoin")
    visitor.sees("Votre demande est commencée")
    visitor.follow("La reprendre où vous en étiez")

    assert visitor.heading == "Quelle est votre entreprise ?"
    assert "est commencée" not in page.client.get("/besoin").text


def test_a_request_begun_in_this_browser_is_not_told_of_for_long(visitor, frozen):
    say_who(visitor)
    frozen.shift(timedelta(minutes=61))

    visitor.open("/besoin")

    visitor.does_not_see("Votre demande est commencée")


@pytest.mark.parametrize(("accept", "start"), [("application/json", '["Toul (54200)"]'), ("text/html", "<option")])
def test_communes_are_completed_for_whoever_asks(page, place, accept, start):
    answer = page.client.get("/communes?q=tou", headers={"Accept": accept})

    assert answer.get_data(as_text=True).strip().startswith(start)


@pytest.fixture
def experts(place):
    pledge = PledgeFactory(convention=ConventionFactory(territory=place))
    OfferFactory(expert=ExpertFactory(group=pledge.group), title="Presses à injecter", text="Moules et outillage.")
    return [OfferFactory(expert=ExpertFactory(group=pledge.group)) for _ in range(2)]


def test_the_count_says_how_many_and_on_which_words_but_no_name(page, last_step, experts, session):
    public_id, _ = last_step

    answer = page.client.post(f"/besoin/{public_id}/apercu", data={"text": WORDS}).get_data(as_text=True)

    assert '<span class="count">2</span>' in answer
    assert experts[0].expert.name not in answer
    assert only_need(session).typed["words"]["text"] == WORDS


def test_the_themes_ticked_meanwhile_are_kept_and_what_is_no_theme_is_not(page, last_step, experts, session):
    public_id, _ = last_step

    page.client.post(f"/besoin/{public_id}/apercu", data={"text": WORDS, "themes": ["law", "hr", "cookery"]})

    assert only_need(session).typed["words"]["themes"] == ["hr", "law"]


def test_without_a_script_the_next_page_shows_the_count(page, last_step, experts):
    public_id, typed = last_step

    sent = page.follow(page.post("public.needs_words", typed, public_id=public_id))

    assert '<span class="count">2</span>' in sent.html


@pytest.mark.parametrize("text", ["", "aide", "\x00" * 20])
def test_too_little_to_read_counts_nothing(page, last_step, experts, text):
    public_id, _ = last_step

    answer = page.client.post(f"/besoin/{public_id}/apercu", data={"text": text})

    assert answer.status_code in (200, 204)
    assert "count" not in answer.get_data(as_text=True)


def test_counting_is_limited_and_then_stays_silent(page, last_step, experts):
    public_id, _ = last_step
    for _ in range(200):
        page.client.post(f"/besoin/{public_id}/apercu", data={"text": "a"})

    assert page.client.post(f"/besoin/{public_id}/apercu", data={"text": WORDS}).status_code == 204


def test_what_a_robot_sends_is_held_and_answered_like_everything_else(visitor, session):
    say_who(visitor)
    say_which_firm(visitor)
    visitor.write("Laissez ce champ vide", "http://exemple.fr")
    say_what_for(visitor)
    assert visitor.heading == "Regardez votre messagerie"

    visitor.open(mailed_link(session, "address_to_confirm")).press("Oui, c’est ma demande")

    assert visitor.heading == "Merci, votre adresse est confirmée"
    assert (only_need(session).state, only_need(session).doubts) == ("held", "trap")


def test_pressing_at_once_to_see_what_is_asked_is_not_doubtful(visitor, session):
    say_who(visitor)
    visitor.press("Continuer")
    say_which_firm(visitor)
    visitor.press("Envoyer mon besoin")
    say_what_for(visitor)

    assert only_need(session).state == "received"
    assert only_need(session).doubts == ""


@pytest.mark.parametrize(("wait", "doubts"), [(2, "too_fast"), (3, ""), (86_000, ""), (90_000, "too_old")])
def test_a_last_step_sent_too_fast_or_too_late_is_doubtful(page, place, session, frozen, wait, doubts):
    page.location = begin(page, frozen)
    public_id, typed = send_last_step(page)

    frozen.shift(timedelta(seconds=wait))
    page.post("public.needs_words", typed, public_id=public_id)

    assert only_need(session).doubts == doubts


def test_a_form_with_a_key_that_is_not_ours_is_doubtful(page, last_step, session):
    public_id, typed = last_step

    page.post("public.needs_words", typed | {"form_key": "forged"}, public_id=public_id)

    assert "no_key" in only_need(session).doubts


def test_many_requests_from_one_address_are_held_and_mail_nobody(app, place, session, frozen):
    for _ in range(PER_ADDRESS.count + 1):
        last = Visitor(app, frozen)
        fill_in(last)

    states = [need.state for need in session.query(Need).order_by(Need.id)]
    assert states == ["received"] * PER_ADDRESS.count + ["held"]
    assert mails(session).count("address_to_confirm") == PER_ADDRESS.count
    assert last.heading == "Regardez votre messagerie"


def test_the_language_of_the_browser_is_kept(app, place, session):
    PageClient(app, language="en").post("public.needs_start", {"name": "Sylvie", "email": "sylvie@exemple.fr"})

    assert only_need(session).contact.language == "en"


def test_the_language_follows_who_writes_again_in_another(app, place, session):
    browser = PageClient(app, language="en")
    person = {"name": "Sylvie", "email": "sylvie@exemple.fr"}
    started = browser.post("public.needs_start", person)
    browser.language = "fr"
    browser.open("POST", started.location.replace("/entreprise", "/vous"), status=303, data=person)

    assert only_need(session).contact.language == "fr"


def test_another_browser_cannot_open_somebodys_form(app, visitor, session, frozen):
    say_who(visitor)

    Visitor(app, frozen).open(visitor.address, status=403)


def test_a_form_that_was_sent_shows_what_happens_next(visitor, session):
    fill_in(visitor)
    public_id = re.search(r"/besoin/(\w{26})", visitor.address)[1]

    for step in ("", "/vous", "/entreprise", "/ailleurs", "/demande", "/envoye"):
        assert visitor.open(f"/besoin/{public_id}{step}").heading == "Regardez votre messagerie"
    assert find_by_public_id(public_id) is not None
