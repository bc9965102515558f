"""The Alizé web application: `create_app` reads like its table of contents."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from webapp import models
from webapp.config import SettingError, Settings, read_settings
from webapp.extensions import babel, csrf, db, migrate, prepare_engine
from webapp.logs import configure_logs
from webapp.mail.transport import Smtp
from webapp.services.clock_steps import follow_clock
from webapp.terminal import gettext as _
from webapp.views import register_views
from webapp.views.assets import KEPT_FOR
from webapp.views.language import choose_language

assert models


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application.

    Raises:
        SettingError: a setting is missing or wrong.
    """
    settings = settings or read_settings()
    configure_logs(settings.log_level)
    app = Flask(__name__)
    if app.debug and not settings.is_demonstration:
        raise SettingError(
            _("FLASK_DEBUG montre le code à qui le fait échouer. Ôtez-le : il n’est que pour une démonstration.")
        )
    app.config.from_mapping(_flask_config(settings))
    app.extensions["settings"] = settings

    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    migrate.init_app(app, db, directory=f"{app.root_path}/migrations")
    babel.init_app(app, locale_selector=choose_language)
    csrf.init_app(app)
    register_views(app)
    app.extensions["mail_transport"] = Smtp(settings.smtp_url, hello=_host_of(settings.public_base_url))
    if settings.is_demonstration:
        with app.app_context():
            follow_clock()
    _stand_behind_proxies(app, settings)
    return app


def _host_of(url: str) -> str:
    """How this host greets the relay."""
    return urlsplit(url).hostname or "localhost"


def _trusted_hosts(settings: Settings) -> list[str]:
    """The names under which we answer: that of the public address, and this machine's in the demonstration."""
    own = [_host_of(settings.public_base_url)]
    return [*own, "localhost", "127.0.0.1"] if settings.is_demonstration else own


def _stand_behind_proxies(app: Flask, settings: Settings) -> None:
    """Serve the static files, and believe as many proxies as the settings say, none by default."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=app.static_folder, prefix="static/", max_age=KEPT_FOR
    )
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]


def _flask_config(settings: Settings) -> dict[str, Any]:
    return {
        "PUBLISHER": settings.publisher,
        "HOSTED_BY": settings.hosted_by,
        "SECRET_KEY": settings.secret_keys[0],
        "SECRET_KEY_FALLBACKS": list(settings.secret_keys[1:]),
        "TRUSTED_HOSTS": _trusted_hosts(settings),
        "SESSION_COOKIE_NAME": "__Host-alize" if settings.is_secure else "alize",
        "SESSION_COOKIE_SECURE": settings.is_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {} if settings.is_sqlite else _postgresql_options(),
        "BABEL_DEFAULT_LOCALE": "fr",
        "BABEL_DEFAULT_TIMEZONE": "Europe/Paris",
        "WTF_CSRF_TIME_LIMIT": None,
        # It would want a Referer, which our policy keeps from being sent; views/cross_site.py asks where a form comes from.
        "WTF_CSRF_SSL_STRICT": False,
        "MAX_CONTENT_LENGTH": 256 * 1024,
        "MAX_FORM_PARTS": 100,
        "MAX_FORM_MEMORY_SIZE": 256 * 1024,
    }


def _postgresql_options() -> dict[str, Any]:
    limits = "-c lock_timeout=10s -c statement_timeout=30s -c idle_in_transaction_session_timeout=30s"
    return {"pool_pre_ping": True, "connect_args": {"options": limits}}
