"""France into the tables: groupings, communes, then the two territories with their rules and who runs them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from seed_data import rows
from seed_data.cast import Cast
from seed_data.readers import Programme
from webapp.domain.distances import Point
from webapp.domain.text import clean_phone
from webapp.extensions import db
from webapp.models.territories import Commune, Epci, LocalRule, ReferenceRate, Territory, territory_commune
from webapp.services.accounts import actor_of, add_account
from webapp.services.communes import search_name
from webapp.services.territories import main_department

#: no digest of any password: nobody signs in with one, the demonstration's bar is the only door
NO_PASSWORD = ""


def load_communes(programme: Programme) -> None:
    """Every commune of France, in bulk; a population that the source does not give counts as 0."""
    points = points_of(programme.places)
    db.session.execute(insert(Epci), [{"siren": row.siren, "name": row.name} for row in programme.epcis])
    db.session.execute(insert(Commune), [_commune(row, points.get(row.insee)) for row in programme.communes])


def load_territories(programme: Programme, cast: Cast) -> None:
    """The territories with their communes, their rules and their policy."""
    for row in programme.territories:
        cast.territories[row.code] = territory = _territory(row)
        db.session.add(territory)
    db.session.flush()
    for rule in programme.local_rules:
        territory_id = cast.territories[rule.territory].id
        db.session.add(
            LocalRule(
                territory_id=territory_id,
                code=rule.rule,
                value=rule.value,
                divisions=rule.divisions,
                words=rule.words,
            )
        )
    for rate in programme.reference_rates:
        db.session.add(
            ReferenceRate(
                territory_id=cast.territories[rate.territory].id,
                since_on=rate.since_on,
                rate_bp=rate.rate_bp,
                words=rate.words,
            )
        )
    epcis = {row.siren: cast.territories[row.territory].id for row in programme.territory_epcis}
    inside = [
        {"territory_id": epcis[commune.epci], "insee": commune.insee}
        for commune in programme.communes
        if commune.epci in epcis
    ]
    db.session.execute(insert(territory_commune), inside)
    for territory in cast.territories.values():
        territory.department = main_department(territory)


def load_accounts(programme: Programme, cast: Cast) -> None:
    """Who signs in: a coordinator for each territory, and somebody of the network."""
    for row in programme.accounts:
        territory = cast.territories[row.territory] if row.territory else None
        object_id = territory.id if territory is not None else None
        account = add_account(row.email, row.name, role=row.role, object_id=object_id, password_hash=NO_PASSWORD)
        if row.role == "coordinator":
            cast.coordinators[row.territory] = actor_of(account)
        if row.role == "network":
            cast.network = actor_of(account)


def points_of(places: Iterable[rows.PlaceRow]) -> dict[str, Point]:
    """Latitude and longitude in micro-degrees, by INSEE code."""
    return {row.insee: (_millionths(row.latitude), _millionths(row.longitude)) for row in places}


def _commune(row: rows.CommuneRow, point: Point | None) -> dict[str, Any]:
    latitude, longitude = point or (None, None)
    return {
        "insee": row.insee,
        "name": row.name,
        "search_name": search_name(row.name),
        "department": row.department,
        "epci_siren": row.epci or None,
        "population": row.population or 0,
        "postcodes": " ".join(row.postcodes),
        "latitude": latitude,
        "longitude": longitude,
    }


def _millionths(degrees: Decimal) -> int:
    return int(degrees * 1_000_000)


def _territory(row: rows.TerritoryRow) -> Territory:
    return Territory(
        code=row.code,
        name=row.name,
        operator_name=row.operator,
        contact_name=row.contact_name,
        contact_phone=clean_phone(row.contact_phone),
        contact_email=row.contact_email,
        dispatch=row.dispatch,
        wave_size=row.wave_size,
        answer_days=row.answer_days,
        reminder_days=row.reminder_days,
        deem_days=row.deem_days,
        ask_days=row.ask_days,
        floor_permille=int(row.floor * 1000),
        asks_per_quarter=row.asks_per_quarter,
    )
