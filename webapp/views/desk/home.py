"""What waits for a coordinator."""

from __future__ import annotations

from webapp.views.desk.blueprint import bp


@bp.get("", endpoint="home_show")
def show() -> str:
    """The baskets."""
    return "ok"
