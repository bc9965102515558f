import html5lib
import pytest
from elements import PAGES, TEMPLATES
from flask import Flask, render_template_string
from flask_babel import Babel
from flask_wtf import CSRFProtect

from webapp.views.filters import register_filters
from webapp.views.language import register_language
from webapp.views.typed import typed_fields

#: where the templates that are shown lead
LINKED = ("public.needs_start", "links.space_ask", "accounts.welcome", *(f"public.pages_{page}" for page in PAGES))


@pytest.fixture(scope="session")
def renderer():
    app = Flask(__name__, template_folder=str(TEMPLATES), static_folder=None)
    app.config.update(SECRET_KEY="k" * 32, SERVER_NAME="alize.exemple.fr")
    Babel(app, default_locale="fr")
    CSRFProtect(app)
    register_filters(app)
    register_language(app)
    app.jinja_env.globals["typed_fields"] = typed_fields
    for endpoint in ("static", *LINKED):
        app.add_url_rule(
            f"/{endpoint}/<path:filename>" if endpoint == "static" else f"/{endpoint}", endpoint, lambda **_: ""
        )
    return app


@pytest.fixture
def show(renderer):
    """Render a piece of template, refuse what is no HTML, and give its tree."""

    def render(source, **values):
        with renderer.test_request_context():
            text = render_template_string(source, **values)
        whole = (
            text
            if "<!doctype" in text
            else f"<!doctype html><html lang='fr'><head><title>x</title></head><body>{text}</body></html>"
        )
        return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(whole)

    return render
