"""Sittings at the desk: their list and members, one of them with its agenda, its votes, its decisions."""

from __future__ import annotations

import secrets
from datetime import datetime

from flask import Response
from flask_babel import gettext as _
from flask_security import hash_password

from webapp import clock
from webapp.domain.committees import convene_by, quorum_of
from webapp.domain.states import Actor
from webapp.forms.fields import choices_of
from webapp.forms.sittings import MemberForm, PresenceForm, SittingForm
from webapp.services import recusals, sittings
from webapp.services.accounts import add_account, welcome
from webapp.services.committee_members import find_scoped_member, list_members, list_organisations
from webapp.services.committee_seats import seat_member, unseat_member
from webapp.services.dossier_reviews import committee_rules
from webapp.services.minutes import list_minutes
from webapp.services.packets import reason_of
from webapp.services.votes import ballot_of, note_presence, present_ids
from webapp.views import committee_words
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.money_pages import Act, act_on


@bp.get("/seances", endpoint="sittings_index")
def index() -> str:
    """The sittings, the last first; and who sits."""
    today = clock.today()
    return page.show(
        "desk/sittings/index.html",
        sittings=sittings.list_sittings(page.ids()),
        members=[(place, list_members(place.id, today)) for place in page.territories()],
        committee_words=committee_words,
    )


@bp.route("/territoires/<id:territory_id>/seance", methods=["GET", "POST"], endpoint="sittings_plan")
def plan(territory_id: int) -> page.Answer:
    """Set a date."""
    territory, form = page.found(page.find_territory, territory_id), SittingForm()
    words = Act(
        _("Prévoir une séance"), _("Les membres la voient une fois convoquée."),
        _("Prévoir la séance"), _("La séance est prévue."),
    )  # fmt: skip
    return act_on(
        territory, form, words,
        lambda by, now: sittings.plan_sitting(
            territory, sittings.Meeting(*form.hours, form.place.data or "", form.kind.data), by=by, now=now,
        ),
    )  # fmt: skip


@bp.route("/territoires/<id:territory_id>/membre", methods=["GET", "POST"], endpoint="sittings_seat")
def seat(territory_id: int) -> page.Answer:
    """Somebody sits for an organisation; a mail lets them choose a password."""
    territory, form = page.found(page.find_territory, territory_id), MemberForm()
    groups = {str(group.id): group for group in list_organisations()}
    form.group.choices = choices_of((code, group.name) for code, group in groups.items())
    words = Act(
        _("Ajouter un membre"), _("Qui n’a pas encore de compte reçoit un message pour choisir son mot de passe."),
        _("Ajouter"), _("C’est un membre du comité."),
    )  # fmt: skip

    def add(by: Actor, now: datetime) -> None:
        account = add_account(
            form.email.data, form.name.data, role="member", object_id=territory.id,
            password_hash=hash_password(secrets.token_hex(32)),
        )  # fmt: skip
        seat_member(territory, groups[form.group.data], account, by=by, now=now)
        welcome(account, now=now)

    return act_on(territory, form, words, add)


@bp.post("/membres/<id:member_id>/fin", endpoint="sittings_unseat")
def unseat(member_id: int) -> Response:
    """A member leaves."""
    member = page.found(find_scoped_member, member_id)
    act(lambda by, now: unseat_member(member, by=by, now=now), _("Ce membre ne siège plus."))
    return to("sittings_index")


@bp.get("/seances/<id:sitting_id>", endpoint="sittings_show")
def show(sitting_id: int) -> str:
    """One sitting: its agenda, who is there, who does not vote, the votes, the decisions."""
    sitting = page.found(sittings.find_scoped_sitting, sitting_id)
    rules = committee_rules(sitting.territory)
    return page.show(
        "desk/sittings/show.html",
        sitting=sitting,
        members=list_members(sitting.territory_id, clock.local_date(sitting.starts_at)),
        present=present_ids(sitting),
        ballots={item.id: ballot_of(item) for item in sitting.items},
        rules=rules,
        quorum_of=quorum_of,
        leaves_on=convene_by(clock.local_date(sitting.starts_at), rules),
        is_over=clock.now() >= sitting.ends_at,
        is_to_come=clock.today() < clock.local_date(sitting.starts_at),
        reasons={item.id: reason_of(item) for item in sitting.items},
        minutes=list_minutes(sitting),
        committee_words=committee_words,
    )


@bp.route("/seances/<id:sitting_id>/date", methods=["GET", "POST"], endpoint="sittings_move")
def move(sitting_id: int) -> page.Answer:
    """Another date, hour or place."""
    sitting = page.found(sittings.find_scoped_sitting, sitting_id)
    starts, ends = (moment.astimezone(clock.PARIS) for moment in (sitting.starts_at, sitting.ends_at))
    form = SittingForm(
        data={"held_on": starts.date(), "starts": starts.time(), "ends": ends.time(), "place": sitting.place}
    )
    del form.kind
    is_written = sitting.kind == "written"
    form.held_on.label.text = _("Dernier jour pour répondre") if is_written else _("Jour de la réunion")
    words = Act(
        _("Changer la date ou le lieu"),
        _("Les membres déjà convoqués reçoivent un message, et la date change dans leur agenda."),
        _("Enregistrer"), _("C’est changé."),
    )  # fmt: skip
    return act_on(
        sitting, form, words,
        lambda by, now: sittings.move_sitting(
            sitting, sittings.Meeting(*form.hours, form.place.data or ""), by=by, now=now
        ),
    )  # fmt: skip


STEPS = {
    "convene": (sittings.convene_sitting, lambda: _("La séance est convoquée.")),
    "open": (sittings.open_sitting, lambda: _("La séance est ouverte.")),
    "close": (sittings.close_sitting, lambda: _("La séance est close.")),
    "cancel": (sittings.cancel_sitting, lambda: _("La séance est annulée.")),
}


@bp.post("/seances/<id:sitting_id>/<any(convene,open,close,cancel):step>", endpoint="sittings_step")
def take(sitting_id: int, step: str) -> Response:
    """Convene, open, close or cancel."""
    sitting = page.found(sittings.find_scoped_sitting, sitting_id)
    function, said = STEPS[step]
    act(lambda by, now: function(sitting, by=by, now=now), said())
    return to("sittings_show", sitting_id=sitting_id)


@bp.route("/seances/<id:sitting_id>/presents", methods=["GET", "POST"], endpoint="sittings_presence")
def presence(sitting_id: int) -> page.Answer:
    """Who is in the room."""
    sitting = page.found(sittings.find_scoped_sitting, sitting_id)
    form = PresenceForm(data={"members": list(present_ids(sitting))})
    rows = list_members(sitting.territory_id, clock.local_date(sitting.starts_at))
    form.members.choices = choices_of((row.id, f"{row.account.name}, {row.group.name}") for row in rows)
    words = Act(_("Qui est là"), "", _("Enregistrer"), _("C’est noté."))
    return act_on(
        sitting, form, words,
        lambda by, now: note_presence(sitting, set(form.members.data or ()), by=by, now=now),
    )  # fmt: skip


@bp.post("/recusations/<id:recusal_id>/<any(confirm,lift):step>", endpoint="sittings_recusal")
def judge_recusal(recusal_id: int, step: str) -> Response:
    """Keep a member out whom the data speak against, or not."""
    recusal = page.found(recusals.find_scoped_recusal, recusal_id)
    function = recusals.confirm_recusal if step == "confirm" else recusals.lift_recusal
    act(lambda by, now: function(recusal, by=by, now=now), _("C’est noté."))
    return to("sittings_show", sitting_id=recusal.item.sitting_id)
