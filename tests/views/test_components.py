import re
from datetime import UTC, date, datetime
from pathlib import Path

import html5lib
import pytest
from elements import TEMPLATES, by_class, ids_of, words_of
from flask import flash, render_template_string
from wtforms import FieldList, Form, FormField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional

from webapp.views.charts import pace


class AddressForm(Form):
    town = StringField("Commune", [DataRequired("Dites dans quelle commune.")])


class NeedForm(Form):
    words = TextAreaField(
        "Votre besoin", [DataRequired("Écrivez au moins deux mots.")], description="Comme vous parlez."
    )
    email = StringField("Votre adresse", [Optional()])
    wished = RadioField(
        "Combien de temps ?", [DataRequired("Choisissez une durée.")], choices={"h": "Des heures", "d": "Un jour"}
    )
    themes = SelectMultipleField("Thèmes", choices={"hr": "Personnel", "it": "Informatique"})
    trade = SelectField("Métier", choices={"": "Choisissez", "wood": "Bois"})


class NestedForm(Form):
    address = FormField(AddressForm)
    people = FieldList(FormField(AddressForm), min_entries=2)


def form_with_errors(form_type=NeedForm, **values):
    form = form_type(data=values)
    form.validate()
    return form


@pytest.fixture
def show_field(show):
    def render(call, form, **values):
        names = "text_field, text_area, choices_field, select_field, commune_field, date_field, honeypot"
        return show(f'{{% from "components/fields.html" import {names} %}}{{{{ {call} }}}}', form=form, **values)

    return render


def test_a_field_reads_label_hint_error_control(show_field):
    field = by_class(show_field("text_area(form.words)", form_with_errors()), "field")[0]

    assert [element.tag for element in field] == ["label", "p", "p", "textarea"]
    assert [element.get("class") for element in field] == ["form-label", "hint", "error", "form-control"]


def test_the_error_is_tied_to_its_control_before_the_hint(show_field):
    tree = show_field("text_area(form.words)", form_with_errors())
    control = tree.find(".//textarea")

    assert control.get("aria-invalid") == "true"
    assert control.get("aria-describedby").split() == ["words-error", "words-hint"]
    assert set(control.get("aria-describedby").split()) <= set(ids_of(tree))


def test_a_field_without_error_or_hint_claims_neither(show_field):
    control = show_field("text_field(form.email)", NeedForm()).find(".//input")

    assert control.get("aria-invalid") is None
    assert control.get("aria-describedby") is None


def test_only_what_is_optional_is_said(show_field):
    assert "(facultatif)" in words_of(show_field("text_field(form.email)", NeedForm()))
    assert "(facultatif)" not in words_of(show_field("text_field(form.email, optional=False)", NeedForm()))
    assert "(facultatif)" not in words_of(show_field("text_area(form.words)", NeedForm()))


def test_what_was_typed_comes_back_escaped(show_field):
    typed = '</textarea><script>alert(1)</script>"'

    control = show_field("text_area(form.words)", NeedForm(data={"words": typed})).find(".//textarea")

    assert control.text.strip() == typed


def test_a_date_is_typed_text(show_field):
    control = show_field("date_field(form.email)", NeedForm(data={"email": "31/02/2026"})).find(".//input")

    assert (control.get("type"), control.get("value"), control.get("inputmode")) == ("text", "31/02/2026", "numeric")


def test_nothing_is_preselected_but_what_was_answered(show_field):
    fresh = show_field("choices_field(form.wished)", NeedForm())
    answered = show_field("choices_field(form.wished)", NeedForm(data={"wished": "d"}))

    assert [tick.get("checked") for tick in fresh.iter("input")] == [None, None]
    assert [tick.get("value") for tick in answered.iter("input") if tick.get("checked") is not None] == ["d"]


def test_several_answers_are_boxes_and_one_answer_is_a_radio(show_field):
    assert {tick.get("type") for tick in show_field("choices_field(form.themes)", NeedForm()).iter("input")} == {
        "checkbox"
    }
    assert {tick.get("type") for tick in show_field("choices_field(form.wished)", NeedForm()).iter("input")} == {
        "radio"
    }


