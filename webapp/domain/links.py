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

from webapp.domain.errors import LinkExpired, LinkRevoked, LinkUnknown

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


def check_secret(secret: str, kept: str, *, expires_at: datetime, revoked_at: datetime | None, now: datetime) -> None:
    """Check one secret against its row.

    Raises:
        LinkUnknown: the secret is not the one that was minted.
        LinkRevoked: it was withdrawn.
        LinkExpired: its time is over.
    """
    if not hmac.compare_digest(digest(secret), kept):
        raise LinkUnknown
    if revoked_at is not None:
        raise LinkRevoked
    if now >= expires_at:
        raise LinkExpired


def _random(count: int) -> str:
    return base64.b32encode(secrets.token_bytes(count)).decode().lower()
