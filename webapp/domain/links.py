"""The life of a link in a mail: purpose, secret, expiry.

The address carries a selector, which finds the row, and a secret, of which only the hash is kept. One link may have several
live secrets: a reminder mints a new one and the first mail still works.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from webapp.domain.errors import LinkUnknown

SELECTOR_LENGTH = 16
SECRET_LENGTH = 32
TOKEN_LENGTH = SELECTOR_LENGTH + SECRET_LENGTH
_ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyz234567")


class Purpose(StrEnum):
    """The one thing that a link may do."""

    RESUME_NEED = "resume_need"
    CONFIRM_ADDRESS = "confirm_address"
    TRACK_NEED = "track_need"
    ANSWER = "answer"
    DECLARE_VISIT = "declare_visit"
    CONFIRM_VISIT = "confirm_visit"
    EXPERT_SPACE = "expert_space"
    COUNT_JOBS = "count_jobs"
    CONFIRM_OFFERS = "confirm_offers"
    COMPLETE_DOSSIER = "complete_dossier"
    FOLLOW_ADVANCE = "follow_advance"
    GIVE_OPINION = "give_opinion"
    READ_REPORT = "read_report"


@dataclass(frozen=True)
class Token:
    """What stands in the address: `selector` finds the row, `secret` proves the mail."""

    selector: str
    secret: str

    def __str__(self) -> str:
        return self.selector + self.secret


def mint() -> Token:
    """A new token: 80 bits to find it, 160 bits to prove it, in lower-case letters and digits only."""
    return Token(_random(10), _random(20))


def read_token(text: str) -> Token:
    """Split what stands in an address.

    Raises:
        LinkUnknown: it cannot be one of ours: cut, or with another character.
    """
    if len(text) != TOKEN_LENGTH or not set(text) <= _ALPHABET:
        raise LinkUnknown
    return Token(text[:SELECTOR_LENGTH], text[SELECTOR_LENGTH:])


def digest(secret: str) -> str:
    """What is kept of a secret: its SHA-256, in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_same(secret: str, kept: str) -> bool:
    """True when this is the secret whose digest was kept; takes the same time either way."""
    return hmac.compare_digest(digest(secret), kept)


def may_act(expires_at: datetime, now: datetime) -> bool:
    """True while the link still acts; afterwards it only shows, and offers a new one."""
    return now < expires_at


def _random(count: int) -> str:
    return base64.b32encode(secrets.token_bytes(count)).decode().lower()
