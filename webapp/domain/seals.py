"""The seal of a batch of events: SHA-256 over each of them as one canonical line, chained to the seal before. Pure.

Events hold ids, codes and instants only, so erasing a person changes nothing that was sealed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

#: what the first seal is chained to
BEGINNING = "0" * 64


@dataclass(frozen=True)
class Range:
    """Which events a seal covers: every id from `first_id` to `last_id`, whether or not there is an event of it."""

    number: int
    first_id: int
    last_id: int
    sealed_at: datetime


def digest_of(previous: str, batch: Range, events: Iterable[Iterable[Any]]) -> tuple[str, int]:
    """The hash of a batch in hexadecimal, and how many events it holds.

    `events` are rows in the order of their ids, each with its columns in the order of `services/seals.py::COLUMNS`.
    """
    head = [previous, batch.number, batch.first_id, batch.last_id, batch.sealed_at]
    hashed, count = hashlib.sha256(line_of(head)), 0
    for event in events:
        hashed.update(line_of(event))
        count += 1
    return hashed.hexdigest(), count


def line_of(values: Iterable[Any]) -> bytes:
    """One line of JSON: no spaces, no escapes but those that JSON asks for, instants in UTC to the microsecond."""
    plain = [_instant(value) if isinstance(value, datetime) else value for value in values]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")
