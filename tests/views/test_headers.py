import pytest
from conftest import settings_for
from factories.accounts import AccountFactory, sign_in
from factories.world import fill
from flask import abort, request

from webapp import create_app
from webapp.config import SettingError
from webapp.views.headers import ALWAYS, POLICY

CODES = (400, 403, 404, 405, 409, 410, 413, 415, 418, 422, 429, 500, 501, 503)
METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "BREW")


class Anything(dict):
    def __missing__(self, _name):
        return "1"


def missing(answer):
    """The headers that an answer lacks, or has otherwise."""
    return {name for name, value in ALWAYS.items() if answer.headers.get(name) != value}


@pytest.fixture
def secure(sqlite_template):
    """The application behind https, with an address that fails in each way."""
    app = create_app(settings_for(f"sqlite:///{sqlite_template}", public_base_url="https://localhost"))
    for code in CODES:
        app.add_url_rule(f"/faute/{code}", f"fault_{code}", lambda code=code: abort(code))
    app.add_url_rule("/faute/exception", "fault", lambda: 1 // 0)
    return app.test_client()


def test_every_page_carries_the_whole_policy(app, session, now):
    client = sign_in(app.test_client(), AccountFactory(network=True))
    addresses = [fill(rule, Anything()) for rule in app.url_map.iter_rules() if rule.endpoint != "static"]

    bare = {address: missing(answer) for address in addresses if missing(answer := client.get(address))}
    kept = {address for address in addresses if "no-store" not in client.get(address).headers.get("Cache-Control", "")}

    assert not bare
    assert kept == {"/communes"}
    assert len(addresses) > 80


@pytest.mark.parametrize("code", [*CODES, "exception"])
def test_every_error_carries_the_whole_policy_and_a_page(secure, code):
    answer = secure.get(f"/faute/{code}", base_url="https://localhost")

    assert not missing(answer)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]
    assert answer.status_code >= 400
    assert "<h1" in answer.get_data(as_text=True)


def test_what_is_refused_before_any_page_carries_the_policy_too(secure):
    answer = secure.get("/", base_url="https://ailleurs.exemple.com")

    assert answer.status_code == 400
    assert not missing(answer)


def test_the_policy_lets_nothing_foreign_in():
    parts = dict(part.split(" ", 1) for part in POLICY.split("; "))

    assert parts["default-src"] == parts["base-uri"] == parts["frame-ancestors"] == "'none'"
    assert {parts[f"{kind}-src"] for kind in ("script", "style", "img", "font", "connect")} == {"'self'"}
    assert "unsafe" not in POLICY


def test_cookies_are_ours_alone(secure):
    cookies = secure.get("/connexion", base_url="https://localhost").headers.getlist("Set-Cookie")

    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


@pytest.mark.parametrize("method", METHODS)
def test_no_route_takes_a_method_that_it_did_not_declare(app, session, method):
    client, taken = app.test_client(), []
    for rule in app.url_map.iter_rules():
        answer = client.open(fill(rule, Anything()), method=method)
        if answer.status_code not in (404, 405) or (answer.status_code == 405 and not answer.headers.get("Allow")):
            taken.append(f"{method} {rule.rule}: {answer.status_code}")

    assert not taken


#: What scanners ask every site for.
SENSITIVE = (
    "/.env", "/.git/config", "/.git/HEAD", "/.hg/", "/.svn/entries", "/.DS_Store", "/.htaccess", "/actuator", "/admin",
    "/api/docs", "/backup.sql", "/config.php", "/console", "/debug", "/docs", "/dump.sql", "/elmah.axd", "/graphql",
    "/instance/alize.sqlite", "/metrics", "/openapi.json", "/phpinfo.php", "/phpmyadmin/", "/server-status", "/setup.cfg",
    "/static/../webapp/config.py", "/static/%2e%2e/config.py", "/swagger.json", "/trace", "/var/alize.sqlite", "/wp-login.php",
)  # fmt: skip


@pytest.mark.parametrize("address", SENSITIVE)
def test_what_scanners_look_for_is_not_there(app, session, address):
    assert app.test_client().get(address).status_code == 404


def test_a_code_that_shows_itself_does_not_start_in_production(monkeypatch, sqlite_template):
    monkeypatch.setenv("FLASK_DEBUG", "1")

    with pytest.raises(SettingError, match="FLASK_DEBUG"):
        create_app(settings_for(f"sqlite:///{sqlite_template}"))


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7")])
def test_where_a_visitor_comes_from_is_what_the_proxies_say(sqlite_template, proxies, seen):
    app = create_app(settings_for(f"sqlite:///{sqlite_template}", trusted_proxies=proxies))
    app.add_url_rule("/dou", "whence", lambda: request.remote_addr)
    forged = {
        "X-Forwarded-For": "192.0.2.1, 198.51.100.7, 203.0.113.9",
        "X-Real-IP": "192.0.2.2",
        "Forwarded": "for=192.0.2.3",
    }

    assert app.test_client().get("/dou", headers=forged).text == seen
