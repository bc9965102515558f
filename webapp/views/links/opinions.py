"""One question about a mission that is over, from its own mail or from a page that its people had open anyway."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.errors import LinkUnknown
from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.forms.opinions import ScoreForm, WordsForm
from webapp.models.links import ActionLink
from webapp.models.missions import Mission
from webapp.services.drafts import find_need
from webapp.services.links import find_by_public_id
from webapp.services.opinions import add_words, find_linked_opinion, give_opinion, opinion_link, words_of
from webapp.services.tracking import follow_need, visit_of
from webapp.services.visit_pages import find_mission_of
from webapp.transaction import transaction
from webapp.views.links.blueprint import bp
from webapp.views.links.entry import acting_link, current_link, open_link, page_of

#: links whose pages put the question too
ASKING = (Purpose.CONFIRM_VISIT, Purpose.DECLARE_VISIT, Purpose.TRACK_NEED)


@bp.get("/avis/<public_id:public_id>", endpoint="opinions_show")
def show(public_id: str) -> str:
    """The question; once answered, what was said, room for a word, and the way to change one's mind."""
    return _page(current_link(public_id, Purpose.GIVE_OPINION))


@bp.post("/avis/<public_id:public_id>", endpoint="opinions_answer")
def answer(public_id: str) -> str | Response:
    """Keep an answer, or the words beside it."""
    link = acting_link(public_id, Purpose.GIVE_OPINION)
    opinion, by, now = find_linked_opinion(link), _actor(link), clock.now()
    if "words" not in request.form:
        form = ScoreForm()
        if not form.validate_on_submit():
            return _page(link, form=form)
        with transaction():
            give_opinion(opinion.mission, opinion.side, form.score.data, by=by, now=now)
        return _back(public_id)
    words = WordsForm()
    if not words.validate_on_submit():
        return _page(link, words=words)
    with transaction():
        add_words(opinion, words.words.data or "", by=by, now=now)
    if words.words.data:
        flash(_("Vos mots sont transmis à %(name)s.", name=opinion.mission.role.need.territory.contact_name))
    return _back(public_id)


@bp.post("/avis/depuis/<public_id:public_id>", endpoint="opinions_start")
def start(public_id: str) -> Response:
    """An answer given on the page of a visit or of a request; it goes on where it can be changed."""
    purpose = Purpose(find_by_public_id(public_id).purpose)
    if purpose not in ASKING:
        raise LinkUnknown
    link, form, now = acting_link(public_id, purpose), ScoreForm(), clock.now()
    mission = _mission_of(link)
    if not form.validate_on_submit():
        flash(_("Choisissez une réponse."), "warning")
        return redirect(page_of(link), 303)
    with transaction():
        opinion = give_opinion(mission, link.person_kind, form.score.data, by=_actor(link), now=now)
        opened = opinion_link(opinion, now)
    open_link(opened)
    return _back(opened.public_id)


def _mission_of(link: ActionLink) -> Mission:
    """The mission that a page asks about; the page of a request may follow several, and names one."""
    if link.purpose == Purpose.CONFIRM_VISIT:
        return visit_of(link).mission
    if link.purpose == Purpose.DECLARE_VISIT:
        return find_mission_of(link)
    named = request.form.get("mission", "")
    followed = follow_need(find_need(link)).missions
    return next((mission for mission in followed if mission.public_id == named), None) or abort(404)


def _page(link: ActionLink, *, form: ScoreForm | None = None, words: WordsForm | None = None) -> str:
    opinion = find_linked_opinion(link)
    is_asked = opinion.score is None or form is not None or "changer" in request.args
    return render_template(
        "links/opinions/show.html",
        opinion=opinion,
        mission=opinion.mission,
        territory=opinion.mission.role.need.territory,
        is_asked=is_asked,
        has_words=bool(words_of(opinion)),
        form=words or WordsForm(),
        score=form,
        public_id=link.public_id,
    )


def _actor(link: ActionLink) -> Actor:
    return Actor(ActorKind(link.person_kind), link.person_id)


def _back(public_id: str) -> Response:
    return redirect(url_for("links.opinions_show", public_id=public_id), 303)
