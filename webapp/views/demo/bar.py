"""The bar above every page, and the clock that every page goes by."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, request
from flask_security import current_user

from webapp import clock
from webapp.config import Settings
from webapp.mail.maildir import count_kept
from webapp.services.clock_steps import find_walk, follow_clock
from webapp.views.demo.blueprint import bp


def register_demo(app: Flask) -> None:
    """Register the demonstration's pages; let every request follow its clock and every page carry its bar."""
    app.before_request(follow_clock)
    app.context_processor(_bar)
    app.register_blueprint(bp)


def here() -> str:
    """The address of this page, to come back to; the one sent along by a form that was refused."""
    return request.full_path.rstrip("?") if request.method == "GET" else back_to()


def back_to() -> str:
    """Where a form of the bar asked to come back to: an address of this site, or the home page."""
    wanted = request.form.get("back", "") if request.method == "POST" else request.args.get("back", "")
    is_ours = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if is_ours else "/"


def _bar() -> dict[str, Any]:
    settings: Settings = current_app.extensions["settings"]
    assert settings.mailbox is not None, "these pages exist on a demonstration only"
    return {
        "demo_bar": {
            "now": clock.now(),
            "is_walking": find_walk() is not None,
            "mails": count_kept(settings.mailbox),
            "name": current_user.name if current_user and current_user.is_authenticated else "",
            "here": here(),
        }
    }
