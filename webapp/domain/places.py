"""The name of a commune inside of a sentence: "de Toul", "d’Écrouves", "du Val-d’Ajol"."""

from __future__ import annotations

import re

from webapp.domain.text import bare

_CONTRACTED = {"le": "du", "les": "des"}


def of_town(name: str, language: str = "fr") -> str:
    """Where somebody comes from: "de Toul", "d’Allain", "du Tholy", "des Forges"; in English "from Toul".

    An H counts as a consonant, as people of Lorraine say it ("de Haroué"); a Y elides before a consonant only.
    """
    if language != "fr":
        return f"from {name}"
    article, _, rest = name.partition(" ")
    if rest and article.lower() in _CONTRACTED:
        return f"{_CONTRACTED[article.lower()]} {rest}"
    return f"d’{name}" if _elides(name) else f"de {name}"


def _elides(name: str) -> bool:
    return re.match(r"[aeiou]|y[^aeiouy]", bare(name)) is not None
