from hashlib import sha256

import html5lib

from webapp.views.assets import KEPT_FOR


def test_an_address_changes_with_the_file_that_it_names_and_is_kept(app, session):
    client = app.test_client()
    page = html5lib.parse(client.get("/").text, namespaceHTMLElements=False)
    (sheet,) = [link.get("href") for link in page.iter("link") if "/frame.css" in link.get("href")]
    path, _, version = sheet.partition("?v=")

    with client.get(sheet) as answer:
        assert sha256(answer.data).hexdigest().startswith(version)
        assert answer.headers["Cache-Control"] == f"max-age={KEPT_FOR}, public"
    assert len(version) == 8
    assert path == "/static/css/frame.css"
