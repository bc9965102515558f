"""The key of a form that is shown: random, signed, with the real time at which it was shown."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from webapp import clock


@dataclass(frozen=True)
class Stamp:
    """The key of a form that came back; `age` None: it is none of ours."""

    key: str
    age: timedelta | None


def new_stamp() -> str:
    """What a form carries in a hidden field."""
    return _signer().dumps(secrets.token_hex(16))


def read_stamp(text: str | None) -> Stamp:
    """The key of a form, and how long ago it was shown; a new key where what came back is none of ours."""
    try:
        key, shown_at = _signer().loads(text or "", return_timestamp=True)
    except BadSignature:
        return Stamp(secrets.token_hex(16), None)
    return Stamp(key, clock.real_now() - shown_at)


def _signer() -> URLSafeTimedSerializer:
    keys = current_app.extensions["settings"].secret_keys
    return URLSafeTimedSerializer(list(reversed(keys)), salt="form-key")
