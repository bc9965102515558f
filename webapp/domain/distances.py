"""How far two communes are from each other, as the crow flies."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

#: Kilometres; mean radius of the Earth (IUGG), within 0.6 % of the ellipsoid.
EARTH_RADIUS_KM = 6371.0088

#: Latitude and longitude, in millionths of a degree.
Point = tuple[int, int]


def distance_km(here: Point | None, there: Point | None) -> int | None:
    """Whole kilometres of great circle between two points; None, shown as "not checked", when either is unknown.

    Raises:
        ValueError: a point lies outside of the Earth.
    """
    if here is None or there is None:
        return None
    (latitude, longitude), (other_latitude, other_longitude) = _in_radians(here), _in_radians(there)
    half_chord = (
        sin((other_latitude - latitude) / 2) ** 2
        + cos(latitude) * cos(other_latitude) * sin((other_longitude - longitude) / 2) ** 2
    )
    return round(2 * EARTH_RADIUS_KM * asin(sqrt(min(half_chord, 1.0))))


def _in_radians(point: Point) -> tuple[float, float]:
    latitude, longitude = point
    if abs(latitude) > 90_000_000 or abs(longitude) > 180_000_000:
        raise ValueError("latitude is within 90 degrees, longitude within 180")
    return radians(latitude / 1_000_000), radians(longitude / 1_000_000)
