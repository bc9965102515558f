import ast
import re
from pathlib import Path

import pytest
from flask import request
from sqlalchemy.exc import DataError
from sqlalchemy.orm.exc import ObjectDeletedError
from werkzeug.exceptions import RequestEntityTooLarge, default_exceptions

from webapp import services
from webapp.domain.errors import PledgeExhausted, PledgeTooLow, Refusal, WrongState
from webapp.views.errors import SENTENCES, sentence_of


def test_a_foreign_name_is_refused_without_a_page_of_ours(app, session):
    answer = app.test_client().get("/", headers={"Host": "evil.exemple.fr"})

    assert answer.status_code == 400
    assert answer.get_data() == b""
    assert answer.headers["Content-Security-Policy"]


def test_a_body_too_large_is_not_read_again_by_what_stands_on_its_page(app):
    with app.test_request_context("/besoin", method="POST", data={"text": "x" * 300_000}):
        with pytest.raises(RequestEntityTooLarge) as too_large:
            _ = request.form

        page, status = app.handle_user_exception(too_large.value)

        assert (status, dict(request.form)) == (413, {})
        assert "<h1" in page


@pytest.mark.parametrize(
    ("address", "way_back"),
    [("/desk/rien", "/compte/bienvenue"), ("/comite/rien", "/compte/bienvenue"), ("/rien", "/")],
)
def test_what_is_missed_leads_back_to_where_one_works(app, session, address, way_back):
    page = app.test_client().get(address)

    assert page.status_code == 404
    assert f'class="btn btn-secondary" href="{way_back}"' in page.text


@pytest.mark.parametrize("refusal", [WrongState(thing="need"), PledgeExhausted(left_minutes=60, asked_minutes=420)])
def test_a_refusal_is_said_in_words(app, refusal):
    with app.test_request_context():
        assert "%(" not in sentence_of(refusal)


def test_a_refusal_says_the_figures_it_needs(app):
    with app.test_request_context():
        sentence = sentence_of(PledgeTooLow(occupied_minutes=960, minutes_per_day=480))

    assert "2 jours" in sentence.replace("\u00a0", " ")


def refusals_of_the_services():
    """Each `Refusal("code", name=…)` of the services: where it stands, its code, the names of its details."""
    trees = ((path.name, ast.parse(path.read_text())) for path in sorted(Path(services.__file__).parent.glob("*.py")))
    calls = (
        (name, call) for name, tree in trees for call in ast.walk(tree) if isinstance(call, ast.Call) and call.args
    )
    for name, call in calls:
        code, names = call.args[0], [each.arg for each in call.keywords]
        if getattr(call.func, "id", "") == "Refusal" and isinstance(code, ast.Constant) and None not in names:
            yield f"{name}:{call.lineno}", code.value, names


def test_each_refusal_brings_what_its_sentence_says():
    found, wanting = list(refusals_of_the_services()), []
    for where, code, names in found:
        said = set(re.findall(r"%\((\w+)\)", str(SENTENCES.get(code, ""))))
        if said - {re.sub(r"_(minutes|cents)$", "", name) for name in names}:
            wanting.append(where)

    assert len(found) > 50
    assert not wanting


def test_an_unknown_refusal_has_a_sentence_too(app):
    with app.test_request_context():
        assert sentence_of(Refusal("something_new")) == str(SENTENCES["refused"])


@pytest.mark.parametrize("code", [400, 403, 404, 409, 413, 429, 503])
def test_each_error_has_its_page_and_reference(page, app, code):
    with app.test_request_context():
        body, status = app.handle_user_exception(default_exceptions[code]())

    assert status == code
    assert "référence" in body


def test_what_somebody_took_away_meanwhile_is_no_500(app, session):
    with app.test_request_context():
        body, status = app.handle_user_exception(ObjectDeletedError(None, "taken off the agenda"))

    assert status == 409
    assert "quelqu’un a agi avant vous" in body


def test_what_reached_the_driver_unchecked_is_no_500(app, session):
    with app.test_request_context():
        _, status = app.handle_user_exception(DataError("INSERT", {}, Exception("NUL")))

    assert status == 400
