from datetime import UTC, date, datetime

import pytest
from babel import Locale
from flask import Flask
from flask_babel import Babel
from markupsafe import Markup

from webapp.domain.identifiers import show_phone
from webapp.views import filters

NBSP, NARROW = "\u00a0", "\u202f"


@pytest.fixture(params=["fr"])
def language(request):
    app = Flask(__name__)
    Babel(app, default_locale="fr", locale_selector=lambda: request.param)
    with app.test_request_context():
        yield request.param


english = pytest.mark.parametrize("language", ["en"], indirect=True)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 jour"),
        (45, "45 min"),
        (180, "3 h"),
        (209, "3 h 29"),
        (210, "0,5 jour"),
        (420, "1 jour"),
        (630, "1,5 jour"),
        (500, "1 jour et 1 h 20"),
        (839, "1 jour et 6 h 59"),
        (840, "2 jours"),
        (54180, "129 jours"),
        (-60, "−1 h"),
        (-630, "−1,5 jour"),
        (-500, "−1 jour et 1 h 20"),
    ],
)
def test_minutes_are_said_in_days_or_hours(language, minutes, words):
    assert filters.days(minutes) == words.replace(" ", NBSP).replace(f"{NBSP}et{NBSP}", " et ")


def test_where_room_is_short_days_are_a_letter(language):
    assert [filters.days_brief(minutes) for minutes in (630, 180)] == [f"1,5{NBSP}j", f"3{NBSP}h"]


@english
def test_days_in_english(language):
    assert filters.days_brief(630) == f"1.5{NBSP}d"


def test_a_day_lasts_what_the_convention_says(language):
    assert filters.days(630, 630) == f"1{NBSP}jour"
    assert filters.day_count(630, 300) == "2,1"


@english
def test_fractions_above_one_are_plural_in_english(language):
    assert filters.plural(1.5, "day", "days") == "days"
    assert filters.plural(1, "day", "days") == "day"


def test_fractions_below_two_are_singular_in_french(language):
    assert filters.plural(1.99, "jour", "jours") == "jour"
    assert filters.plural(2, "jour", "jours") == "jours"


def test_a_count_of_days_has_no_useless_decimals(language):
    assert [filters.day_count(minutes) for minutes in (0, 420, 6090, 140)] == ["0", "1", "14,5", "0,33"]


def test_hours_are_said_to_the_minute(language):
    assert filters.day_hours(185) == f"3{NBSP}h{NBSP}05"
    assert filters.day_hours(60) == f"1{NBSP}h"


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (1_500_000, f"15{NARROW}000{NBSP}€"),
        (125_050, f"1{NARROW}250,50{NBSP}€"),
        (-500, f"−5{NBSP}€"),
        (1, f"0,01{NBSP}€"),
    ],
)
def test_cents_are_said_in_euros(language, cents, words):
    assert filters.euros(cents) == words


@english
def test_euros_in_english(language):
    assert filters.euros(1_500_000) == "€15,000"


def test_shares_and_scores(language):
    assert filters.percent(0.416).replace(NARROW, NBSP) == f"42{NBSP}%"
    assert filters.percent(0.4161, 1).replace(NARROW, NBSP) == f"41,6{NBSP}%"
    assert filters.score(0.8) == "0,80"


def test_an_effect_carries_its_sign_and_nothing_is_plain_zero(language):
    assert [filters.signed(value) for value in (0.02, -0.03, 0, -0.001)] == ["+0,02", "−0,03", "0", "0"]


def test_figures_are_grouped_by_thousands(language):
    assert filters.number(1156) == f"1{NARROW}156"
    assert filters.number(2.5, 0) == "2"


def test_dates_are_written_out(language):
    day = date(2026, 12, 3)

    assert filters.date_long(day) == f"jeudi 3{NBSP}décembre"
    assert filters.date_full(day) == f"jeudi 3{NBSP}décembre 2026"
    assert filters.date_day(day) == f"3{NBSP}décembre"
    assert filters.date_year(day) == f"3{NBSP}décembre 2026"
    assert filters.month(day) == "décembre 2026"
    assert filters.date_short(day) == "03/12/2026"


