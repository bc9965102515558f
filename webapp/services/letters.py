"""A mail as it goes over the wire: written from its row when it leaves, with the secret of its link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from webapp.domain.links import Token


@dataclass(frozen=True)
class Letter:
    """One mail, ready to hand over; `minted` are the secrets in it, of which only hashes may be kept."""

    sender: str
    recipient: str
    wire: bytes
    minted: tuple[Token, ...] = ()


def write_letter(mail_id: int, *, sender: str, base_url: str, now: datetime) -> Letter:
    raise NotImplementedError
