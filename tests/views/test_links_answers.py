from datetime import timedelta

import pytest
from factories.stories import DESK, EXPERT, tell_story
from pages import PageClient
from sqlalchemy import select

from webapp.domain.links import Purpose
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.models.missions import Mission
from webapp.models.notes import Note
from webapp.services.answers import accept_proposal, settle_answer
from webapp.services.links import find_link, mint_secret
from webapp.services.missions import end_mission
from webapp.services.proposals import expire_proposal, withdraw_proposal
from webapp.transaction import transaction


@pytest.fixture
def story(session, now):
    return tell_story(offers=2)


@pytest.fixture
def asked(story, now):
    return story.send(now)


def link_of(proposal) -> ActionLink:
    return find_link(Purpose.ANSWER, proposal.id, proposal.expert)


def opened(page, link) -> str:
    with transaction():
        token = mint_secret(link)
    assert page.open("GET", f"/r/{token}", status=303).location.endswith(link.public_id)
    return link.public_id


def answer(page, public_id, *, status=303, **data):
    mark = hidden(page.get("links.answers_show", public_id=public_id), "mark")
    return page.post("links.answers_send", {"mark": mark} | data, public_id=public_id, status=status)


def hidden(shown, name):
    (field,) = [field for field in shown.all("input") if field.get("name") == name]
    return field.get("value")


def mails(template):
    return db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == template)).all()


def settle(proposal, now):
    with transaction():
        settle_answer(proposal, by=JOB, now=now + timedelta(minutes=30))


def test_the_page_says_who_asks_what_and_until_when_without_the_name(page, asked, now):
    proposal = asked[0]
    need = proposal.role.need

    shown = page.get("links.answers_show", public_id=opened(page, link_of(proposal)), at_most=14)

    assert shown.heading == f"Une entreprise de {need.company.commune.name} vous demande un coup de main"
    for words in ("Menuiserie bois</bdi>, 8 personnes.", need.text, proposal.offer.title):
        assert words in shown.html
    assert "Temps demandé 1 jour" in shown.text
    assert "À terminer avant le 18 décembre" in shown.text
    assert "Pour Claire Humbert" in shown.text
    assert "Répondez avant la fin du jeudi 3 décembre" in shown.text
    for secret in (need.company.name, need.contact.name, need.contact.email, need.contact.phone):
        assert secret not in shown.html


def test_nothing_is_chosen_beforehand(page, asked):
    shown = page.get("links.answers_show", public_id=opened(page, link_of(asked[0])))

    radios = [field for field in shown.all("input") if field.get("type") == "radio"]
    assert len(radios) == 8
    assert not [field for field in radios if field.get("checked") is not None]


def test_opening_the_page_changes_nothing(page, asked):
    public_id = opened(page, link_of(asked[0]))

    page.get("links.answers_show", public_id=public_id)
    page.get("links.answers_stranger", public_id=public_id)

    assert asked[0].state == "sent"
    assert asked[0].disowned_at is None


def test_a_yes_is_said_and_can_be_taken_back_for_half_an_hour(page, asked):
    public_id = opened(page, link_of(asked[0]))

    shown = page.follow(answer(page, public_id, answer="yes"))

    assert shown.heading == "Vous avez dit oui"
    assert "Le mardi 24 novembre 2026 à 10 h. Merci." in shown.text
    assert "jusqu’à 10 h 30" in shown.text
    assert asked[0].role.need.contact.name not in shown.html
    shown = page.follow(page.post("links.answers_undo", public_id=public_id))
    assert shown.heading.startswith("Une entreprise")
    assert "Votre réponse est reprise" in shown.text
    assert asked[0].state == "sent"


@pytest.mark.parametrize(("words", "is_said"), [("relire un contrat", True), ("une embauche", False)])
def test_underlining_is_explained_where_something_is_underlined(page, asked, words, is_said):
    asked[0].role.need.text = words
    asked[0].reasons = [["contrat", "contrats"]]
    db.session.commit()

    shown = page.get("links.answers_show", public_id=opened(page, link_of(asked[0])))

    assert ("<mark>contrat</mark>" in shown.html) is is_said
    assert ("Souligné" in shown.text) is is_said


