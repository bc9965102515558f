"""How a mailed link is opened: its address only redirects, a short-lived cookie then opens one clean page.

The secret leaves the address bar at once, so that it stands in no history, no Referer and no log. The cookie is signed,
names one link, lives for half an hour and is renewed by each page; `current_link` is the door of every page of a link.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Response, after_this_request, current_app, request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer

from webapp import clock
from webapp.domain import links as rules
from webapp.domain.errors import LinkExpired, LinkUnknown
from webapp.domain.links import Purpose
from webapp.models.links import ActionLink
from webapp.services.links import find_by_public_id, find_by_token, keep_language, speaks_another
from webapp.transaction import transaction
from webapp.views.language import chosen_language

#: how long a page stays open without being used
LIFE = timedelta(minutes=30)

#: a form that somebody is filling in stays open longer: what is typed into it must not be lost
LONG_LIFE = timedelta(days=7)

#: the page behind each purpose; it takes `public_id`, the link's
PAGES = {
    Purpose.RESUME_NEED: "public.needs_resume",
    Purpose.CONFIRM_ADDRESS: "links.addresses_show",
    Purpose.TRACK_NEED: "links.tracking_show",
    Purpose.ANSWER: "links.answers_show",
    Purpose.DECLARE_VISIT: "links.visits_show",
    Purpose.CONFIRM_VISIT: "links.confirmations_show",
    Purpose.EXPERT_SPACE: "links.space_show",
    Purpose.COUNT_JOBS: "links.jobs_show",
    Purpose.CONFIRM_OFFERS: "links.census_show",
    Purpose.COMPLETE_DOSSIER: "links.dossiers_show",
    Purpose.FOLLOW_ADVANCE: "links.advances_show",
    Purpose.GIVE_OPINION: "links.opinions_show",
    Purpose.READ_REPORT: "links.reports_show",
}


class LinkClosed(Exception):
    """The browser has not opened this link, or too long ago; the page offers to mail a new one."""

    def __init__(self, public_id: str) -> None:
        self.public_id = public_id
        super().__init__(public_id)


def page_of(link: ActionLink) -> str:
    """The clean address of a link."""
    return url_for(PAGES[Purpose(link.purpose)], public_id=link.public_id)


def open_token(token: str) -> ActionLink:
    """Find the link of a mailed address, and let this browser open its page.

    Raises:
        LinkRefused: it is none of ours, or was withdrawn.
    """
    link = find_by_token(token)
    open_link(link)
    return link


def open_link(link: ActionLink) -> None:
    """Let this browser open the page of a link; the cookie leaves with the answer."""
    value = _signer().dumps(link.public_id)
    life = _life(Purpose(link.purpose))
    is_secure = current_app.extensions["settings"].is_secure

    @after_this_request
    def set_cookie(response: Response) -> Response:
        response.set_cookie(
            _cookie_name(link.public_id), value, max_age=life, secure=is_secure, httponly=True, samesite="Lax"
        )
        response.headers["X-Robots-Tag"] = "noindex"
        return response


def current_link(public_id: str, purpose: Purpose) -> ActionLink:
    """The link of this page, for this purpose only, when this browser has opened it; it may have expired.

    What an expired link shows stays readable; call `acting_link` before anything changes.

    Raises:
        LinkClosed: the browser has not opened it, or too long ago.
        LinkUnknown: it is for something else.
        LinkRevoked: it was withdrawn.
    """
    _check_opened(public_id, purpose)
    link = find_by_public_id(public_id)
    if link.purpose != purpose:
        raise LinkUnknown
    open_link(link)
    _follow_language(link)
    return link


def acting_link(public_id: str, purpose: Purpose) -> ActionLink:
    """As `current_link`, while the link may still change something.

    Raises:
        LinkExpired: its time is over.
    """
    link = current_link(public_id, purpose)
    check_acts(link)
    return link


def check_acts(link: ActionLink) -> None:
    """For a page that only asks: nobody fills in a form that is refused at the end.

    Raises:
        LinkExpired: its time is over.
    """
    if not rules.may_act(link.expires_at, clock.now()):
        # the end of a day is the beginning of the next
        raise LinkExpired(clock.local_date(link.expires_at - timedelta(seconds=1)))


def list_opened() -> list[str]:
    """The public ids of the links that this browser says it has opened; their doors still check each of them."""
    prefix = _cookie_name("")
    return [name.removeprefix(prefix) for name in request.cookies if name.startswith(prefix)]


def _follow_language(link: ActionLink) -> None:
    """Whoever sends a form is written to from now on in the language that they chose in the footer."""
    chosen = chosen_language()
    if request.method == "POST" and chosen is not None and speaks_another(link, chosen):
        with transaction():
            keep_language(link, chosen)


def _check_opened(public_id: str, purpose: Purpose) -> None:
    value = request.cookies.get(_cookie_name(public_id), "")
    try:
        named = _signer().loads(value, max_age=int(_life(purpose).total_seconds()))
    except BadSignature:
        raise LinkClosed(public_id) from None
    if named != public_id:
        raise LinkClosed(public_id)


def _life(purpose: Purpose) -> timedelta:
    return LONG_LIFE if purpose in (Purpose.RESUME_NEED, Purpose.COMPLETE_DOSSIER) else LIFE


def _cookie_name(public_id: str) -> str:
    """One cookie per link, so that a request and another can be open side by side."""
    prefix = "__Host-" if current_app.extensions["settings"].is_secure else ""
    return f"{prefix}alize-{public_id}"


def _signer() -> URLSafeTimedSerializer:
    keys = current_app.extensions["settings"].secret_keys
    return URLSafeTimedSerializer(list(reversed(keys)), salt="link-opening")
