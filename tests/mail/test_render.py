import re
from datetime import date

import html5lib
import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader

import webapp
from webapp.domain.deliveries import Unwritable
from webapp.mail.render import COLUMNS, fold, render
from webapp.views.filters import register_filters

BODY_HTML = """
{% extends "mail/layout.html" %}{% from "mail/parts.html" import facts, paragraph, quote, small %}
{% block preheader %}1 jour, avant le 18 décembre.{% endblock %}
{% block heading %}Une menuiserie de Toul aimerait que vous relisiez un contrat.{% endblock %}
{% block content %}
{{ paragraph("Elle emploie 8 personnes et embauche son premier commercial. Son nom vous sera donné si vous dites oui.") }}
{{ quote(words) }}
{{ facts([("Temps", "1 jour, en une ou deux fois"), ("Avant le", deadline), ("Rien", ""), ("Pourquoi vous", why)]) }}
{% endblock %}
{% block label %}Répondre oui ou non{% endblock %}
{% block after %}{{ small("Ouvrir le lien n’engage à rien, et vous aurez 30 minutes pour changer d’avis.") }}{% endblock %}
{% block reason %}Vous recevez ce message parce que vous avez proposé votre aide avec Saint-Gobain PAM.{% endblock %}
"""
BODY_TEXT = """
{% extends "mail/layout.txt" %}{% from "mail/parts.txt" import facts, link, quote %}
{% block heading %}Une menuiserie de Toul aimerait que vous relisiez un contrat.{% endblock %}
{% block content %}
Elle emploie 8 personnes et embauche son premier commercial.
Son nom vous sera donné si vous dites oui.

Elle écrit\u00a0:

{{ quote(words) }}

{{ facts([("Temps", "1 jour, en une ou deux fois"), ("Avant le", deadline), ("Rien", ""), ("Pourquoi vous", why)]) }}
{% endblock %}
{% block label %}Répondre oui ou non{% endblock %}
{% block after %}Ouvrir le lien n’engage à rien, et vous aurez 30 minutes pour changer d’avis.{% endblock %}
{% block reason %}
Vous recevez ce message parce que vous avez proposé votre aide avec Saint-Gobain PAM.
{{ link("Faire une pause", "https://alize.exemple.fr/mon-espace") }}
{% endblock %}
"""
VALUES = {
    "name": "Claire Humbert",
    "place": "Terres de Lorraine",
    "coordinator": {"name": "Hélène Marchal", "phone": "+33353012418", "email": "helene@exemple.fr"},
    "link_url": "https://alize.exemple.fr/r/" + "abcdefghijklmnopqrstuvwxyz234567" * 2,
    "words": "Bonjour, besoin d’une relectur de contra de travail pour mon premier commercial (forfait jours).\nMerci",
    "deadline": "18 décembre 2026, sur place ou à distance",
    "why": "Vous proposez «\u00a0relecture de contrats de travail\u00a0» et «\u00a0période d’essai\u00a0», à 27 km.",
    "reference": "MX-4821",
}
TEXT = """Bonjour Claire Humbert,

Une menuiserie de Toul aimerait que vous relisiez un contrat.

Elle emploie 8 personnes et embauche son premier commercial.
Son nom vous sera donné si vous dites oui.

Elle écrit\u00a0:

    «\u00a0Bonjour, besoin d’une relectur de contra de travail pour
    mon premier commercial (forfait jours).
    Merci\u00a0»

Temps           1 jour, en une ou deux fois
Avant le        18 décembre 2026, sur place ou à distance
Pourquoi vous   Vous proposez «\u00a0relecture de contrats de
                travail\u00a0» et «\u00a0période d’essai\u00a0», à 27 km.

Répondre oui ou non\u00a0:
https://alize.exemple.fr/r/abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwxyz234567

Ouvrir le lien n’engage à rien, et vous aurez 30 minutes pour
changer d’avis.

Une question\u202f? Répondez à ce message\u00a0: il arrive chez Hélène
Marchal, qui anime Alizé (03\u00a053\u00a001\u00a024\u00a018).

Vous recevez ce message parce que vous avez proposé votre aide
avec Saint-Gobain PAM.
Faire une pause\u00a0:
https://alize.exemple.fr/mon-espace

--\u0020
Alizé Terres de Lorraine
"""


@pytest.fixture
def written():
    """Renders the mail above, with some of its templates and values changed; None takes one away."""
    app = Flask("webapp", root_path=webapp.__path__[0])
    Babel(app, default_locale="fr")
    register_filters(app)
    known = {
        "subject.txt": "Une demande près de chez vous ({{ reference }})\n",
        "body.txt": BODY_TEXT,
        "body.html": BODY_HTML,
    }

    def write(language="fr", templates=None, **changes):
        parts = {
            f"mail/trial/{name}": source for name, source in (known | (templates or {})).items() if source is not None
        }
        app.jinja_env.loader = ChoiceLoader([DictLoader(parts), FileSystemLoader(f"{app.root_path}/templates")])
        app.extensions.pop("mail_templates", None)
        values = {name: value for name, value in (VALUES | changes).items() if value is not ...}
        with app.app_context():
            return render("trial", language, values)

    return write


def test_the_text_stands_alone_in_64_columns(written):
    assert written().text == TEXT


