"""Moving the clock on, and what happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp import clock
from webapp.services.clock_journal import list_days
from webapp.services.clock_steps import ask_walk, find_last_walk
from webapp.services.runs import DEAD_AFTER, find_last_beat
from webapp.transaction import transaction
from webapp.views.demo.bar import back_to
from webapp.views.demo.blueprint import bp

#: days that one click may move
MOVES = {"1": 1, "7": 7}


@bp.post("/horloge", endpoint="moves_ask")
def ask() -> Response:
    """Ask the clock to move on; the jobs process walks there."""
    days = MOVES.get(request.form.get("days", "")) or abort(400)
    with transaction():
        ask_walk(days)
    return redirect(url_for("demo.moves_show", back=back_to()), 303)


@bp.get("/horloge", endpoint="moves_show")
def show() -> str:
    """Where the clock is, day by day, with what each day brought."""
    return render_template("demo/clock.html", **_progress(), back=back_to())


@bp.get("/horloge/jours", endpoint="moves_days")
def days() -> str | Response:
    """The part of that page that grows; when the clock has arrived, the page is loaded anew."""
    progress = _progress()
    if not progress["is_walking"]:
        return Response(status=204, headers={"HX-Refresh": "true"})
    return render_template("demo/days.html", **progress, back=back_to())


def _progress() -> dict[str, object]:
    walk = find_last_walk()
    days = list_days(walk) if walk is not None else []
    seen_at = find_last_beat()
    return {
        "walk": walk,
        "is_walking": walk is not None and walk.ended_at is None,
        "days": [
            (day.at, [say(job, count) for job, count in day.done.items() if job in SENTENCES], day.mails)
            for day in days
        ],
        "is_alone": seen_at is None or seen_at < clock.real_now() - DEAD_AFTER,
    }


def say(job: str, count: int) -> str:
    """What a job did, in words."""
    return SENTENCES[job](count)


SENTENCES: dict[str, Callable[[int], str]] = {
    "settle_answers": lambda n: ngettext("%(num)s réponse a pris effet", "%(num)s réponses ont pris effet", n),
    "expire_proposals": lambda n: ngettext(
        "%(num)s demande est restée sans réponse", "%(num)s demandes sont restées sans réponse", n
    ),
    "remind_silent_experts": lambda n: ngettext("%(num)s relance est partie", "%(num)s relances sont parties", n),
    "send_waves": lambda n: ngettext(
        "%(num)s besoin proposé à des experts", "%(num)s besoins proposés à des experts", n
    ),
    "ask_about_visits": lambda n: ngettext(
        "%(num)s expert interrogé sur sa visite", "%(num)s experts interrogés sur leur visite", n
    ),
    "deem_silent_visits": lambda n: ngettext(
        "%(num)s visite réputée confirmée", "%(num)s visites réputées confirmées", n
    ),
    "log_days": lambda n: ngettext(
        "%(num)s visite en attente inscrite au journal", "%(num)s visites en attente inscrites au journal", n
    ),
    "apply_amendments": lambda n: ngettext("%(num)s avenant entré en vigueur", "%(num)s avenants entrés en vigueur", n),
}
