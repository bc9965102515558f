"""The national search of companies, asked whether a firm still exists: https://recherche-entreprises.api.gouv.fr/docs/

Asked only where the operator gives its address (`COMPANY_SEARCH_URL`), by SIREN alone. What is read of the answer:

    {"results": [{"siren": "380129866",
                  "etat_administratif": "A",          A: active, C: closed; null where it does not say
                  "date_fermeture": null}, …],        a day, "2025-09-19", or null, also for some that are closed
     "total_results": 1, "page": 1, "per_page": 1, "total_pages": 1}

Never inside of a transaction: a slow answer holds nobody up but the job that asked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from http.client import HTTPException
from time import monotonic
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

#: seconds of silence, and seconds in all, after which the search counts as out of reach
SILENCE, PATIENCE = 5.0, 15.0

#: an answer about one firm is a few kilobytes
LONGEST = 1_000_000


class SearchUnavailable(RuntimeError):
    """The search is out of reach, asks for fewer questions, or answers something else than what it promises."""


@dataclass(frozen=True)
class Found:
    """What the search says: `alive`, `closed` or `unknown`; since when it is closed, where it says so."""

    status: str
    ended_on: date | None = None


def look_up(address: str, siren: str) -> Found:
    """Ask for one firm; `unknown` where the search does not know it or does not say.

    Raises:
        SearchUnavailable: there is no answer that could be read.
    """
    question = Request(  # noqa: S310, the address is the operator's own, checked when the settings are read
        f"{address}?{urlencode({'q': siren, 'page': 1, 'per_page': 1})}",
        headers={"Accept": "application/json", "User-Agent": "Alize"},
    )
    try:
        answer = json.loads(_read(question))
        return _found(answer["results"], siren)
    except (OSError, URLError, HTTPException, ValueError, TypeError, KeyError, AttributeError) as reason:
        raise SearchUnavailable(type(reason).__name__) from reason


def _read(question: Request) -> bytes:
    until, parts, length = monotonic() + PATIENCE, [], 0
    with urlopen(question, timeout=SILENCE) as answer:  # noqa: S310
        while part := answer.read1(65_536):
            parts.append(part)
            length += len(part)
            if length > LONGEST or monotonic() > until:
                raise ValueError("too long")
    return b"".join(parts)


def _found(results: list[dict[str, Any]], siren: str) -> Found:
    firm = next((each for each in results if each.get("siren") == siren), None)
    state = None if firm is None else firm.get("etat_administratif")
    if firm is None or state not in ("A", "C"):
        return Found("unknown")
    if state == "A":
        return Found("alive")
    closed_on = firm.get("date_fermeture")
    return Found("closed", None if closed_on is None else date.fromisoformat(closed_on))