def test_the_subject_is_fixed_words_and_our_reference(written):
    assert written().subject == "Une demande près de chez vous (MX-4821)"


@pytest.mark.parametrize("subject", ["{{ words }}", "{{ name }}", "{{ place }}", "", " \n", "Un\nDeux", "x" * 121])
def test_a_subject_of_other_words_is_not_written(written, subject):
    with pytest.raises(Unwritable):
        written(templates={"subject.txt": subject})


@pytest.mark.parametrize("missing", ["words", "name", "coordinator", "link_url", "reference"])
def test_a_missing_value_is_an_error_and_no_blank(written, missing):
    with pytest.raises(Unwritable):
        written(**{missing: ...})


@pytest.mark.parametrize("template", ["subject.txt", "body.txt", "body.html"])
def test_a_missing_part_is_an_error(written, template):
    with pytest.raises(Unwritable):
        written(templates={template: None})


def test_the_html_is_valid_and_carries_its_own_styles(written):
    html = written().html
    html5lib.HTMLParser(strict=True).parse(html)
    assert 'class="said" style="border-left: 3px solid #d98e1f' in html
    assert "@media (prefers-color-scheme: dark)" in html
    assert "[data-ogsc] .link" in html
    assert html.count("<style") == 1
    assert '<html lang="fr">' in html
    assert "<title>Une demande près de chez vous (MX-4821)</title>" in html


def test_the_html_asks_for_nothing_from_elsewhere(written):
    html = written().html
    assert not re.search(r"<(?:img|link|script|iframe|object)\b|url\(|@import|@font-face", html)
    assert set(re.findall(r'(?:href|src)="([^"]+)"', html)) == {VALUES["link_url"]}


def test_the_link_shows_as_a_button_and_in_clear(written):
    html = written().html
    assert html.count(f'href="{VALUES["link_url"]}"') == 2
    assert f">{VALUES['link_url']}</a>" in html
    assert ">Répondre oui ou non</a>" in html


def test_a_mail_without_link_or_coordinator_has_no_trace_of_them(written):
    mail = written(link_url=None, coordinator=None, place="", name="")
    assert "Répondre oui ou non" not in mail.html + mail.text
    assert "Si le bouton" not in mail.html
    assert "Une question" not in mail.html + mail.text
    assert mail.text.startswith("Bonjour,\n")
    assert mail.text.endswith("\n-- \nAlizé\n")


def test_what_a_person_typed_is_shown_and_never_runs(written):
    typed = "<script>alert(1)</script> & {{ name }} %(words)s\n<b>gras</b>"
    mail = written(words=typed, name='"><img src=x>', why="<i>27 km</i>")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ name }} %(words)s<br>&lt;b&gt;gras&lt;/b&gt;" in mail.html
    assert not re.search(r"<(?:script|img|b|i)\b", mail.html)
    assert "<script>alert(1)</script> & {{ name }} %(words)s\n    <b>gras</b>" in mail.text


def test_a_fact_without_a_value_is_left_out(written):
    mail = written(why="", deadline=None)
    assert "Rien" not in mail.html + mail.text
    assert "Pourquoi vous" not in mail.html + mail.text
    assert "Avant le" not in mail.html + mail.text
    assert mail.html.count('scope="row"') == 1


def test_the_language_is_that_of_the_reader(written):
    assert '<html lang="en">' in written("en").html


def test_dates_follow_the_language_of_the_mail(written):
    templates = {"body.txt": "{{ deadline|date_year }}"}
    assert written("fr", templates, deadline=date(2026, 12, 1)).text == "1er\u00a0décembre 2026\n"
    assert written("en", templates, deadline=date(2026, 12, 1)).text == "1\u00a0December 2026\n"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("a" * 64, "a" * 64),
        ("un deux trois quatre", "un deux\ntrois\nquatre"),
        ("    un deux trois", "    un\n    deux\n    trois"),
        ("- un deux trois", "- un deux\n  trois"),
        ("1. un deux trois", "1. un\n   deux\n   trois"),
        ("ab  un deux trois", "ab  un\n    deux\n    trois"),
        ("un\u00a0deux\u00a0trois quatre", "un\u00a0deux\u00a0trois\nquatre"),
        ("voir https://exemple.fr/r/abc ici", "voir\nhttps://exemple.fr/r/abc\nici"),
        ("un-deux-trois-quatre", "un-deux-trois-quatre"),
        ("a\n\n\n\nb  \n", "a\n\nb"),
        ("a\n-- \nb", "a\n-- \nb"),
    ],
)
def test_lines_are_folded_at_spaces_only(typed, folded):
    assert fold(typed, 64 if len(typed) == 64 else 9) == folded + "\n"


@given(st.lists(st.text(st.sampled_from("ab -•.1\u00a0\u202f«»'"), max_size=150), max_size=6))
def test_folding_keeps_every_word_in_its_place(lines):
    text = "\n".join(lines)
    folded = fold(text)
    assert re.split(r"[ \n]+", folded.strip(" \n")) == re.split(r"[ \n]+", text.strip(" \n"))
    assert all(len(line) <= COLUMNS or " " not in line.strip() for line in folded.split("\n"))
    assert "\n\n\n" not in folded
