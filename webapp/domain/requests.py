"""What a firm can say of its request besides its own words, and a title made of these."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from types import MappingProxyType

#: families of the list of skills, in the order of the form
THEMES = (
    "hr",
    "sales",
    "communication",
    "production",
    "quality",
    "maintenance",
    "supply",
    "finance",
    "it",
    "safety",
    "environment",
    "strategy",
    "law",
)

#: time wished: minutes where hours are meant, else None and days, the longer end of a range; unknown has neither
_HOURS_WISHED = 180
_DAYS_WISHED = MappingProxyType({"day": 1, "days_3": 3, "days_5": 5})
WISHES = ("hours", *_DAYS_WISHED, "unknown")

#: why a coordinator sets a request aside; `spam` is not written to
SET_ASIDE_REASONS = ("spam", "duplicate", "not_a_firm", "outside", "not_for_us", "other")

TITLE_LENGTH = 80

_GREETING = re.compile(
    r"^(?:bonjour|bonsoir|madame|monsieur|messieurs|hello|dear|salut|et|,|\.|:|\s)+\b", re.IGNORECASE
)


#: how many offers are asked for their themes, and how many themes are suggested
_NEAREST, _SUGGESTED = 10, 2

#: score of the nearest offer under which its theme is a guess: right in 12 of 21 needs, above in 62 of 75
_TELLING = 0.04


def likely_themes(offers: Iterable[tuple[Collection[str], float]]) -> tuple[str, ...]:
    """The two themes that a need is most likely about: those of the offers nearest to its words, by their scores together.

    `offers` gives the themes of each offer and the score of its words, from 0 to 1. None where even the nearest is far.
    """
    nearest = sorted(offers, key=lambda each: -each[1])[:_NEAREST]
    if not nearest or nearest[0][1] < _TELLING:
        return ()
    weights: Counter[str] = Counter()
    for themes, score in nearest:
        weights.update(dict.fromkeys(themes, score))
    likely = [theme for theme in THEMES if weights[theme]]
    return tuple(sorted(likely, key=lambda theme: -weights[theme])[:_SUGGESTED])


def minutes_wished(wish: str, minutes_per_day: int) -> int | None:
    """The time of an answer of the form, in minutes; None: not known.

    Raises:
        KeyError: it is no answer of the form.
    """
    if wish == "unknown":
        return None
    return _HOURS_WISHED if wish == "hours" else _DAYS_WISHED[wish] * minutes_per_day


def wish_of(minutes: int | None, minutes_per_day: int) -> str | None:
    """The answer of the form that means this time; None where a coordinator wrote down another one."""
    return next((wish for wish in WISHES if minutes_wished(wish, minutes_per_day) == minutes), None)


def title_of(text: str, length: int = TITLE_LENGTH) -> str:
    """The beginning of a request without its greeting, cut between two words: shown until somebody names it."""
    words = " ".join(text.split())
    words = _GREETING.sub("", words) or words
    sentence = re.split(r"(?<=[^.]{12})[.?!;](?:\s|$)", words, maxsplit=1)[0].rstrip(" ,;:.")
    if len(sentence) <= length:
        return sentence
    cut = sentence[: length - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[20:] else cut).rstrip(" ,;:.(") + "…"
