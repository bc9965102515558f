"""Every page, by audience. The guard of each audience is attached where its blueprint is registered."""

from __future__ import annotations

from flask import Flask

from webapp.views.converters import register_converters
from webapp.views.headers import register_headers


def register_views(app: Flask) -> None:
    """Register converters, headers, and each blueprint with its guard."""
    settings = app.extensions["settings"]
    register_converters(app)
    register_headers(app, is_secure=settings.is_secure)
