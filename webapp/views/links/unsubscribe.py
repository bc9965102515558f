"""What the header of a reminder leads to (RFC 8058): its GET asks, its POST, which a mail reader may send, pauses."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template

from webapp import clock
from webapp.domain.errors import LinkUnknown
from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import csrf, db
from webapp.models.groups import Expert
from webapp.services.directory import leave_in_peace
from webapp.services.links import find_by_token
from webapp.transaction import transaction
from webapp.views.links.blueprint import bp

#: how long nothing more is asked of somebody who wants no reminder
PAUSE = timedelta(days=90)


@bp.get("/r/<token>/pause", endpoint="unsubscribe_ask")
def ask(token: str) -> str:
    """No requests for a while? Nothing changes before the button is pressed."""
    return _page(token, _expert(token))


@bp.post("/r/<token>/pause", endpoint="unsubscribe_send")
@csrf.exempt
def send(token: str) -> str:
    """No reminder and no request for three months; a mail reader's own button sends this, without a page of ours."""
    now = clock.now()
    expert_id = _expert(token).id
    with transaction():
        expert = db.session.get_one(Expert, expert_id)
        leave_in_peace(expert, clock.local_date(now) + PAUSE, by=Actor(ActorKind.EXPERT, expert.id), now=now)
    return _page(token, expert)


def _expert(token: str) -> Expert:
    """To whom the reminder went.

    Raises:
        LinkRefused: the address is none of ours, or of another kind of mail.
    """
    link = find_by_token(token)
    if link.purpose != Purpose.ANSWER:
        raise LinkUnknown
    return db.session.get_one(Expert, link.person_id)


def _page(token: str, expert: Expert) -> str:
    until = expert.paused_until
    is_paused = until is not None and until >= clock.today()
    return render_template("links/unsubscribe.html", token=token, until=until if is_paused else None)