def test_after_half_an_hour_the_page_gives_the_contact_and_no_way_back(page, asked, now, frozen):
    public_id = opened(page, link_of(asked[0]))
    answer(page, public_id, answer="yes")
    settle(asked[0], now)
    frozen.shift(timedelta(minutes=31))
    public_id = opened(page, link_of(asked[0]))

    shown = page.get("links.answers_show", public_id=public_id)

    contact = asked[0].role.need.contact
    for words in (contact.name, contact.email, "06 39 98 14 07", contact.company.name):
        assert words in shown.html
    assert "Changer d’avis" not in shown.text
    page.post("links.answers_undo", public_id=public_id)
    assert asked[0].state == "accepted"


def test_a_second_click_shows_the_first_answer(page, asked):
    public_id = opened(page, link_of(asked[0]))
    mark = hidden(page.get("links.answers_show", public_id=public_id), "mark")
    page.post("links.answers_send", {"mark": mark, "answer": "yes"}, public_id=public_id)

    again = page.post("links.answers_send", {"mark": mark, "answer": "no"}, public_id=public_id)

    assert page.follow(again).heading == "Vous avez dit oui"
    assert len(mails("yes_received")) == 1


def test_a_no_keeps_its_reason_and_its_words(page, asked):
    public_id = opened(page, link_of(asked[0]))

    shown = page.follow(answer(page, public_id, answer="no", reason="too_far", words="Je suis à Épinal en ce moment"))

    assert shown.heading == "Vous avez dit non"
    assert "C’est trop loin" in shown.text
    assert (asked[0].state, asked[0].decline_reason) == ("declined", "too_far")
    assert db.session.scalar(select(Note.text)) == "Je suis à Épinal en ce moment"


@pytest.mark.parametrize("reason", ["", "astrology"])
def test_a_no_without_a_known_reason_is_a_no(page, asked, reason):
    answer(page, opened(page, link_of(asked[0])), answer="no", reason=reason)

    assert (asked[0].state, asked[0].decline_reason) == ("declined", "other")


def test_no_answer_at_all_is_asked_for_and_keeps_what_was_typed(page, asked):
    shown = answer(page, opened(page, link_of(asked[0])), status=200, words="Bonjour")

    assert shown.title.startswith("Erreur")
    assert "Choisissez oui ou non." in shown.text
    assert hidden(shown, "words") == "Bonjour"


def test_an_answer_to_a_request_that_changed_shows_the_new_one(page, asked):
    public_id = opened(page, link_of(asked[0]))
    mark = hidden(page.get("links.answers_show", public_id=public_id), "mark")
    with transaction():
        asked[0].role.need.deadline_on += timedelta(days=30)

    shown = page.post(
        "links.answers_send", {"mark": mark, "answer": "yes", "words": "Avec plaisir"}, public_id=public_id, status=200
    )

    assert "La demande a changé" in shown.text
    assert "17 janvier" in shown.text
    assert asked[0].state == "sent"
    assert hidden(shown, "words") == "Avec plaisir"
    assert not [field for field in shown.all("input") if field.get("checked") is not None]
    data = {"mark": hidden(shown, "mark"), "answer": "yes"}
    page.post("links.answers_send", data, public_id=public_id)
    assert asked[0].state == "accepted"


def test_who_comes_second_is_thanked_and_their_interest_kept(page, asked, now):
    with transaction():
        accept_proposal(asked[0], by=EXPERT, now=now)
    public_id = opened(page, link_of(asked[1]))
    assert "Quelqu’un vient de dire oui" in page.get("links.answers_show", public_id=public_id).text

    shown = page.follow(answer(page, public_id, answer="yes"))

    assert shown.heading == "Merci, quelqu’un vient de dire oui"
    assert asked[1].interested_at == now
    settle(asked[0], now)
    shown = page.get("links.answers_show", public_id=public_id)
    assert shown.heading == "Merci, c’est déjà pris"
    assert "Vous aviez dit oui" in shown.text


def test_a_yes_beyond_the_days_of_the_group_is_kept(page, now, session):
    (proposal,) = tell_story(offers=1, pledged_minutes=60).send(now)
    public_id = opened(page, link_of(proposal))

    shown = page.follow(answer(page, public_id, answer="yes"))

    assert shown.heading == "Votre oui est noté"
    assert "Hélène Marchal voit avec lui" in shown.text
    assert proposal.state == "held"


def test_a_withdrawn_request_says_so(page, asked, now):
    with transaction():
        withdraw_proposal(asked[0], by=DESK, now=now, reason="need_over")

    shown = page.get("links.answers_show", public_id=opened(page, link_of(asked[0])))

    assert shown.heading == "Cette demande n’a plus besoin de réponse"