def test_the_first_of_a_month_is_an_ordinal_in_french(language):
    assert filters.date_long(date(2026, 12, 1)) == f"mardi 1er{NBSP}décembre"


@english
def test_dates_in_english_put_the_day_first(language):
    assert filters.date_long(date(2026, 12, 1)) == f"Tuesday 1{NBSP}December"


def test_instants_are_told_in_paris_time(language):
    late_in_the_evening = datetime(2026, 7, 31, 22, 30, tzinfo=UTC)

    assert filters.date_day(late_in_the_evening) == f"1er{NBSP}août"
    assert filters.time_short(late_in_the_evening) == f"0{NBSP}h{NBSP}30"


def test_a_full_hour_has_no_minutes(language):
    assert filters.time_short(datetime(2026, 11, 24, 9, 0, tzinfo=UTC)) == f"10{NBSP}h"


@english
def test_hours_in_english(language):
    assert filters.time_short(datetime(2026, 11, 24, 13, 32, tzinfo=UTC)) == "14:32"


@pytest.mark.parametrize("kept", ["+33639981407", "06 39 98 14 07", "06.39.98.14.07", "0639981407"])
def test_french_numbers_are_written_by_pairs_and_called_with_their_country(language, kept):
    assert show_phone(kept) == NBSP.join(["06", "39", "98", "14", "07"])
    assert filters.tel(kept) == "tel:+33639981407"


def test_a_foreign_number_stays_as_it_is(language):
    assert show_phone("+352 621 123 456") == "+352 621 123 456"
    assert filters.tel("+352 621 123 456") == "tel:+352621123456"


def test_the_words_of_the_need_are_marked_as_they_were_written(language):
    text = filters.marked("Un Relectur de contra, contractuel", ["relectur", "contra"])

    assert text == Markup("Un <mark>Relectur</mark> de <mark>contra</mark>, contractuel")


def test_the_longest_of_overlapping_words_is_marked(language):
    assert filters.marked("contra de travail", ["contra", "contra de travail"]) == "<mark>contra de travail</mark>"


def test_what_somebody_wrote_cannot_become_markup(language):
    assert filters.marked("<b>prix</b> & co", ["<b>", "prix"]) == Markup(
        "&lt;b&gt;<mark>prix</mark>&lt;/b&gt; &amp; co"
    )
    assert filters.marked("<i>", []) == Markup("&lt;i&gt;")


def test_the_page_says_its_language():
    app = Flask(__name__)
    Babel(app, locale_selector=lambda: "en")
    filters.register_filters(app)

    with app.test_request_context():
        assert app.jinja_env.globals["page_language"]() == "en"
    assert filters._locale() == Locale("fr")


@pytest.mark.parametrize(
    ("words", "opened"), [("négocier un achat à Toul", "Négocier un achat à Toul"), ("écrire", "Écrire"), ("", "")]
)
def test_only_the_first_letter_of_a_line_is_raised(words, opened):
    assert filters.sentence(words) == opened


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Toul, Neuves-Maisons", 'Toul, <span class="whole">Neuves-Maisons</span>'),
        ("Qu’est-ce qui manque", '<span class="whole">Qu’est-ce</span> qui manque'),
        ("Convention 2025-2028", 'Convention <span class="whole">2025-2028</span>'),
        (
            Markup('<a href="/saint-gobain">Saint-Gobain</a>'),
            '<a href="/saint-gobain"><span class="whole">Saint-Gobain</span></a>',
        ),
        ("<b>mi-mai & co-", '&lt;b&gt;<span class="whole">mi-mai</span> &amp; co-'),
        ("Chambley-Bussières-les-Bois", "Chambley-Bussières-les-Bois"),
        ("rendez-vous@exemple.fr", "rendez-vous@exemple.fr"),
        (-12, "-12"),
    ],
)
def test_short_words_with_hyphens_stay_on_one_line_and_long_ones_may_break(text, shown):
    assert filters.whole(text) == shown
