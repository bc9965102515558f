"""A commune as people type it: completed meanwhile, recognised when sent, chosen when it can mean several."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, make_response, render_template, request
from flask_babel import gettext

from webapp.domain.text import UnusableText, clean_line
from webapp.forms.needs import FirmForm
from webapp.models.territories import Commune
from webapp.services.communes import MAX_CHOICES, complete_commune, is_postcode, label_of, list_meant
from webapp.views.public.blueprint import bp


@bp.get("/communes", endpoint="communes_complete")
def complete() -> Response:
    """Communes that begin like what was typed: as JSON where it is asked for, else as the options of a list."""
    try:
        typed = clean_line(request.args.get("q", "") or request.args.get("commune", ""), 100)
    except UnusableText:
        typed = ""
    labels = complete_commune(typed)
    best = request.accept_mimetypes.best_match(("text/html", "application/json"), "text/html")
    body = labels if best == "application/json" else render_template("public/needs/communes.html", labels=labels)
    response = make_response(body)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def recognise_commune(form: FirmForm) -> Commune | None:
    """The commune of the form; None when it is unknown or can mean several, and then the form says what to do."""
    typed = form.commune.data
    if not typed:
        return None
    meant = list_meant(typed)
    if not meant:
        _say(form, _unknown(typed))
        return None
    if len(meant) > MAX_CHOICES:
        _say(form, _too_many(typed, meant))
        return None
    if len(meant) == 1:
        return meant[0]
    form.choice.choices = [(commune.insee, label_of(commune)) for commune in meant]
    chosen = [commune for commune in meant if commune.insee == form.choice.data]
    if not chosen:
        form.choice.errors = [gettext("Plusieurs communes répondent à ce nom. Choisissez la vôtre.")]
    return chosen[0] if chosen else None


def _unknown(typed: str) -> str:
    if is_postcode(typed):
        return gettext("Nous ne connaissons pas ce code postal. Écrivez plutôt le nom de la commune.")
    return gettext("Nous ne trouvons pas cette commune. Vérifiez son nom, ou donnez son code postal.")


def _too_many(typed: str, meant: Sequence[Commune]) -> str:
    if is_postcode(typed):
        words = gettext(
            "Ce code postal est celui de %(count)s communes. Écrivez le nom de la vôtre, par exemple %(name)s."
        )
        return words % {"count": len(meant), "name": meant[0].name}
    words = gettext("Beaucoup de communes portent ce nom. Ajoutez le code postal, par exemple %(commune)s.")
    return words % {"commune": label_of(meant[0])}


def _say(form: FirmForm, sentence: str) -> None:
    form.commune.errors = [*form.commune.errors, sentence]