def test_a_group_of_answers_is_tied_to_its_error(show_field):
    tree = show_field("choices_field(form.wished)", form_with_errors())

    assert tree.find(".//fieldset").get("aria-describedby") == "wished-error"
    assert "wished-error" in ids_of(tree)


def test_small_print_stands_under_its_answer(show_field):
    tree = show_field("choices_field(form.wished, shape='big', details={'h': 'Moins d’un jour.'})", NeedForm())

    assert [words_of(label) for label in tree.iter("label")] == ["Des heuresMoins d’un jour.", "Un jour"]


def test_communes_are_completed_where_htmx_is_and_typed_where_not(show_field):
    tree = show_field("commune_field(form.email, '/communes')", NeedForm())
    control = tree.find(".//input")

    assert control.get("hx-get") == "/communes"
    assert control.get("list") in ids_of(tree)
    assert control.get("hx-target") == "#" + control.get("list")


def test_the_trap_is_out_of_sight_and_out_of_the_tabs(show_field):
    tree = show_field("honeypot(form.email)", NeedForm())

    assert by_class(tree, "trap")[0].get("aria-hidden") == "true"
    assert tree.find(".//input").get("tabindex") == "-1"


SUMMARY = (
    '{% from "components/errors.html" import error_summary %}'
    '{% from "components/fields.html" import text_area, choices_field, select_field %}{{ error_summary(form) }}'
)


def test_each_error_of_the_summary_leads_to_a_control(show):
    source = SUMMARY + "{{ text_area(form.words) }}{{ choices_field(form.wished) }}{{ select_field(form.trade) }}"
    tree = show(source, form=form_with_errors(trade="stone"))
    links = [link.get("href").removeprefix("#") for link in tree.iter("a")]
    controls = {element.get("id") for element in tree.iter() if element.tag in ("input", "textarea", "select")}

    assert links == ["words", "wished-0", "trade"]
    assert set(links) <= controls
    assert "3 réponses sont à revoir" in words_of(tree)


def test_a_form_without_error_has_no_summary(show):
    assert not by_class(show(SUMMARY, form=NeedForm()), "error-summary")


def test_the_summary_reaches_into_forms_of_forms(show):
    tree = show(SUMMARY, form=form_with_errors(NestedForm))

    assert [link.get("href") for link in tree.iter("a")] == ["#address-town", "#people-0-town", "#people-1-town"]
    assert "3 réponses sont à revoir" in words_of(tree)


def test_what_is_wrong_with_the_whole_form_is_said_once(show):
    form = NeedForm()
    form.form_errors = ["Les deux ne vont pas ensemble."] * 2
    tree = show(SUMMARY, form=form)

    assert [words_of(line) for line in tree.iter("li")] == ["Les deux ne vont pas ensemble."]
    assert "Une réponse est à revoir" in words_of(tree)


PAGE = (
    '{% extends "base.html" %}{% block title %}Votre besoin{% endblock %}'
    "{% block main %}<h1>Votre besoin</h1>{% endblock %}"
)


def test_the_title_says_that_there_are_errors(show):
    assert words_of(show(PAGE, form=form_with_errors()).find(".//title")) == "Erreur : Votre besoin | Alizé"
    assert words_of(show(PAGE, form=NeedForm()).find(".//title")) == "Votre besoin | Alizé"
    assert words_of(show(PAGE).find(".//title")) == "Votre besoin | Alizé"


def test_htmx_is_loaded_only_where_the_page_asks_for_it(show):
    def scripts(tree):
        return [Path(script.get("src")).name for script in tree.iter("script")]

    assert scripts(show(PAGE)) == ["app.js"]
    assert scripts(show("{% set uses_htmx = true %}" + PAGE)) == ["htmx.min.js", "app.js"]


def test_what_the_last_act_did_is_said_in_its_tone(renderer):
    with renderer.test_request_context():
        flash("Enregistré.")
        flash("Le groupe est presque épuisé.", "warning")
        page = render_template_string(PAGE)
    tree = html5lib.parse(page, namespaceHTMLElements=False)

    assert [note.get("class") for note in by_class(tree, "note")] == ["note", "note warm"]


