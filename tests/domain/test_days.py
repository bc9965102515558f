from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webapp.domain.days import MAX_DAYS, UnreadableTime, in_days, parse_days, show_days, show_hours

WORDS = ["1", "2", "1/2", ",", "j", "h", "min", "et", "demi", "un", "a", "of", "de", "quart", ":", "-", "jour", "trois"]
DAY_LENGTHS = st.sampled_from([420, 450, 480, 60, 467, 1440])


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1,5", 630),
        ("1.5", 630),
        (",5", 210),
        ("½", 210),
        ("1¼", 525),
        ("¾ j", 315),
        ("vingt deux jours", 9_240),
        ("vingt jours", 8_400),
        ("vingt", 8_400),
        ("jour", 420),
        ("1/2", 210),
        ("0", 0),
        ("un et demi", 630),
        ("1 jour et demi", 630),
        ("Un jour et demi.", 630),
        ("1 jour 1/2", 630),
        ("1 ½ jour", 630),
        ("1½ j", 630),
        ("2j", 840),
        ("2 jrs", 840),
        ("2 jour(s)", 840),
        ("environ 2 jours", 840),
        ("deux journées", 840),
        ("1,5\u00a0jour", 630),
        ("une demi-journée", 210),
        ("demi journee", 210),
        ("1/2 journée", 210),
        ("deux demi-journées", 420),
        ("une matinée", 210),
        ("un après-midi", 210),
        ("matinée", 210),
        ("1 jour et une demi-journée", 630),
        ("2 j 3 h", 1020),
        ("2 jours et 3 heures", 1020),
        ("1 j 2 h 20", 560),
        ("3h", 180),
        ("3 h 30", 210),
        ("3h30", 210),
        ("3:30", 210),
        ("3 h 05", 185),
        ("2 h et 30 min", 150),
        ("1,5 h", 90),
        ("1h½", 90),
        ("1 heure et une 1/2", 90),
        ("deux heures et demie", 150),
        ("1 h et quart", 75),
        ("une heure trois quarts", 105),
        ("une demi-heure", 30),
        ("trois quarts d’heure", 45),
        ("un quart d'heure", 15),
        ("une heure et un quart", 75),
        ("un jour et une demie", 630),
        ("90 min", 90),
        ("90 mn", 90),
        ("quarante-cinq minutes", 45),
        ("1 day", 420),
        ("2d", 840),
        ("half a day", 210),
        ("a half day", 210),
        ("a day and a half", 630),
        ("one and a half days", 630),
        ("an hour and a quarter", 75),
        ("three quarters of an hour", 45),
        ("an afternoon", 210),
        ("2 hours 30 minutes", 150),
    ],
)
def test_what_people_type_becomes_minutes(typed, minutes):
    assert parse_days(typed, 420) == minutes
    assert parse_days(typed.upper(), 420) == minutes


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "abc", "-1", "−1", "1e5", "1/0", "9999999", "99999999999999999999", "1 000", "NaN", "inf", "١"),
        *("2-3 jours", "entre 1 et 2 jours", "2 ou 3 jours", "2 à 3 jours", "1 semaine", "7 h par jour", "2 fois 3 h"),
        *(
            "2 jours 3",
            "3 h 75",
            "3 h 20 x",
            "deux trois jours",
            "vingt dix jours",
            "3 3",
            "1 j et",
            "et",
            "d",
            "h",
            "min",
            "2 h j",
            "½½",
            "1,5,2",
            "1.5.2",
            "jour jour",
        ),
    ],
)
def test_what_is_no_duration_is_refused(typed):
    with pytest.raises(UnreadableTime) as caught:
        parse_days(typed, 420)

    assert caught.value.code == "unreadable"


def test_a_part_of_a_minute_is_refused_with_the_nearest():
    with pytest.raises(UnreadableTime) as caught:
        parse_days("0,33", 420)

    assert (caught.value.code, caught.value.details) == ("not_whole_minutes", {"nearest": 139})


def test_no_duration_is_longer_than_the_longest():
    assert parse_days(str(MAX_DAYS), 420) == MAX_DAYS * 420

    with pytest.raises(UnreadableTime) as caught:
        parse_days(f"{MAX_DAYS} jours 1 min", 420)

    assert (caught.value.code, caught.value.details) == ("too_long", {"max_minutes": MAX_DAYS * 420})


@pytest.mark.parametrize(("bare_unit", "minutes"), [("day", 840), ("hour", 120), ("minute", 2)])
def test_a_bare_figure_counts_in_the_unit_of_the_field(bare_unit, minutes):
    assert parse_days("2", 420, bare_unit=bare_unit) == minutes
    assert parse_days("2 j", 420, bare_unit=bare_unit) == 840


@pytest.mark.parametrize("minutes_per_day", [420, 450, 480])
def test_a_day_is_as_long_as_the_convention_says(minutes_per_day):
    assert parse_days("1 jour 1 h", minutes_per_day) == minutes_per_day + 60
    assert parse_days("une demi-journée", minutes_per_day) * 2 == minutes_per_day


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (0, "0 j"),
        (45, "45 min"),
        (60, "1 h"),
        (90, "1 h 30"),
        (185, "3 h 05"),
        (180, "3 h"),
        (210, "0,5 j"),
        (250, "4 h 10"),
        (420, "1 j"),
        (168, "2 h 48"),
        (441, "1,05 j"),
        (504, "1,2 j"),
        (560, "1 j 2 h 20"),
        (422, "1 j 2 min"),
        (630, "1,5 j"),
        (735, "1,75 j"),
        (54_180, "129 j"),
        (-630, "−1,5 j"),
        (-560, "−1 j 2 h 20"),
    ],
)
def test_minutes_show_as_days_and_hours(minutes, shown):
    assert show_days(minutes, 420) == shown.replace(" ", "\u00a0")


def test_english_writes_a_point_and_another_letter():
    assert show_days(630, 420, "en") == "1.5\u00a0d"
    assert show_days(560, 420, "en") == "1\u00a0d\u00a02\u00a0h\u00a020"


@pytest.mark.parametrize(("minutes", "shown"), [(0, "0 min"), (59, "59 min"), (600, "10 h"), (-90, "−1 h 30")])
def test_minutes_show_as_hours(minutes, shown):
    assert show_hours(minutes) == shown.replace(" ", "\u00a0")


@given(st.integers(0, MAX_DAYS * 60), DAY_LENGTHS, st.sampled_from(["fr", "en"]))
@example(233, 467, "fr")
def test_what_is_shown_reads_back_as_the_same_minutes(minutes, minutes_per_day, language):
    assert parse_days(show_days(minutes, minutes_per_day, language), minutes_per_day) == minutes
    assert parse_days(show_hours(minutes), minutes_per_day) == minutes


@given(st.text(max_size=30) | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_text_is_minutes_or_a_refusal(typed):
    try:
        minutes = parse_days(typed, 420)
    except UnreadableTime:
        return
    assert type(minutes) is int
    assert 0 <= minutes <= MAX_DAYS * 420


def test_days_of_two_conventions_add_exactly():
    assert in_days(140, 420) + in_days(160, 480) == Fraction(2, 3)
