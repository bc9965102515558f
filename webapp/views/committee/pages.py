"""What a member reads and does: the sittings, the packet page by page, recusing oneself, voting."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Response, abort, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _

from webapp import clock
from webapp.forms.sittings import RecuseForm, VoteForm
from webapp.models.committees import AgendaItem, CommitteeMember, Sitting
from webapp.reports.packets import write_packet
from webapp.services.committee_members import list_seats
from webapp.services.dossier_reviews import review_dossier
from webapp.services.dossiers import find_document
from webapp.services.minutes import find_seen_minutes
from webapp.services.packets import draw_up_packet, reason_of
from webapp.services.recusals import declare_recusal, find_recusal, is_barred
from webapp.services.sittings import find_seen_item, find_seen_sitting, list_seen_sittings
from webapp.services.votes import cast_vote, find_vote, present_ids, takes_votes
from webapp.transaction import transaction
from webapp.views import committee_words
from webapp.views.access import account, actor, lacks_factor
from webapp.views.committee.blueprint import bp

Answer = Any


@bp.get("", endpoint="home")
def home() -> str:
    """The sittings to which the member was called, the next one first, then those that are over."""
    rows = [(seat, sitting) for seat in list_seats(account()) for sitting in list_seen_sittings(seat)]
    ahead = [(seat, sitting) for seat, sitting in reversed(rows) if sitting.state != "closed"]
    past = [(seat, sitting) for seat, sitting in rows if sitting.state == "closed"]
    return _show("committee/home.html", ahead=ahead, past=past, lacks_factor=lacks_factor(), **_marks(ahead))


@bp.get("/seances/<public_id:sitting_id>", endpoint="sitting")
def show_sitting(sitting_id: str) -> str:
    """One sitting: its agenda, the papers."""
    sitting, seat = _called(sitting_id)
    minutes = find_seen_minutes(seat, sitting)
    return _show("committee/sitting.html", sitting=sitting, minutes=minutes, **_marks([(seat, sitting)]))


@bp.get("/seances/<public_id:sitting_id>/dossiers.pdf", endpoint="packet")
def packet(sitting_id: str) -> Response:
    """The member's own packet: nothing in it of a dossier on which they stand aside."""
    sitting, seat = _called(sitting_id)
    content = write_packet(draw_up_packet(sitting, seat, now=clock.now()))
    return _pdf(content, f"dossiers-{clock.local_date(sitting.starts_at).isoformat()}.pdf")


@bp.get("/seances/<public_id:sitting_id>/proces-verbal.pdf", endpoint="minutes")
def minutes(sitting_id: str) -> Response:
    """The minutes as they were published; not for a member who stood aside, for they tell of every dossier."""
    sitting, seat = _called(sitting_id)
    found = find_seen_minutes(seat, sitting) or abort(404)
    return _pdf(found.pdf, f"proces-verbal-{clock.local_date(sitting.starts_at).isoformat()}-v{found.version}.pdf")


@bp.get("/dossiers/<public_id:item_id>", endpoint="item")
def show(item_id: str) -> str:
    """One dossier of the packet; nothing of it for who is recused."""
    item, seat = _found(item_id)
    return _page(item, seat, RecuseForm(formdata=None), VoteForm(formdata=None))


@bp.get("/dossiers/<public_id:item_id>/documents/<id:document_id>", endpoint="document")
def document(item_id: str, document_id: int) -> Response:
    """A document of a dossier that the member may see, as a download only."""
    item, seat = _found(item_id)
    found = None if is_barred(item, seat) else find_document(item.dossier, document_id)
    if found is None:
        abort(404)
    stored = found.file
    return send_file(BytesIO(stored.content), mimetype=stored.media_type, as_attachment=True, download_name=stored.name)


@bp.post("/dossiers/<public_id:item_id>/recusation", endpoint="recuse")
def recuse(item_id: str) -> Answer:
    """Say that one may not judge; from then on the dossier is closed to the member."""
    (item, seat), form = _found(item_id), RecuseForm()
    if not form.validate_on_submit():
        return _page(item, seat, form, VoteForm(formdata=None))
    with transaction():
        declare_recusal(item, seat, form.reason.data, by=actor(), now=clock.now())
    flash(_("C’est noté : vous ne votez pas sur ce dossier, et il ne vous est plus montré."))
    return redirect(url_for("committee.home"), 303)


@bp.post("/dossiers/<public_id:item_id>/vote", endpoint="vote")
def vote(item_id: str) -> Answer:
    """Vote, once and for good."""
    (item, seat), form = _found(item_id), VoteForm()
    if not form.validate_on_submit():
        return _page(item, seat, RecuseForm(formdata=None), form)
    with transaction():
        cast_vote(item, seat, form.choice.data, by=actor(), now=clock.now())
    flash(_("Votre vote est noté. Merci."))
    return redirect(url_for("committee.item", item_id=item_id), 303)


def _called(sitting_id: str) -> tuple[Sitting, CommitteeMember]:
    for seat in list_seats(account()):
        sitting = find_seen_sitting(seat, sitting_id)
        if sitting is not None:
            return sitting, seat
    return abort(404)


def _found(item_id: str) -> tuple[AgendaItem, CommitteeMember]:
    for seat in list_seats(account()):
        item = find_seen_item(seat, item_id)
        if item is not None:
            return item, seat
    return abort(404)


def _marks(rows: list[tuple[CommitteeMember, Sitting]]) -> dict[str, set[int]]:
    """The dossiers that are closed to the member, and those on which they have voted."""
    items = [(item, seat) for seat, sitting in rows for item in sitting.items]
    return {
        "barred": {item.id for item, seat in items if is_barred(item, seat)},
        "voted": {item.id for item, seat in items if find_vote(item, seat)},
    }


def _page(item: AgendaItem, seat: CommitteeMember, recuse_form: RecuseForm, vote_form: VoteForm) -> str:
    recusal = find_recusal(item, seat)
    if is_barred(item, seat):
        return _show("committee/recused.html", item=item, recusal=recusal)
    is_here = item.sitting.kind == "written" or seat.id in present_ids(item.sitting)
    return _show(
        "committee/item.html",
        item=item,
        dossier=item.dossier,
        review=review_dossier(item.dossier, clock.today()),
        reason=reason_of(item),
        cast=find_vote(item, seat),
        may_vote=takes_votes(item, clock.now()) and is_here,
        recuse_form=recuse_form,
        vote_form=vote_form,
        form=next((form for form in (recuse_form, vote_form) if form.errors), None),
    )


def _pdf(content: bytes, name: str) -> Response:
    return send_file(BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=name)


def _show(template: str, **values: Any) -> str:
    return render_template(template, account=account(), committee_words=committee_words, territory=None, **values)
