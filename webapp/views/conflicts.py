"""A command that lost a conflict between writers is run again, whole: it committed nothing, and twice is the same as once."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask
from sqlalchemy.exc import OperationalError

from webapp.extensions import db

#: seconds before each new try, each with as much again by chance
WAITS = (0.02, 0.05, 0.1, 0.2)

#: PostgreSQL's codes for a failed serialisation and a deadlock
CONFLICTS = frozenset({"40001", "40P01"})


def is_conflict(error: OperationalError) -> bool:
    """True when another writer was in the way, so that trying again may succeed."""
    return getattr(error.orig, "sqlstate", None) in CONFLICTS or "database is locked" in str(error.orig)


def run_again(view: Callable[..., Any]) -> Callable[..., Any]:
    """Run a view again, at most four times, when it lost a conflict."""

    @wraps(view)
    def patient(*args: Any, **kwargs: Any) -> Any:
        for wait in WAITS:
            try:
                return view(*args, **kwargs)
            except OperationalError as error:
                if not is_conflict(error):
                    raise
                db.session.rollback()
                time.sleep(wait * (1 + random.random()))  # noqa: S311 spreads the tries, guards nothing
        return view(*args, **kwargs)

    return patient


def register_conflicts(app: Flask) -> None:
    """Make every view that takes a POST patient; called once all are registered."""
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    for endpoint in posts:
        app.view_functions[endpoint] = run_again(app.view_functions[endpoint])
