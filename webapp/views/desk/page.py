"""What every page of the desk has: its frame, its words, and rows found within the scope or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, g, render_template, request
from werkzeug.wrappers import Response

from webapp import clock
from webapp.clock import local_date
from webapp.models.territories import Territory
from webapp.services.accounts import list_territories_of
from webapp.services.paging import Page
from webapp.views.access import account, scope
from webapp.views.desk import labels, words

T = TypeVar("T")

#: What a view answers.
Answer = str | Response

#: Nobody turns so many pages; what is beyond is the last one.
LAST_PAGE = 10_000


def show(template: str, **values: Any) -> str:
    """A page of the desk."""
    mine = territories()
    frame = {
        "account": account(),
        "territories": mine,
        "territory": mine[0] if len(mine) == 1 else None,
        "today": local_date(clock.now()),
        "labels": labels,
        "words": words,
    }
    return render_template(template, **(frame | values))


def territories() -> list[Territory]:
    """The territories of who is signed in, read once a page."""
    if "territories" not in g:
        g.territories = list_territories_of(scope())
    found: list[Territory] = g.territories
    return found


def find_territory(territory_ids: frozenset[int], territory_id: int) -> Territory | None:
    """A territory of this scope."""
    return next((place for place in territories() if place.id == territory_id and place.id in territory_ids), None)


def ids() -> frozenset[int]:
    """The ids of these territories."""
    return scope().territory_ids


def found(find: Callable[[frozenset[int], int], T | None], row_id: int) -> T:
    """The row of that id within the scope; a page that does not exist otherwise, whether or not the row does."""
    row = find(ids(), row_id)
    if row is None:
        abort(404)
    return row


def page_number() -> int:
    """The page asked for; whatever is no number is the first one."""
    text = request.args.get("page", "1")
    return min(int(text), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 20 else 1


def searched() -> str:
    """The words of a search, as far as they can be looked up."""
    return " ".join(request.args.get("q", "").replace("\x00", "").split())[:80].strip()


def turn(page: Page[Any]) -> dict[str, Any]:
    """What the pagination of a list needs: the addresses of the pages before and after."""
    kept = {name: value for name, value in request.args.items() if name != "page"}
    return {"page": page, "kept": kept}
