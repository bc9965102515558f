"""How a page of the desk acts: one transaction, a word on what was done, and back to the page that shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.errors import Refusal, SentBefore, WrongState
from webapp.domain.states import Actor
from webapp.services.forms_once import is_first
from webapp.transaction import transaction
from webapp.views.access import actor
from webapp.views.errors import sentence_of
from webapp.views.form_keys import read_stamp

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
    except (WrongState, SentBefore) as refusal:
        flash(sentence_of(refusal), "warning")
        return False
    flash(told)
    return True


def attempt(field: Any, step: Act, said: str | Callable[[Any], str]) -> bool:
    """The same, where a rule may say no: its sentence goes beside the field, and nothing is done."""
    try:
        act(step, said)
    except Refusal as refusal:
        field.errors = [*field.errors, sentence_of(refusal)]
        return False
    return True


def once(form: Any, purpose: str, step: Act, *parts: Any) -> Act:
    """The step, done once for each time its form was shown; sent again with other words, these are said not to count.

    `parts`: the forms within the form.
    """
    fields = (field for each in (form, *parts) for field in each)
    typed = [(field.name, field.data) for field in fields if field.name not in ("form_key", "csrf_token")]

    def claimed(by: Actor, now: datetime) -> object:
        key = read_stamp(form.form_key.data).key
        return step(by, now) if is_first(key, purpose, typed, now=clock.real_now()) else None

    return claimed


def to(endpoint: str, **values: object) -> Response:
    """To the page that shows what was done."""
    return redirect(url_for(f"desk.{endpoint}", **values), 303)
