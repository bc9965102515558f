"""What waits for a coordinator, basket by basket."""

from __future__ import annotations

from flask import current_app, request, url_for

from webapp import clock
from webapp.clock import local_date
from webapp.domain.baskets import put_aside_choices
from webapp.services.first_steps import read_first_steps
from webapp.services.inbox import count_waiting_firms, list_baskets
from webapp.views.desk import page
from webapp.views.desk.blueprint import bp

#: Entries of a basket on the page of all; the others are one click away.
SHOWN = 5


@bp.get("", endpoint="home_show")
def show() -> str:
    """The baskets; with ?corbeille=… one of them, whole; while there is nothing in any, what to begin with."""
    now = clock.now()
    baskets = list_baskets(page.ids(), now)
    wanted = request.args.get("corbeille", "")
    chosen = [basket for basket in baskets if basket.code == wanted]
    shown = chosen or [basket for basket in baskets if basket.entries]
    done_in = request.args.get("fait", "")
    return page.show(
        "desk/home.html",
        found={basket.code: basket for basket in baskets},
        shown=shown,
        done_in=done_in if done_in in {basket.code for basket in shown} else "",
        limit=None if chosen else SHOWN,
        chosen=wanted if chosen else "",
        waiting=count_waiting_firms(baskets),
        aside_days=put_aside_choices(local_date(now)),
        steps=None if shown else read_first_steps(page.ids()),
        public_address=current_app.extensions["settings"].public_base_url + url_for("public.needs_start"),
    )
