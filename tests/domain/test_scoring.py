import pytest

from webapp.domain.scoring import Term, absence_term, add_up, asked_term, days_term, distance_term, theme_term

DAY = 420


@pytest.mark.parametrize(
    ("km", "place", "wanted", "finding", "effect"),
    [
        (3, "either", "either", "either", 0),
        (27, "either", "either", "either", -3),
        (62, "either", "either", "either", -4),
        (62, "on_site", "either", "on_site", -6),
        (300, "either", "on_site", "on_site", -8),
        (300, "remote", "either", "remote", 0),
        (None, "either", "on_site", "not_checked", 0),
    ],
)
def test_a_journey_costs_a_hundredth_for_ten_kilometres(km, place, wanted, finding, effect):
    assert distance_term(km, place=place, wanted=wanted) == Term("distance", finding, effect)


@pytest.mark.parametrize(
    ("free", "asked", "given", "finding", "effect"),
    [
        (419, 420, 20 * DAY, "exhausted", -5),
        (420, 420, 20 * DAY, "nearly_exhausted", -3),
        (839, 420, 20 * DAY, "nearly_exhausted", -3),
        (840, 420, 20 * DAY, "enough", 0),
        (20 * DAY, 420, 12 * DAY, "behind", 2),
        (20 * DAY, 420, 13 * DAY, "enough", 0),
    ],
)
def test_days_left_are_weighed_against_what_is_asked(free, asked, given, finding, effect):
    term = days_term(free, asked, cap=40 * DAY, given=given, elapsed=0.5)

    assert term == Term("days", finding, effect)


def test_a_pledge_of_nothing_is_exhausted_and_divides_by_no_zero():
    assert days_term(0, DAY, cap=0, given=0, elapsed=0.5).finding == "exhausted"
    assert days_term(0, 0, cap=0, given=0, elapsed=0.5).finding == "enough"
    assert days_term(1, 0, cap=1, given=0, elapsed=0.5).finding == "behind"


@pytest.mark.parametrize(("count", "effect"), [(0, 0), (1, -1), (2, -3), (3, -4), (4, -6)])
def test_each_request_lately_costs_a_little(count, effect):
    assert asked_term(count) == Term("asked", "asked" if effect else "never", effect)


@pytest.mark.parametrize(
    ("ticked", "families", "finding", "effect"),
    [
        (["hr"], {"hr", "law"}, "ticked", 5),
        (["hr", "law"], {"law"}, "ticked", 5),
        (["hr"], {"it"}, "other", 0),
        (["hr"], set(), "other", 0),
        ([], {"hr"}, "unticked", 0),
    ],
)
def test_a_ticked_theme_helps_and_another_one_costs_nothing(ticked, families, finding, effect):
    assert theme_term(ticked, families) == Term("theme", finding, effect)


def test_being_away_costs_and_being_there_does_not():
    assert (absence_term(True), absence_term(False)) == (Term("absence", "away", -4), Term("absence", "none"))


def test_the_last_term_gives_way():
    far, behind, spent = Term("distance", "either", -3), Term("days", "behind", 2), Term("days", "exhausted", -5)

    assert add_up(0.35, [far, behind]) == (34, (far, behind))
    assert add_up(0.04, [far, spent]) == (0, (far, Term("days", "exhausted", -1)))


@pytest.mark.parametrize("words", [0.0, 0.004, 0.02, 0.35, 0.863, 0.99, 1.0])
@pytest.mark.parametrize("effects", [(0, 0), (-8, -5), (2, 0), (-8, -6, -4, 2)])
def test_the_terms_add_up_to_a_score_between_0_and_100(words, effects):
    score, terms = add_up(words, [Term("t", "", effect) for effect in effects])

    assert score == round(100 * words) + sum(term.effect for term in terms)
    assert 0 <= score <= 100
