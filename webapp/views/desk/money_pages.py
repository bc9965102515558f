"""How pages about money act: a form on a page of its own, once, with what the rules refuse said where it can be mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, request
from flask_security import auth_required

from webapp import clock
from webapp.domain.errors import NotAllowed, Refusal, SentBefore, WrongState
from webapp.domain.states import Actor
from webapp.forms.money import MoneyForm
from webapp.models.advances import Advance
from webapp.models.committees import Sitting
from webapp.models.companies import Company
from webapp.models.conventions import Convention
from webapp.models.dossiers import Dossier
from webapp.models.funds import Fund
from webapp.models.territories import Territory
from webapp.services.forms_once import is_first
from webapp.transaction import transaction
from webapp.views.access import actor
from webapp.views.desk import page
from webapp.views.desk.acts import to
from webapp.views.errors import sentence_of
from webapp.views.form_keys import new_stamp, read_stamp

Step = Callable[[Actor, datetime], object]

#: What an act is about, and where it leads back to.
About = Advance | Fund | Dossier | Sitting | Territory | Company | Convention

#: Whoever moves money has signed in within half an hour; the page asks again otherwise.
freshly_signed_in = auth_required("session", within=30, grace=0)


@dataclass(frozen=True)
class Act:
    """A page with a form: its title, what it explains, its button, what is said once it is done."""

    title: str
    lead: str
    button: str
    said: str


def act_on(
    about: About, form: MoneyForm, act: Act, step: Step, template: str = "desk/money/act.html", **shown: Any
) -> page.Answer:
    """Show the form, or do what it asks and go back to the page of what it is about."""
    form.today = clock.today()
    if form.validate_on_submit() and _do(form, act, step):
        return _home(about)
    form.stamp.data = form.stamp.data if form.is_submitted() else new_stamp()
    return page.show(template, about=about, form=form, act=act, back=_home(about).location, **shown)


def _home(about: About) -> Any:
    match about:
        case Fund():
            return to("funds_show", fund_id=about.id)
        case Dossier():
            return to("dossiers_show", dossier_id=about.id)
        case Sitting():
            return to("sittings_show", sitting_id=about.id)
        case Territory():
            return to("sittings_index")
        case Convention():
            return to("survival_show", convention_id=about.id)
        case Company():
            return to("dossiers_index")
    return to("advances_show", advance_id=about.id)


def _do(form: MoneyForm, act: Act, step: Step) -> bool:
    """Do it, once; False when a rule refuses, which the form then says."""
    by, now = actor(), clock.now()
    typed = [(name, value) for name, value in request.form.items() if name != "csrf_token"]
    try:
        with transaction():
            if is_first(read_stamp(form.stamp.data).key, "money", typed, now=clock.real_now()):
                step(by, now)
    except (WrongState, SentBefore) as refusal:
        flash(sentence_of(refusal), "warning")
        return True
    except NotAllowed:
        raise
    except Refusal as refusal:
        if not form.shown:
            raise
        form.say(sentence_of(refusal), refusal.details.get("field"))
        return False
    flash(act.said)
    return True
