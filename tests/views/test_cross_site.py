import re

import pytest
from conftest import settings_for
from factories.accounts import AccountFactory, sign_in
from factories.undone import digest
from factories.world import fill

from webapp import create_app

OWN = (
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": "null"},
    {"Origin": "http://localhost:8000"},
    {"Origin": "http://localhost"},
)
FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "whatever"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost:8000"},
    {"Origin": "http://localhost:8001"},
    {"Origin": "https://localhost:8000"},
    {"Origin": "http://localhost:8000.exemple.com"},
    {"Origin": ""},
)


@pytest.fixture
def client(app, session, now):
    return sign_in(app.test_client(), AccountFactory(network=True))


class Anything(dict):
    def __missing__(self, _name):
        return "1"


def posts(app):
    return [fill(rule, Anything()) for rule in app.url_map.iter_rules() if "POST" in rule.methods]


def test_no_form_of_another_site_reaches_any_page(app, client):
    before = digest()

    passed = [
        address for address in posts(app) if client.post(address, headers=FOREIGN[0]).status_code not in (403, 404)
    ]

    assert not passed
    assert len(posts(app)) > 40
    assert digest() == before


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_form_is_refused_that_comes_from_elsewhere(client, headers):
    answer = client.post("/mon-espace", headers=headers)

    assert answer.status_code == 403
    assert "vient d’un autre site" in answer.get_data(as_text=True)


@pytest.mark.parametrize("headers", OWN)
def test_our_own_forms_pass_whatever_the_browser_says_of_them(client, headers):
    assert client.post("/mon-espace", headers=headers).status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_link_on_another_site_opens_our_pages(client, method):
    assert client.open("/", method=method, headers=FOREIGN[0]).status_code == 200


def test_signing_in_is_refused_from_elsewhere_too(app, session):
    assert app.test_client().post("/connexion", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_every_form_asks_for_its_token(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    passed = {address for address in posts(app) if client.post(address).status_code not in (400, 404)}

    assert not passed


def test_a_form_behind_tls_is_read_from_a_browser_that_obeys_our_policy_of_no_referrer(sqlite_template):
    app = create_app(settings_for(f"sqlite:///{sqlite_template}", public_base_url="https://localhost"))
    app.config["TESTING"] = True
    client = app.test_client()
    page = client.get("/mon-espace", base_url="https://localhost").get_data(as_text=True)
    (token,) = set(re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', page))

    def post(**values):
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
        return client.post("/mon-espace", base_url="https://localhost", headers=headers, data=values).status_code

    assert post(csrf_token=token, email="") == 200
    assert post(email="") == 400
