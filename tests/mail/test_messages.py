import os
import re
from pathlib import Path

import html5lib
import pytest
from factories.letters import STORIES, TEXT, tell_letter

from webapp.mail.contexts import context_of
from webapp.mail.render import COLUMNS, render
from webapp.mail.wanted import WANTED

SNAPSHOTS = Path(__file__).parent / "snapshots"
BASE = "https://alize.exemple.fr"
LINK = f"{BASE}/r/" + "abcdefghijklmnopqrstuvwx" * 2
#: mails whose reader has nothing to open
WITHOUT_LINK = {
    "place_taken",
    "request_withdrawn",
    "account_changed",
    "factor_changed",
    "factor_changed.off",
    "group_behind",
    "group_nearly_spent",
    "group_nearly_spent.all",
    "export_failed.out_of_scope",
}
#: words of the HTML alone: the logo in its two colours, and what stands above the link in clear
FRAME = {"Aliz", "é", "Si", "le", "bouton", "ne", "s", "ouvre", "pas"}
TO_COORDINATORS = {
    "visit_disputed",
    "will_not_meet",
    "expert_has_left",
    "not_meant_for_me",
    "address_refused",
    "advance_released",
}


@pytest.fixture(params=sorted(STORIES))
def name(request):
    return request.param


@pytest.fixture
def mail(name, session, now):
    return tell_letter(name, now)


@pytest.fixture
def words(mail, now):
    link = LINK if mail.link_id else None
    return render(mail.template, "fr", context_of(mail, link, base_url=BASE, now=now))


def seen(html):
    """What a reader of the HTML sees: words, and where the links lead."""
    body = html5lib.parse(html, namespaceHTMLElements=False).find("body")
    (preheader,) = [element for element in body.iter("div") if element.get("class") == "preheader"]
    preheader.text = ""
    return " ".join("\n".join(body.itertext()).split()), [link.get("href") for link in body.iter("a")]


def plain(text):
    return re.findall(r"\w+", re.sub(r"https?://\S+", "", text))


def without_token(text):
    return re.sub(r"(?<=/mot-de-passe/oubli/)\S+|(?<=/comite/seances/)\w+", "…", text)


def test_a_mail_reads_as_it_was_agreed(name, words):
    written = without_token(f"{words.subject}\n\n{words.text}")
    kept = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("SNAPSHOTS") == "write":
        kept.write_text(written, encoding="utf-8")

    assert written == kept.read_text(encoding="utf-8")


def test_no_line_of_the_text_is_long_but_a_link(words):
    long = [line for line in words.text.splitlines() if len(line) > COLUMNS and "http" not in line]

    assert not long


def test_the_html_says_what_the_text_says(words):
    shown, _ = seen(words.html)

    missing = set(plain(shown)) - set(plain(words.text))

    assert not missing - FRAME


def test_the_one_button_is_also_a_link_in_clear(name, words):
    shown, links = seen(words.html)
    ours = [link for link in links if not link.endswith("/mon-espace")]

    assert len(ours) == (0 if name in WITHOUT_LINK else 2)
    for link in ours:
        assert link in shown
        assert words.text.count(link) == 1
    assert all(link.startswith(f"{BASE}/") for link in links)


def test_nothing_foreign_is_loaded(words):
    assert not re.search(r"<(?:img|link|script|iframe)\b|url\(|@import", words.html)


def test_the_subject_holds_no_word_of_a_person(words):
    people = ("Aubry", "Humbert", "Lacroix", "Toul", "Menuiserie", "contrat", "Saint-Gobain", "Marchal")

    assert not [word for word in people if word in words.subject]


def test_an_answer_by_mail_reaches_the_coordinator_who_is_named(mail, words):
    to_reader = mail.person_kind in ("contact", "expert", "referent") and mail.template != "expert_space_link"

    assert mail.reply_to == ("helene.marchal@exemple.fr" if to_reader else "")
    assert ("Répondez à ce message" in words.text) == to_reader


def test_coordinators_are_led_to_the_desk(mail, words):
    if mail.template in TO_COORDINATORS:
        assert mail.recipient == "helene.marchal@exemple.fr"
        assert f"{BASE}/desk\n" in words.text


@pytest.mark.parametrize("name", ["proposal_sent", "proposal_reminder", "place_free", "link_again"], indirect=True)
def test_a_request_names_neither_the_firm_nor_its_people(words):
    secrets = ("Aubry", "sylvie", "06\u00a039")

    assert not [secret for secret in secrets if secret in words.text + words.html]


@pytest.mark.parametrize("name", ["proposal_sent"], indirect=True)
def test_what_a_firm_typed_is_shown_as_typed(words):
    assert TEXT in " ".join(words.text.split())


def test_an_english_reader_gets_every_mail(mail, now):
    english = render(mail.template, "en", context_of(mail, LINK, base_url=BASE, now=now))

    assert 'lang="en"' in english.html


def test_every_mail_has_its_story():
    assert {name.partition(".")[0] for name in STORIES} == set(WANTED)


def test_every_snapshot_has_its_story():
    assert {path.stem for path in SNAPSHOTS.glob("*.txt")} == set(STORIES)
