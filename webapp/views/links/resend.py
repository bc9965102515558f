"""A new link, mailed to the address on file and to no other: the page says the same whether there was one or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import render_template, request, url_for
from flask_babel import gettext as _

from webapp import clock
from webapp.domain.errors import LinkExpired, LinkRefused
from webapp.domain.links import Purpose
from webapp.models.links import ActionLink
from webapp.services.advance_links import send_advance_link
from webapp.services.census import send_census_link
from webapp.services.dossiers import send_dossier_link
from webapp.services.expert_links import send_to_expert
from webapp.services.group_reports import send_report_link
from webapp.services.links import find_by_public_id
from webapp.services.links_again import send_to_contact
from webapp.services.opinions import send_opinion_link
from webapp.services.outcomes import send_jobs_link
from webapp.services.throttles import DAY, HOUR, Limit, key_of_network, note_use
from webapp.transaction import transaction
from webapp.views.filters import date_long
from webapp.views.links.blueprint import bp

PER_LINK = Limit("resend_link", 3, DAY)
PER_NETWORK = Limit("resend_network", 20, HOUR)

Sender = Callable[[ActionLink, datetime], object]

TO_CONTACTS = (Purpose.RESUME_NEED, Purpose.CONFIRM_ADDRESS, Purpose.TRACK_NEED, Purpose.CONFIRM_VISIT)
TO_EXPERTS = (Purpose.ANSWER, Purpose.DECLARE_VISIT, Purpose.EXPERT_SPACE)

#: who mails a new link, by purpose
SENDERS: dict[Purpose, Sender] = {
    **dict.fromkeys(TO_CONTACTS, send_to_contact),
    **dict.fromkeys(TO_EXPERTS, send_to_expert),
    Purpose.COUNT_JOBS: send_jobs_link,
    Purpose.CONFIRM_OFFERS: send_census_link,
    Purpose.COMPLETE_DOSSIER: send_dossier_link,
    Purpose.FOLLOW_ADVANCE: send_advance_link,
    Purpose.GIVE_OPINION: send_opinion_link,
    Purpose.READ_REPORT: send_report_link,
}


@bp.post("/lien/<public_id:public_id>/nouveau", endpoint="resend_send")
def send(public_id: str) -> str:
    """Mail the link again."""
    with transaction():
        _send(public_id, clock.real_now())
    return render_template("links/sent_again.html")


@bp.app_errorhandler(LinkExpired)
def show_expired(error: LinkExpired) -> tuple[str, int]:
    """A link whose time is over; a new one may be asked for."""
    public_id = (request.view_args or {}).get("public_id")
    resend_url = url_for("links.resend_send", public_id=public_id) if public_id else None
    said = _("Ce lien a servi jusqu’au %(day)s.", day=date_long(error.last_day)) if error.last_day else ""
    return render_template("errors/410.html", resend_url=resend_url, message=said), 410


def _send(public_id: str, real_now: datetime) -> None:
    network = key_of_network(request.remote_addr)
    if not note_use(PER_NETWORK, network, now=real_now) or not note_use(PER_LINK, public_id, now=real_now):
        return
    try:
        link = find_by_public_id(public_id)
    except LinkRefused:
        return
    SENDERS[Purpose(link.purpose)](link, clock.now())
