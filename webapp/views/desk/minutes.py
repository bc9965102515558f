"""The papers of a sitting at the desk: its packet, its minutes, the register of decisions, the letter of an aid's value."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file
from flask_babel import gettext as _

from webapp import clock
from webapp.domain.states import Actor
from webapp.forms.sittings import MinutesForm
from webapp.models.committees import Sitting
from webapp.reports.aid_letters import write_aid_letter
from webapp.reports.minutes import write_minutes
from webapp.reports.packets import write_packet
from webapp.services import minutes
from webapp.services.aid_letters import draw_up_aid_letter, find_scoped_decision
from webapp.services.packets import draw_up_packet
from webapp.services.sittings import find_scoped_sitting
from webapp.views import committee_words
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp


@bp.get("/seances/<id:sitting_id>/dossiers.pdf", endpoint="sittings_packet")
def packet(sitting_id: int) -> Response:
    """The dossiers of a sitting, all of them: the desk has no seat."""
    sitting = page.found(find_scoped_sitting, sitting_id)
    content = write_packet(draw_up_packet(sitting, None, now=clock.now()))
    return pdf_of(content, f"dossiers-{_day_of(sitting)}.pdf")


@bp.route("/seances/<id:sitting_id>/proces-verbal", methods=["GET", "POST"], endpoint="minutes_draft")
def draft(sitting_id: int) -> page.Answer:
    """The minutes as they would be published, with a remark; and the versions that were."""
    sitting, form = page.found(find_scoped_sitting, sitting_id), MinutesForm()
    values = minutes.draw_up_minutes(sitting, form.remarks.data or "")
    if form.validate_on_submit():
        _publish(sitting, form.remarks.data or "")
        return to("minutes_draft", sitting_id=sitting_id)
    published = minutes.list_minutes(sitting)
    return page.show("desk/minutes/draft.html", sitting=sitting, form=form, values=values, minutes=published)


def _publish(sitting: Sitting, remarks: str) -> None:
    """Set the pages before the transaction, for that is slow; the service refuses a version that somebody else took."""
    values = minutes.draw_up_minutes(sitting, remarks)
    version = minutes.next_version(minutes.find_latest_minutes(sitting))
    content = write_minutes(values, version)

    def freeze(by: Actor, now: clock.datetime) -> int:
        return minutes.publish_minutes(sitting, values, content, version, by=by, now=now).version

    act(freeze, lambda number: _("Le procès-verbal est publié, version %(version)s.", version=number))


@bp.get("/proces-verbaux/<id:minutes_id>.pdf", endpoint="minutes_file")
def file(minutes_id: int) -> Response:
    """Published minutes, the very bytes that were handed out."""
    found = page.found(minutes.find_scoped_minutes, minutes_id)
    return pdf_of(found.pdf, f"proces-verbal-{_day_of(found.sitting)}-v{found.version}.pdf")


@bp.get("/registre", endpoint="decisions_register")
def register() -> str:
    """Every decision, the last first."""
    rows = minutes.list_decisions(page.ids(), page=page.page_number())
    return page.show(
        "desk/decisions/register.html",
        published=minutes.minutes_by_item(rows.rows),
        committee_words=committee_words,
        **page.turn(rows),
    )


@bp.get("/decisions/<id:decision_id>/valeur-d-aide.pdf", endpoint="decisions_letter")
def letter(decision_id: int) -> Response:
    """The letter that tells a firm what its advance is worth as aid."""
    decision = page.found(find_scoped_decision, decision_id)
    return pdf_of(
        write_aid_letter(draw_up_aid_letter(decision)), f"valeur-d-aide-{decision.decided_on.isoformat()}.pdf"
    )


def pdf_of(content: bytes, name: str) -> Response:
    """A PDF as a download."""
    return send_file(BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=name)


def _day_of(sitting: Sitting) -> str:
    return clock.local_date(sitting.starts_at).isoformat()
