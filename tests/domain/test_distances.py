from math import acos, cos, pi, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.distances import EARTH_RADIUS_KM, distance_km

TOUL = (48_675_000, 5_891_700)
NANCY = (48_692_100, 6_184_400)
LONGWY = (49_519_500, 5_760_600)
PARIS = (48_856_600, 2_352_200)
SAINT_DENIS_REUNION = (-20_878_900, 55_448_100)

POINTS = st.tuples(st.integers(-90_000_000, 90_000_000), st.integers(-180_000_000, 180_000_000))


@pytest.mark.parametrize(
    ("here", "there", "km"),
    [
        (TOUL, NANCY, 22),
        (TOUL, LONGWY, 94),
        (NANCY, PARIS, 281),
        (PARIS, SAINT_DENIS_REUNION, 9_354),
        (TOUL, TOUL, 0),
        ((0, 0), (0, 180_000_000), 20_015),
        ((90_000_000, 0), (-90_000_000, 55_000_000), 20_015),
        ((0, 179_999_999), (0, -179_999_999), 0),
    ],
)
def test_towns_are_as_far_apart_as_maps_say(here, there, km):
    assert distance_km(here, there) == pytest.approx(km, rel=0.01)


def test_an_unknown_place_has_no_distance():
    assert distance_km(None, TOUL) is None
    assert distance_km(TOUL, None) is None
    assert distance_km(None, None) is None


@pytest.mark.parametrize(
    "point", [(90_000_001, 0), (-90_000_001, 0), (0, 180_000_001), (0, -180_000_001), (48_675_000_000, 0)]
)
def test_a_point_outside_of_the_earth_is_an_error(point):
    with pytest.raises(ValueError, match="latitude"):
        distance_km(TOUL, point)


@given(POINTS, POINTS)
def test_distance_is_whole_symmetric_and_at_most_half_the_way_round(here, there):
    km = distance_km(here, there)
    assert type(km) is int
    assert km == distance_km(there, here)
    assert 0 <= km <= round(pi * EARTH_RADIUS_KM)


@given(POINTS, POINTS)
def test_distance_equals_the_law_of_cosines(here, there):
    (a, b), (c, d) = ((radians(p[0] / 1e6), radians(p[1] / 1e6)) for p in (here, there))
    cosine = sin(a) * sin(c) + cos(a) * cos(c) * cos(d - b)
    # the law of cosines loses its digits near 0 and near the antipode
    assert distance_km(here, there) == pytest.approx(EARTH_RADIUS_KM * acos(max(-1, min(1, cosine))), abs=2)
