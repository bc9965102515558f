"""Bounded parts of addresses: what cannot be an id is a page that does not exist, never an error of the database."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

GREATEST_ID = 2**31 - 1


class IdConverter(BaseConverter):
    """A key of the desk: 1 to 2^31 - 1."""

    regex = r"[1-9][0-9]{0,9}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number > GREATEST_ID:
            raise ValidationError
        return number


class PublicIdConverter(BaseConverter):
    """A random key of the public: 26 letters and digits."""

    regex = r"[a-z2-7]{26}"


def register_converters(app: Flask) -> None:
    """Let routes say `<id:need_id>` and `<public_id:need>`."""
    app.url_map.converters["id"] = IdConverter
    app.url_map.converters["public_id"] = PublicIdConverter
