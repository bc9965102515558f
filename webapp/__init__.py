"""The Alizé web application: `create_app` reads like its table of contents."""

from __future__ import annotations

from typing import Any

from flask import Flask

from webapp import models
from webapp.config import Settings, read_settings
from webapp.extensions import babel, csrf, db, migrate, prepare_engine

assert models


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application.

    Raises:
        SettingError: a setting is missing or wrong.
    """
    settings = settings or read_settings()
    app = Flask(__name__)
    app.config.from_mapping(_flask_config(settings))
    app.extensions["settings"] = settings

    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    migrate.init_app(app, db, directory=f"{app.root_path}/migrations")
    csrf.init_app(app)
    return app


def _flask_config(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_keys[0],
        "SECRET_KEY_FALLBACKS": list(settings.secret_keys[1:]),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {} if settings.is_sqlite else {"pool_pre_ping": True},
        "BABEL_DEFAULT_LOCALE": "fr",
        "BABEL_DEFAULT_TIMEZONE": "Europe/Paris",
        "MAX_CONTENT_LENGTH": 256 * 1024,
        "MAX_FORM_PARTS": 100,
        "MAX_FORM_MEMORY_SIZE": 256 * 1024,
    }
