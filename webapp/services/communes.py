"""Communes: completed while somebody types, recognised in what they typed, always offline."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, exists, select

from webapp.domain.text import bare
from webapp.extensions import db
from webapp.models.territories import Commune, territory_commune

#: how many are proposed while somebody types
PROPOSED = 8

#: beyond so many of one name, the postcode is asked for instead of a choice
MAX_CHOICES = 12

_POSTCODE = re.compile(r"(?<!\d)(\d{2} ?\d{3})(?!\d)")


def search_name(name: str) -> str:
    """A name as it is searched: without accents, case, hyphens or apostrophes; "St" is "Saint"."""
    words = re.sub(r"[^a-z0-9]+", " ", bare(name)).split()
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


def is_france_known() -> bool:
    """True once the communes were loaded."""
    return bool(db.session.scalar(select(exists().select_from(Commune))))


def label_of(commune: Commune, postcode: str = "") -> str:
    """The commune as the form shows and reads it: "Toul (54200)"."""
    codes = commune.postcodes.split()
    code = postcode if postcode in codes else next(iter(codes), commune.insee)
    return f"{commune.name} ({code})"


def example_commune(territory_ids: Collection[int]) -> str:
    """The largest commune of some territories, as a form may be filled in; "" where there is none."""
    rows = select(Commune).join(territory_commune, territory_commune.c.insee == Commune.insee)
    rows = rows.where(territory_commune.c.territory_id.in_(territory_ids))
    largest = db.session.scalar(rows.order_by(Commune.population.desc(), Commune.insee).limit(1))
    return label_of(largest) if largest is not None else ""


def complete_commune(typed: str) -> list[str]:
    """Labels for the beginning of a name or of a postcode: those of our territories first, then the largest."""
    words = typed.strip()
    if words.isdecimal():
        found = _ordered(
            select(Commune).where(_starts(Commune.postcodes, words) | _starts(Commune.postcodes, words, " "))
        )
        return [label_of(commune, next(_codes_from(commune, words), "")) for commune in found] if len(words) > 1 else []
    name = search_name(words)
    if len(name) < 2:
        return []
    return [label_of(commune) for commune in _ordered(select(Commune).where(_starts(Commune.search_name, name)))]


def list_meant(typed: str) -> list[Commune]:
    """The communes that a text can mean: one when it is clear, none when it is unknown.

    Read: "Toul (54200)", "54 200 Toul", "toul", "54200". A name alone means every commune of that name; a postcode helps
    where it fits, and does not hurt where it is wrong but the name is the only one of its kind.
    """
    postcode = next(iter(_POSTCODE.findall(typed)), "").replace(" ", "")
    name = search_name(_POSTCODE.sub(" ", typed))
    if name:
        named = _all(select(Commune).where(Commune.search_name == name))
        return [commune for commune in named if postcode in commune.postcodes.split()] or named
    if not postcode:
        return []
    at_code = _all(
        select(Commune).where(_starts(Commune.postcodes, postcode) | _starts(Commune.postcodes, postcode, " "))
    )
    return [commune for commune in at_code if postcode in commune.postcodes.split()]


def is_postcode(typed: str) -> bool:
    """True for a postcode alone, which several communes may share."""
    return _POSTCODE.fullmatch(typed.strip()) is not None


def _codes_from(commune: Commune, start: str) -> Any:
    return (code for code in commune.postcodes.split() if code.startswith(start))


def _starts(column: Any, text: str, after: str = "") -> Any:
    """The column begins with the text, or holds it after `after`."""
    return column.contains(after + text, autoescape=True) if after else column.startswith(text, autoescape=True)


def _ordered(query: Select[tuple[Commune]]) -> list[Commune]:
    ours = exists().where(territory_commune.c.insee == Commune.insee)
    return list(
        db.session.scalars(query.order_by(ours.desc(), Commune.population.desc(), Commune.insee).limit(PROPOSED))
    )


def _all(query: Select[tuple[Commune]]) -> list[Commune]:
    ours = exists().where(territory_commune.c.insee == Commune.insee)
    return list(db.session.scalars(query.order_by(ours.desc(), Commune.population.desc(), Commune.insee).limit(200)))