def test_two_forms_on_a_page_share_no_id(show):
    source = (
        '{% from "components/button.html" import post_button %}'
        + '{{ post_button("Retirer", "/x", {"step": "2"}) }}' * 2
    )
    tree = show(source)

    assert len(tree.findall(".//input[@name='csrf_token']")) == 2
    assert ids_of(tree) == []


def test_every_icon_that_a_template_names_is_drawn():
    sources = {path: path.read_text() for path in TEMPLATES.rglob("*.html")}
    drawn = set(re.findall(r'^  "([a-z]+)": \'<', sources[TEMPLATES / "components/icon.html"], re.MULTILINE))
    named = {name for text in sources.values() for name in re.findall(r'(?:\bicon\(|icon_name=)"([a-z]+)"', text)}

    assert named <= drawn
    assert len(drawn) > 20


def test_the_terms_of_a_score_carry_their_sign_but_the_first(show):
    source = '{% from "components/reasons.html" import terms %}{{ terms(rows, "Termes") }}'
    tree = show(source, rows=[("Mots", "Proches", 0.86), ("Distance", "27 km", -0.03), ("Absence", "Aucune", 0)])

    assert [words_of(row[-1]) for row in tree.find(".//tbody")] == ["0,86", "−0,03", "0"]


@pytest.mark.parametrize(
    ("tie", "words"),
    [
        ("same", "retrouvé :"),
        ("form", "retrouvé :"),
        ("spelling", "lu comme :"),
        ("synonym", "proche de :"),
        ("part", "en partie :"),
    ],
)
def test_a_reason_says_how_the_words_were_read(show, tie, words):
    source = '{% from "components/reasons.html" import reason_chips %}{{ reason_chips(reasons) }}'
    tree = show(source, reasons=[{"asked": "contra", "found": "contrat", "tie": tie}])

    assert words_of(by_class(tree, "chip")[0]) == f"« contra » {words} contrat"


def test_what_somebody_wrote_is_shown_as_written_and_never_as_markup(show):
    source = '{% from "components/facts.html" import said %}{{ said(text, words=["relectur"]) }}'
    tree = show(source, text="relectur <script>")

    assert words_of(tree.find(".//blockquote")) == "« relectur <script> »"
    assert [words_of(mark) for mark in tree.iter("mark")] == ["relectur"]


def test_a_basket_is_hot_only_while_something_waits_in_it(show):
    source = (
        '{% from "components/inbox.html" import baskets %}{{ baskets([{"title": "Besoins", "entries": entries}]) }}'
    )
    entries = [
        {"label": "Pleine", "href": "#", "count": 2, "is_hot": True},
        {"label": "Vide", "href": "#", "count": 0, "is_hot": True},
    ]
    tree = show(source, entries=entries)

    assert [count.get("class") for count in by_class(tree, "n")] == ["n hot", "n zero"]


BARS = (
    '{% from "components/charts.html" import tally_bars, chart_patterns %}'
    "{{ chart_patterns() }}{{ tally_bars(rows, elapsed) }}"
)


def group(**minutes):
    zero = {"confirmed": 0, "deemed": 0, "declared": 0, "disputed": 0, "reserved": 0}
    return {"name": "Michelin", "cap": 21_000, "say": "Dans le rythme."} | zero | minutes


def test_a_bar_is_told_in_words_too(show):
    tree = show(BARS, rows=[group(confirmed=4620, deemed=630, disputed=420)], elapsed=0.549)
    told = words_of(by_class(tree, "bar")[0])

    assert "Michelin : 12,5 jours sur 50" in told
    assert "11 confirmés, 1,5 réputés confirmés, 0 déclarés, 1 contestés, 0 réservés, 36,5 libres." in told
    assert "55 % du temps est passé." in told.replace("\u202f", " ")


def test_bars_of_one_page_have_ids_of_their_own(show):
    tree = show(BARS, rows=[group(), group(confirmed=420)], elapsed=None)

    assert len(ids_of(tree)) == len(set(ids_of(tree)))
    assert not by_class(tree, "f-mark-solid")


