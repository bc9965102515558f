"""What went wrong, as a page in the reader's language, with a reference that the log knows too."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import date

from flask import Flask, render_template, request
from flask_babel import lazy_gettext
from flask_security import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError, StatementError
from sqlalchemy.orm.exc import ObjectDeletedError
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge, SecurityError

from webapp.domain.errors import LinkRefused, NotAllowed, Refusal, TooManyRequests, WrongState
from webapp.extensions import db
from webapp.views import committee_refusals, money_refusals
from webapp.views.contract_sentences import CONTRACT_SENTENCES
from webapp.views.filters import date_full, date_long, days, euros
from webapp.views.typed import typed_fields

log = logging.getLogger(__name__)

#: what opens to an account only
GUARDED = ("accounts", "committee", "desk")

Answer = tuple[str, int] | tuple[str, int, dict[str, str]]

#: what each refusal says; %(name)s are its details
SENTENCES = {
    "refused": lazy_gettext("Cette action n’est pas possible maintenant."),
    "wrong_state": lazy_gettext("C’était déjà fait, ou quelqu’un a agi avant vous."),
    "sent_before": lazy_gettext(
        "Ce formulaire était déjà parti. Ce que vous venez d’y changer n’a pas été pris : ouvrez-en un nouveau."
    ),
    "not_eligible": lazy_gettext("Cette offre ne peut pas être proposée pour ce besoin."),
    "pledge_exhausted": lazy_gettext(
        "Le groupe n’a plus assez de jours libres : il lui reste %(left)s, il en faut %(asked)s."
    ),
    "pledge_too_low": lazy_gettext(
        "L’engagement ne peut pas descendre sous les jours déjà réservés ou donnés : %(occupied)s."
    ),
    "too_many_requests": lazy_gettext("Beaucoup d’envois en peu de temps. Patientez quelques minutes."),
    "not_allowed": lazy_gettext("Cette action n’est pas de votre ressort."),
    "from_another_site": lazy_gettext("Ce formulaire vient d’un autre site. Ouvrez-le depuis une page d’Alizé."),
    "in_the_future": lazy_gettext("Ce jour n’est pas encore arrivé. Choisissez une date jusqu’au %(today)s."),
    "before_acceptance": lazy_gettext("Ce jour précède votre accord. Choisissez une date à partir du %(agreed_on)s."),
    "outside_territories": lazy_gettext("Cette commune n’est dans aucun territoire qui propose Alizé."),
    "mission_running": lazy_gettext("Une mission est en cours pour cette demande. Appelez la personne qui l’anime."),
    "answer_under_way": lazy_gettext("Quelqu’un est en train de répondre à cette demande. Réessayez dans une heure."),
    **CONTRACT_SENTENCES,
    "time_is_agreed": lazy_gettext("La durée de ce rôle est déjà annoncée à des experts : elle ne change plus."),
    **money_refusals.SENTENCES,
    **committee_refusals.SENTENCES,
}


def sentence_of(refusal: Refusal) -> str:
    """A refusal in words, its lengths in the days of the convention that it is about."""
    code = f"{refusal.code}_until" if refusal.details.get("first_on") else refusal.code
    sentence = str(SENTENCES.get(code, SENTENCES["refused"]))
    words: dict[str, str] = {}
    per_day = refusal.details.get("minutes_per_day", 420)
    for name, value in refusal.details.items():
        if isinstance(value, date):
            words[name] = date_full(value) if refusal.code in CONTRACT_SENTENCES else date_long(value)
        elif name.endswith("_minutes") and isinstance(value, int):
            words[name.removesuffix("_minutes")] = days(value, per_day)
        elif name.endswith("_cents") and isinstance(value, int):
            words[name.removesuffix("_cents")] = euros(value)
        else:
            words[name] = str(value)
    return sentence % words if "%(" in sentence else sentence


def register_errors(app: Flask) -> None:
    """Turn every refusal and error into its page."""
    app.jinja_env.globals["typed_fields"] = typed_fields
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(ObjectDeletedError, _gone)
    app.register_error_handler(LinkRefused, lambda _error: _page(410))
    app.register_error_handler(CSRFError, _unread)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database_away)
    for missed in (DataError, StatementError, OverflowError, UnicodeError):
        app.register_error_handler(missed, _missed_validation)
    app.register_error_handler(Exception, _unexpected)


def _refused(refusal: Refusal) -> tuple[str, int]:
    status = {TooManyRequests: 429, NotAllowed: 403}.get(type(refusal), 409)
    return _page(status, message=sentence_of(refusal))


def _unread(_error: CSRFError) -> tuple[str, int]:
    """A form whose token is not this session's: where an account is needed, that session has ended."""
    is_closed = request.blueprint in GUARDED and not current_user.is_authenticated
    return _page(401 if is_closed else 400)


def _gone(_error: ObjectDeletedError) -> tuple[str, int]:
    """Somebody took away what the page had read, before the transaction read it again."""
    db.session.rollback()
    return _refused(WrongState())


def _http(error: HTTPException) -> Answer | HTTPException:
    code = error.code or 500
    if isinstance(error, SecurityError):
        # under a foreign name no address of ours can be written, so no page of ours either
        return "", code
    if isinstance(error, RequestEntityTooLarge):
        # whatever looks for a field while the page is written would meet the same error
        request.form = ImmutableMultiDict()
    if isinstance(error, MethodNotAllowed):
        return (*_page(code), {"Allow": ", ".join(sorted(error.valid_methods or ()))})
    return error if code < 400 else _page(code)


def _database_away(error: OperationalError) -> tuple[str, int, dict[str, str]]:
    db.session.rollback()
    log.error("database does not answer", exc_info=error)
    return (*_page(503), {"Retry-After": "30"})


def _missed_validation(error: Exception) -> tuple[str, int]:
    db.session.rollback()
    log.error("value reached the driver unchecked", exc_info=error, extra={"endpoint": request.endpoint})
    return _page(400)


def _unexpected(error: Exception) -> tuple[str, int]:
    db.session.rollback()
    return _page(500, log_it=lambda reference: log.error("unexpected %s", reference, exc_info=error))


def _page(status: int, *, message: str = "", log_it: Callable[[str], None] | None = None) -> tuple[str, int]:
    known = (
        status if status in (400, 401, 403, 404, 405, 409, 410, 413, 429, 500, 503) else (400 if status < 500 else 500)
    )
    name = {405: 404}.get(known, known)
    reference = secrets.token_hex(4)
    if log_it is not None:
        log_it(reference)
    if known == 403:
        who = current_user.id if current_user.is_authenticated else None
        log.warning("access refused %s", reference, extra={"endpoint": request.endpoint, "account_id": who})
    return render_template(f"errors/{name}.html", message=message, reference=reference), status
