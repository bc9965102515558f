from io import BytesIO

import pytest
from pypdf import PdfReader

from webapp.reports.minutes import fingerprint_of, minutes_text, write_minutes

VALUES = {
    "title": "Procès-verbal de la séance du 3 décembre 2026",
    "subtitle": "Comité d’agrément de Terres de Lorraine",
    "author": "Agence d’essai",
    "language": "fr",
    "day": "2026-12-03",
    "facts": [["Présents", "CIC, Michelin"]],
    "decisions": [
        {
            "title": "1. Scierie Vautrelle",
            "name": "Un séchoir à bois",
            "outcome": "approved",
            "said": "Accordé : 25 000 €",
            "votes": ["Votes : 3 pour, 0 contre, 1 abstentions."],
            "terms": ["Remboursée en 24 échéances."],
            "conditions": ["Bail signé"],
            "conditions_title": "Avant le versement",
            "words": "",
        }
    ],
    "register": {"heads": ["N°", "Décidé le", "Entreprise", "Décision", "Avance", "Jours"], "rows": [["1"] * 6]},
    "closing": ["Prochaine séance : le 4 mars 2027."],
    "labels": {
        name: name for name in ("presence", "decisions", "register", "closing", "signature", "fingerprint")
    },
}  # fmt: skip


@pytest.fixture(autouse=True)
def request_of_a_page(app):
    with app.test_request_context():
        yield


def test_the_minutes_are_tagged_and_the_same_each_time():
    content = write_minutes(VALUES, 2)
    reader = PdfReader(BytesIO(content))
    text = "\n".join(page.extract_text() for page in reader.pages)

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert content == write_minutes(VALUES, 2)
    for words in (
        "Scierie Vautrelle",
        "Bail signé",
        "Version 2",
        "CIC, Michelin",
        fingerprint_of(minutes_text(VALUES)),
    ):
        assert words in text


def test_other_words_have_another_fingerprint():
    text = minutes_text(VALUES)

    assert text == minutes_text(dict(reversed(VALUES.items())))
    assert fingerprint_of(text) != fingerprint_of(minutes_text(VALUES | {"closing": []}))