def test_a_group_that_gave_too_much_has_nothing_free_rather_than_less(show):
    told = words_of(show(BARS, rows=[group(confirmed=22_000)], elapsed=0.5))

    assert "plus rien de libre" in told
    assert "0 libres" in told


def test_what_is_left_of_past_years_is_told_apart_and_not_free(show):
    tree = show(BARS, rows=[group(confirmed=2100, lapsed=4200)], elapsed=0.5)
    told = words_of(tree)

    assert "50 jours promis, 35 libres, hors 10 jours d’années passées" in told
    assert "0 réservés, 35 libres. 10 jours restent d’années passées." in told
    assert [part.get("width") for part in tree.iter() if part.get("fill") == "url(#p-lapsed)"] == ["20.00%"]
    assert "années passées" not in words_of(show(BARS, rows=[group(lapsed=0)], elapsed=0.5))


PACE = '{% from "components/charts.html" import pace_chart %}{{ pace_chart(drawing, "Le rythme") }}'


def drawn(today, forecast):
    steps = [(date(2026, 3, 31), 9870), (date(2028, 3, 31) if forecast is None else date(2026, 11, 23), 21_840)]
    return pace(date(2025, 4, 1), date(2028, 3, 31), today, pledged=52_500, given=steps, forecast=forecast)


def test_the_pace_names_its_ends(show):
    running = words_of(show(PACE, drawing=drawn(date(2026, 11, 23), (36_540, 41_160, 45_780))))
    over = words_of(show(PACE, drawing=drawn(date(2028, 6, 1), None)))

    assert all(words in running for words in ("125 promis", "98 prévus", "52 donnés", "aujourd’hui"))
    assert all(words in over for words in ("125 promis", "52 donnés"))
    assert "prévus" not in over
    assert "aujourd’hui" not in over


def test_a_figure_with_lines_behind_it_is_a_link_named_in_full_and_zero_is_not(show):
    source = '{% from "components/table.html" import data_table %}{{ data_table("Jours", columns, rows) }}'
    rows = [
        ["Michelin", {"text": "50", "href": "/lignes", "name": "Michelin, promis : 50, voir les lignes"}, {"text": "0"}]
    ]
    tree = show(source, rows=rows, columns=["Groupe", "Promis", "Contestés"])

    assert [link.get("aria-label") for link in tree.iter("a")] == ["Michelin, promis : 50, voir les lignes"]
    assert tree.find(".//tbody//th").get("scope") == "row"


def test_one_page_needs_no_pages(show):
    source = '{% from "components/page.html" import pagination %}{{ pagination(page, pages, None, "?page=2") }}'

    assert show(source, page=1, pages=1).find(".//nav") is None
    assert show(source, page=1, pages=2).find(".//nav/a").get("rel") == "next"


MAIN_NAV = '{% from "components/page.html" import main_nav %}{{ main_nav(entries, in_reach=2) }}'


def test_what_does_not_fit_in_a_line_of_the_navigation_stands_behind_one_more_entry(show):
    entries = [("Besoins", "/besoins", False), ("Missions", "/missions", False), ("Avances", "/avances", True)]
    tree = show(MAIN_NAV, entries=entries)
    (folded,) = tree.iter("details")

    assert [link.get("href") for link in tree.iter("a")] == ["/besoins", "/missions", "/avances"]
    assert [link.get("href") for link in folded.iter("a")] == ["/avances"]
    assert folded.find("summary").get("aria-current") == "true"
    assert folded.find(".//a").get("aria-current") == "page"
    assert not list(show(MAIN_NAV, entries=entries[:2]).iter("details"))


def test_every_component_is_valid_html_on_one_page(show):
    drawing = drawn(date(2026, 11, 23), (36_540, 41_160, 45_780))
    moment = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)
    tree = show('{% include "components/gallery.html" %}', drawing=drawing, moment=moment, form=form_with_errors())

    assert len(ids_of(tree)) == len(set(ids_of(tree)))
    targets = [link.get("href") for link in tree.iter("a") if link.get("href", "").startswith("#")]
    assert {target.removeprefix("#") for target in targets} <= set(ids_of(tree))
