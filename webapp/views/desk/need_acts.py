"""What a coordinator does to a need itself: complete, set aside, close, take up again, let go on."""

from __future__ import annotations

from datetime import datetime

from flask import abort, request
from flask_babel import gettext as _

from webapp import clock
from webapp.domain.requests import THEMES
from webapp.domain.states import Actor
from webapp.forms.desk import CloseForm, QualifyForm, RoleForm, SetAsideForm
from webapp.forms.fields import choices_of
from webapp.mail.request_facts import day_length
from webapp.models.needs import Need, NeedRole
from webapp.services.likenesses import list_resemblances
from webapp.services.need_ends import close_need, resume_need, set_aside_need
from webapp.services.need_lists import find_scoped_need
from webapp.services.needs import RoleAsked, qualify_need, release_held
from webapp.services.themes import change_themes
from webapp.views.desk import page
from webapp.views.desk.acts import act, once, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.labels import SET_ASIDE_REASONS
from webapp.views.form_keys import new_stamp

#: Roles that a coordinator still words.
WORDED = ("open", "proposed", "unanswered", "filled")

#: Letters of a title.
TITLE = 160


@bp.route("/besoins/<id:need_id>/completer", methods=["GET", "POST"], endpoint="needs_qualify")
def qualify(need_id: int) -> page.Answer:
    """Say what is needed, in a title and by themes, and what each expert is asked for."""
    need = page.found(find_scoped_need, need_id)
    form, roles = _need_form(need), _role_forms(need)
    asked = [(role, each) for role, each in roles if role is not None or each.title.data]
    if not form.is_submitted() or not all([form.validate(), *(each.validate() for _role, each in asked)]):
        alike, form.form_key.data = list_resemblances(need), new_stamp()
        return page.show("desk/needs/qualify.html", need=need, form=form, roles=roles, resemblances=alike)
    wanted = [RoleAsked(each.title.data, each.minutes.data, role) for role, each in asked]

    def complete(by: Actor, now: datetime) -> None:
        qualify_need(need, form.title.data, wanted, by=by, now=now)
        change_themes(need, ticked=form.ticked, unticked=form.unticked, by=by, now=now)

    act(once(form, "need_qualify", complete, *(each for _role, each in roles)), _("Le besoin est complété."))
    return to("needs_show", need_id=need_id)


def _need_form(need: Need) -> QualifyForm:
    return QualifyForm(data={"title": need.title, "themes": need.themes.split(), "shown": need.themes})


def _role_forms(need: Need) -> list[tuple[object, RoleForm]]:
    """One form a role that was shown, and an empty one for one more; the requests that the address names are titles."""
    assert need.territory is not None, "a need of the desk has its territory"
    meta = {"minutes_per_day": day_length(need.territory, clock.local_date(clock.now()))}
    worded = [role for role in need.roles if role.state in WORDED and _was_shown(role)]
    forms: list[tuple[object, RoleForm]]
    forms = [(role, RoleForm(obj=role, prefix=f"role-{role.id}-", meta=meta)) for role in worded]
    forms.append((None, RoleForm(prefix="role-new-", meta=meta)))
    if request.method == "GET":
        for (_role, form), words in zip(forms, request.args.getlist("demande"), strict=False):
            form.title.data = words[:TITLE]
    return forms


def _was_shown(role: NeedRole) -> bool:
    """Not one that the same form, or somebody else, has added since."""
    return request.method == "GET" or f"role-{role.id}-title" in request.form


@bp.post("/besoins/<id:need_id>/theme", endpoint="needs_tick_theme")
def tick_theme(need_id: int) -> page.Answer:
    """Say by a click what a need is about; the ranking follows."""
    need = page.found(find_scoped_need, need_id)
    theme = request.form.get("theme", "")
    if theme not in THEMES:
        abort(400)
    act(lambda by, now: change_themes(need, ticked=[theme], by=by, now=now), _ticked)
    return to("needs_show", need_id=need_id)


def _ticked(changed: list[str]) -> str:
    return _("Le thème est coché, le classement en tient compte.") if changed else _("Ce thème était déjà coché.")


@bp.route("/besoins/<id:need_id>/mettre-de-cote", methods=["GET", "POST"], endpoint="needs_set_aside")
def set_aside(need_id: int) -> page.Answer:
    """Set a need aside, with the reason."""
    need = page.found(find_scoped_need, need_id)
    form = SetAsideForm()
    form.reason.choices = choices_of(SET_ASIDE_REASONS.items())
    if not form.validate_on_submit():
        return page.show("desk/needs/set_aside.html", need=need, form=form)
    reason, words = form.reason.data, form.words.data or ""
    act(lambda by, now: set_aside_need(need, reason, by=by, now=now, words=words), _("Le besoin est mis de côté."))
    return to("needs_show", need_id=need_id)


@bp.route("/besoins/<id:need_id>/clore", methods=["GET", "POST"], endpoint="needs_close")
def close(need_id: int) -> page.Answer:
    """Close a need; the firm is told."""
    need = page.found(find_scoped_need, need_id)
    form = CloseForm()
    if not form.validate_on_submit():
        return page.show("desk/needs/close.html", need=need, form=form)
    outcome = form.outcome.data
    act(lambda by, now: close_need(need, outcome, by=by, now=now), _("Le besoin est clos, l’entreprise est prévenue."))
    return to("needs_show", need_id=need_id)


@bp.post("/besoins/<id:need_id>/reprendre", endpoint="needs_resume")
def resume(need_id: int) -> page.Answer:
    """Take a need up again."""
    need = page.found(find_scoped_need, need_id)
    act(lambda by, now: resume_need(need, by=by, now=now), _("Le besoin est repris, l’entreprise est prévenue."))
    return to("needs_show", need_id=need_id)


@bp.post("/besoins/<id:need_id>/verifie", endpoint="needs_release")
def release(need_id: int) -> page.Answer:
    """Let a doubtful need go on."""
    need = page.found(find_scoped_need, need_id)
    act(lambda by, now: release_held(need, by=by, now=now), _("La demande est ouverte, l’entreprise est prévenue."))
    return to("needs_show", need_id=need_id)