def expired(proposal, now, frozen):
    frozen.shift(timedelta(days=10))
    with transaction():
        expire_proposal(proposal, by=JOB, now=now + timedelta(days=10))


def test_after_the_last_day_a_new_link_is_mailed_and_says_yes(page, asked, now, frozen):
    expired(asked[0], now, frozen)
    link = link_of(asked[0])
    public_id = opened(page, link)
    shown = page.get("links.answers_show", public_id=public_id)
    assert shown.heading == "La date pour répondre est passée"
    assert "la place est libre" in shown.text
    page.post("links.answers_send", {"mark": "", "answer": "yes"}, public_id=public_id)
    assert asked[0].state == "expired"

    page.post("links.resend_send", public_id=public_id, status=200)

    (mail,) = mails("link_again")
    assert mail.recipient == asked[0].expert.email
    answer(page, public_id, answer="yes")
    assert asked[0].state == "accepted"


def test_after_the_last_day_a_taken_place_offers_no_new_link(page, asked, now, frozen):
    expired(asked[1], now, frozen)
    with transaction():
        accept_proposal(asked[0], by=DESK, now=now)

    shown = page.get("links.answers_show", public_id=opened(page, link_of(asked[1])))

    assert "Une autre personne aide cette entreprise" in shown.text
    assert "Recevoir un nouveau lien" not in shown.text


def test_a_new_link_is_mailed_three_times_a_day_at_most(page, asked):
    public_id = opened(page, link_of(asked[0]))

    for _ in range(5):
        page.post("links.resend_send", public_id=public_id, status=200)

    assert len(mails("link_again")) == 3


def test_somebody_else_tells_that_it_is_not_for_them(page, asked):
    public_id = opened(page, link_of(asked[0]))

    page.post("links.answers_disown", public_id=public_id, status=200)
    shown = page.post("links.answers_disown", public_id=public_id, status=200)

    assert shown.heading == "Merci de nous l’avoir dit"
    assert asked[0].state == "sent"
    assert [mail.recipient for mail in mails("not_meant_for_me")] == ["helene.marchal@exemple.fr"]


def test_an_english_reader_gets_the_page_in_english(app, asked):
    from pages import PageClient

    page = PageClient(app, language="en")
    shown = page.get("links.answers_show", public_id=opened(page, link_of(asked[0])))

    assert shown.all("html")[0].get("lang") == "en"


def test_the_link_of_another_purpose_opens_no_answer(page, asked, now):
    with transaction():
        mission = accept_proposal(asked[0], by=EXPERT, now=now).mission
    link = find_link(Purpose.DECLARE_VISIT, mission.id, asked[0].expert)
    opened(page, link)

    page.get("links.answers_show", public_id=link.public_id, status=404)


def test_who_answers_in_the_language_that_they_chose_is_written_to_in_it(page, asked):
    proposal, other = asked
    public_id = opened(page, link_of(proposal))
    page.get("links.answers_show", public_id=public_id, lang="en")
    assert proposal.expert.language == "fr"

    answer(page, public_id, answer="yes")

    assert db.session.get(type(proposal.expert), proposal.expert_id, populate_existing=True).language == "en"
    receipt = db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == "yes_received")).one()
    assert receipt.language == "en"
    assert other.expert.language == "fr"


def test_an_english_browser_alone_changes_no_language(app, asked):
    proposal, _ = asked
    page = PageClient(app, language="en")
    public_id = opened(page, link_of(proposal))

    answer(page, public_id, answer="yes")

    assert db.session.get(type(proposal.expert), proposal.expert_id, populate_existing=True).language == "fr"


def test_where_the_mission_is_over_no_more_days_are_asked_for(page, asked, now):
    public_id = opened(page, link_of(asked[0]))
    answer(page, public_id, answer="yes")
    settle(asked[0], now)
    assert "Noter un jour ou une durée" in page.get("links.answers_show", public_id=public_id).text
    mission = db.session.scalar(select(Mission).where(Mission.proposal_id == asked[0].id))
    with transaction():
        end_mission(mission, "finish", by=DESK, now=now)

    text = page.get("links.answers_show", public_id=public_id).text

    assert "Cette mission est close depuis le mardi 24 novembre 2026." in text
    assert "Noter un jour" not in text
