"""How a page of the desk acts: one transaction, a word on what was done, and back to the page that shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.errors import WrongState
from webapp.domain.states import Actor
from webapp.transaction import transaction
from webapp.views.access import actor

Act = Callable[[Actor, datetime], object]


def act(step: Act, said: str | Callable[[Any], str]) -> bool:
    """Do it, once; a second click, or somebody faster, is told so and sees what the first one did.

    `said` is what to tell, or makes it of what the step returned.
    """
    by, now = actor(), clock.now()
    try:
        with transaction():
            done = step(by, now)
            told = said if isinstance(said, str) else said(done)
    except WrongState:
        flash(_("C’était déjà fait, ou quelqu’un a agi avant vous."), "warning")
        return False
    flash(told)
    return True


def to(endpoint: str, **values: object) -> Response:
    """To the page that shows what was done."""
    return redirect(url_for(f"desk.{endpoint}", **values), 303)
