from datetime import timedelta

import pytest
from factories.requests import confirmed, drafted, sent, toul
from factories.stories import EXPERT, tell_story
from pages import PageClient

from webapp.domain.links import Purpose
from webapp.models.limits import Hit
from webapp.models.mails import OutgoingMail
from webapp.services.links import find_link, mint_secret
from webapp.services.missions import declare_visit
from webapp.services.needs import track_link
from webapp.transaction import transaction


def token_of(link):
    with transaction():
        return str(mint_secret(link))


@pytest.fixture
def need(session, now):
    toul()
    return confirmed(now)


@pytest.fixture
def link(need, now):
    with transaction():
        return track_link(need, now)


def open_link(page, link):
    return page.open("GET", f"/r/{token_of(link)}", status=303)


def test_a_mailed_address_leads_to_a_page_without_its_secret(page, link):
    token = token_of(link)

    answer = page.open("GET", f"/r/{token}", status=303)

    assert answer.location == f"/suivi/{link.public_id}"
    assert token[16:] not in str(answer.response.headers)
    assert answer.response.headers["Referrer-Policy"] == "no-referrer"
    assert answer.response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer.response.headers["Cache-Control"]


def test_the_cookie_of_a_link_is_short_lived_and_out_of_reach_of_scripts(page, link):
    (cookie,) = open_link(page, link).response.headers.getlist("Set-Cookie")

    assert cookie.startswith(f"alize-{link.public_id}=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=1800"} <= {part.strip() for part in cookie.split(";")}


def test_a_page_opens_only_where_its_link_was_opened(app, page, link):
    open_link(page, link)

    assert page.get("links.tracking_show", public_id=link.public_id).status == 200
    stranger = PageClient(app).get("links.tracking_show", public_id=link.public_id, status=403)
    assert "depuis votre message" in stranger.heading


def test_a_page_that_is_not_used_closes_after_half_an_hour(page, link, frozen):
    open_link(page, link)
    for _ in range(3):
        frozen.shift(timedelta(minutes=29))
        page.get("links.tracking_show", public_id=link.public_id)

    frozen.shift(timedelta(minutes=31))

    page.get("links.tracking_show", public_id=link.public_id, status=403)


def test_the_cookie_of_one_link_opens_no_other(app, page, link, now):
    other = confirmed(now)
    with transaction():
        second = track_link(other, now)
    open_link(page, link)
    first = page.client.get_cookie(f"alize-{link.public_id}")
    page.client.set_cookie(f"alize-{second.public_id}", first.value)

    page.get("links.tracking_show", public_id=second.public_id, status=403)


def test_several_links_are_open_side_by_side(page, link, now):
    other = confirmed(now)
    with transaction():
        second = track_link(other, now)

    for each in (link, second):
        open_link(page, each)

    for each in (link, second):
        page.get("links.tracking_show", public_id=each.public_id)


@pytest.mark.parametrize("place", [0, 15, 16, 30, 47])
def test_a_link_with_one_character_changed_says_that_it_is_cut(page, link, place):
    token = token_of(link)
    wrong = token[:place] + ("a" if token[place] != "a" else "b") + token[place + 1 :]

    assert "pas complet" in page.open("GET", f"/r/{wrong}", status=404).heading


@pytest.mark.parametrize("wrong", ["x", "a" * 47, "a" * 49, "A" * 48, "%00" * 48, "é" * 48, "a" * 5000])
def test_an_address_that_is_no_link_says_so(page, link, wrong):
    assert "pas complet" in page.open("GET", f"/r/{wrong}", status=404).heading


def test_a_link_that_was_withdrawn_is_gone(page, link, now, session):
    token = token_of(link)
    link.revoked_at = now
    session.commit()

    page.open("GET", f"/r/{token}", status=410)


def test_a_link_of_another_purpose_opens_nothing_else(page, need, now):
    confirm = find_link(Purpose.CONFIRM_ADDRESS, need.id, need.contact)
    open_link(page, confirm)

    page.get("links.addresses_show", public_id=confirm.public_id)
    assert "pas complet" in page.get("links.tracking_show", public_id=confirm.public_id, status=404).heading
    page.post("links.tracking_withdraw", public_id=confirm.public_id, status=404)
    assert need.state == "open"


def test_an_expired_link_still_shows_but_no_longer_acts(page, link, need, frozen):
    frozen.shift(timedelta(days=800))
    open_link(page, link)

    page.get("links.tracking_show", public_id=link.public_id)
    refused = page.post("links.tracking_withdraw", public_id=link.public_id, status=410)

    assert need.state == "open"
    assert f"/lien/{link.public_id}/nouveau" in refused.html
    assert "Ce lien a servi jusqu’au " in refused.text


def test_somebody_who_guesses_addresses_has_to_wait(page, link, session):
    for _ in range(60):
        page.open("GET", "/r/" + "a" * 48, status=404)

    page.open("GET", "/r/" + "a" * 48, status=429)
    page.open("GET", f"/r/{token_of(link)}", status=303)
    assert session.query(Hit).count() == 60


def test_what_was_typed_into_a_page_that_had_closed_is_given_back(page, link):
    words = "J’ai trouvé quelqu’un dans ma famille, qui vient dès lundi nous aider."

    closed = page.post("links.tracking_withdraw", {"words": words}, public_id=link.public_id, status=403)

    assert words in closed.html


def test_what_is_too_much_to_be_read_is_not_given_back(page, link):
    closed = page.post("links.tracking_withdraw", {"words": "x" * 300_000}, public_id=link.public_id, status=403)

    assert "xxx" not in closed.html


def mails_of(session):
    return [(mail.template, mail.recipient) for mail in session.query(OutgoingMail).order_by(OutgoingMail.id)]


def test_a_new_link_goes_to_the_address_on_file(page, link, need, session):
    answer = page.post("links.resend_send", public_id=link.public_id, status=200)

    assert mails_of(session)[-1] == ("link_to_track", need.contact.email)
    assert need.contact.email not in answer.text


def test_asking_for_a_link_that_does_not_exist_is_answered_the_same(page, link, session):
    known = page.post("links.resend_send", public_id=link.public_id, status=200)
    count = len(mails_of(session))

    unknown = page.post("links.resend_send", public_id="a" * 26, status=200)

    assert unknown.text == known.text
    assert len(mails_of(session)) == count


def test_a_link_is_sent_again_a_few_times_a_day(page, link, session):
    count = len(mails_of(session))

    for _ in range(6):
        page.post("links.resend_send", public_id=link.public_id, status=200)

    assert len(mails_of(session)) == count + 3


@pytest.mark.parametrize("make", [drafted, sent])
def test_a_request_that_is_not_open_is_no_page_to_follow(page, session, now, make):
    toul()
    need = make(now)
    resume = find_link(Purpose.RESUME_NEED, need.id, need.contact)
    open_link(page, resume)

    answer = page.get("public.needs_resume", public_id=resume.public_id, status=303)

    assert answer.location.endswith("/demande" if need.state == "draft" else "/envoye")


def test_a_question_about_a_visit_opens_by_its_own_link(page, session, now):
    mission = tell_story().accepted(now)
    with transaction():
        visit = declare_visit(mission, now.date(), 180, by=EXPERT, now=now)
    link = find_link(Purpose.CONFIRM_VISIT, visit.id, mission.role.need.contact)

    assert open_link(page, link).location == f"/visite/{link.public_id}/confirmation"
