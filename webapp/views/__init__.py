"""Every page, by audience. The guard of each audience is attached where its blueprint is registered."""

from __future__ import annotations

from flask import Flask

from webapp.views import committee, demo, desk, links, public, system
from webapp.views.access import coordinators, members, register_guarded
from webapp.views.accounts import register_accounts
from webapp.views.assets import register_assets
from webapp.views.conflicts import register_conflicts
from webapp.views.converters import register_converters
from webapp.views.cross_site import register_cross_site
from webapp.views.errors import register_errors
from webapp.views.filters import register_filters
from webapp.views.headers import register_headers
from webapp.views.language import register_language


def register_views(app: Flask) -> None:
    """Register converters, filters, addresses of files, headers, languages, errors, and each blueprint with its guard."""
    settings = app.extensions["settings"]
    register_converters(app)
    register_filters(app)
    register_assets(app)
    register_headers(app, is_secure=settings.is_secure)
    register_language(app)
    register_errors(app)
    register_cross_site(app)
    register_accounts(app, settings)

    app.register_blueprint(public.bp)
    app.register_blueprint(links.bp)
    register_guarded(app, desk.bp, coordinators)
    register_guarded(app, committee.bp, members)
    app.register_blueprint(system.bp)
    if settings.is_demonstration:
        demo.register_demo(app)

    register_conflicts(app)
