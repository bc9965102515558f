"""What a need is about, by themes: ticked and unticked by a coordinator, and suggested where nobody is found."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from webapp.domain.errors import WrongState
from webapp.domain.requests import THEMES, likely_themes
from webapp.domain.states import Actor
from webapp.models.needs import Need
from webapp.services.shortlists import Shortlist
from webapp.services.steps import lock, record


def change_themes(
    need: Need, *, ticked: Collection[str] = (), unticked: Collection[str] = (), by: Actor, now: datetime
) -> list[str]:
    """Tick some themes of a need and untick others; those that changed. What somebody else ticked meanwhile stays.

    Raises:
        WrongState: it is not open.
    """
    lock(need)
    if need.state != "open":
        raise WrongState(thing="need", step="tick_theme", state=need.state)
    before = set(need.themes.split())
    after = before.union(ticked).difference(unticked)
    changed = [theme for theme in THEMES if (theme in before) != (theme in after)]
    need.themes = " ".join(theme for theme in THEMES if theme in after)
    for theme in changed:
        record(need, "tick_theme" if theme in after else "untick_theme", by=by, now=now, reason=theme)
    return changed


def suggest_themes(found: Shortlist) -> tuple[str, ...] | None:
    """What a need may be about, by the themes of the nearest offers; it may be none of them.

    None where it need not be asked: somebody reaches the floor or has the request already, or a theme is ticked.
    """
    if found.above or found.role.state == "proposed" or found.role.need.themes:
        return None
    offers = found.below + found.refused
    return likely_themes(({skill.family for skill in entry.offer.skills}, entry.hit.score) for entry in offers)
