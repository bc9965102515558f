import pytest
from factories.conventions import ConventionFactory

from webapp.domain.forecasts import Forecast
from webapp.views.desk.outlook import drawn, say_forecast, say_total

DAY = 420


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((26, 31, 37), "À ce rythme, 31 jours sur 50 en mars 2028, entre 26 et 37."),
        ((31, 31, 31), "À ce rythme, 31 jours sur 50 en mars 2028."),
        ((0, 1, 2), "À ce rythme, 1 jour sur 50 en mars 2028, entre 0 et 2."),
        ((0, 0, 0), "À ce rythme, aucun jour sur 50 en mars 2028."),
    ],
)
def test_a_forecast_is_said_as_a_person_would(app, session, days, said):
    forecast = Forecast(*(count * DAY for count in days))

    assert plain(say_forecast(forecast, 50 * DAY, ConventionFactory())) == said


def test_all_groups_together_are_said_too(app, session):
    said = say_total(Forecast(79 * DAY, 85 * DAY + 100, 91 * DAY), 153 * DAY, ConventionFactory())

    assert said == "À ce rythme, les groupes auront donné 85 jours sur 153 en mars 2028, entre 79 et 91."


def test_the_drawing_shows_whole_days_like_the_words(app, session):
    assert drawn(Forecast(100, 500, 1000), ConventionFactory()) == (0, 420, 840)
    assert drawn(None, ConventionFactory()) is None
