import io
import re
import zipfile

import pytest
from factories.requests import drafted, toul
from html5lib import parse
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from webapp.domain.links import Purpose
from webapp.forms.documents import MAX_BODY
from webapp.models.files import StoredFile
from webapp.models.needs import Need
from webapp.services.links import find_link, mint_secret
from webapp.transaction import transaction

WORDS = "Besoin d’une relecture"
PERSON = {"name": "Sylvie Aubry", "email": "sylvie@exemple.fr", "role": "gérante", "phone": ""}
FIRM = {"name": "Menuiserie Aubry", "commune": "Toul", "trade": "menuiserie", "staff": "8", "number": ""}
NEED = {"text": WORDS, "wish": "day", "place": "either", "deadline": "18/12/2026"}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def draft(page, session, now):
    """A form whose first two steps are filled in, open in this browser."""
    toul()
    need = drafted(now)
    link = find_link(Purpose.RESUME_NEED, need.id, need.contact)
    with transaction():
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)
    return link.public_id


def send(page, step, values, *, status, **address):
    """Send a step as a browser does that attaches a document."""
    boundary, body = encode_multipart(values)
    address = page.address(f"public.needs_{step}", **address)
    return page.open(
        "POST", address, status=status, data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )


def sent_back(page, step, values, **address):
    """The step shown again, because something in it is wrong."""
    answer = send(page, step, values, status=200, **address)
    assert answer.title.startswith("Erreur")
    return answer


def shown_values(answer):
    """What stands in the fields of a page."""
    tree = parse(answer.html, namespaceHTMLElements=False)
    inputs = {field.get("name"): field.get("value", "") for field in tree.iter("input")}
    return inputs | {area.get("name"): (area.text or "").removeprefix("\n") for area in tree.iter("textarea")}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Donnez votre prénom et votre nom."),
        ({"name": "Sylvie\x00Aubry"}, "Un caractère n’a pas pu être lu."),
        ({"name": "Sylvie\r\nBcc: tout@exemple.fr"}, "Écrivez sur une seule ligne."),
        ({"name": "a" * 101}, "C’est trop long"),
        ({"email": ""}, "Donnez une adresse où vous écrire."),
        ({"email": "sylvie@exemple"}, "Cette adresse n’est pas complète."),
        ({"email": "a@exemple.fr, b@exemple.fr"}, "Donnez une seule adresse."),
        ({"email": "sylvie@exemple.fr\nBcc: b@exemple.fr"}, "une seule"),
        ({"phone": "06 39"}, "Ce numéro ne peut pas être appelé."),
    ],
)
def test_a_wrong_first_step_says_what_to_change_and_loses_nothing(page, session, typed, sentence):
    answer = sent_back(page, "start", PERSON | typed)

    assert sentence in answer.text
    kept = {name: value for name, value in PERSON.items() if name not in typed}
    assert kept.items() <= shown_values(answer).items()
    assert session.query(Need).count() == 0


@pytest.mark.parametrize("letters", [b"Sylvie \xed\xa0\x80", b"\xff\xfe", b"Sylvie \xc3"])
def test_bytes_that_are_no_text_are_refused_in_words(page, session, letters):
    boundary, body = encode_multipart(PERSON | {"name": "LETTERS"})
    content_type = f"multipart/form-data; boundary={boundary}"

    answer = page.open("POST", "/besoin", data=body.replace(b"LETTERS", letters), content_type=content_type)

    assert "Un caractère n’a pas pu être lu." in answer.text
    assert shown_values(answer)["email"] == "sylvie@exemple.fr"


def test_characters_that_turn_the_reading_round_are_taken_out(page, session):
    page.post("public.needs_start", PERSON | {"name": "Sylvie \u202eyrbuA\u202c"})

    assert session.query(Need).one().contact.name == "Sylvie yrbuA"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Donnez le nom de l’entreprise"),
        ({"commune": ""}, "Donnez la commune"),
        ({"commune": "Atlantis"}, "Nous ne trouvons pas cette commune."),
        ({"commune": "Atlantis", "trade": ""}, "Nous ne trouvons pas cette commune."),
        ({"commune": "54999"}, "Nous ne connaissons pas ce code postal."),
        ({"commune": "Toul\x00"}, "Un caractère n’a pas pu être lu."),
        ({"number": "7328293200007A"}, "Une lettre s’y est glissée."),
        ({"number": "73282932000"}, "Il y a 11 chiffres."),
        ({"number": "73282932000075"}, "ce numéro n’existe pas"),
        ({"staff": "beaucoup"}, "Donnez un nombre"),
        ({"staff": "9223372036854775808"}, "C’est trop long"),
        ({"staff": "999999"}, "Donnez un nombre"),
        ({"staff": "-3"}, "Donnez un nombre"),
        ({"trade": ""}, "ce que fait l’entreprise"),
    ],
)
def test_a_wrong_second_step_says_what_to_change_and_loses_nothing(page, draft, session, typed, sentence):
    answer = sent_back(page, "firm", FIRM | typed, public_id=draft)

    assert sentence in answer.text
    kept = {name: value for name, value in FIRM.items() if name not in typed}
    assert kept.items() <= shown_values(answer).items()
    again = shown_values(page.get("public.needs_firm", public_id=draft))
    assert kept.items() <= again.items()


@pytest.mark.parametrize("number", ["732 829 320 00074", "732.829.320.00074", "732829320"])
def test_a_number_is_read_as_it_is_printed(page, draft, session, number):
    page.post("public.needs_firm", FIRM | {"number": number}, public_id=draft)

    said = session.query(Need).one().typed["said"]
    assert said["siren"] == "732829320"
    assert said["siret"] in ("73282932000074", None)


def test_a_firm_that_is_not_registered_yet_is_a_firm(page, draft, session):
    page.post("public.needs_firm", FIRM | {"unregistered": "y"}, public_id=draft)

    assert session.query(Need).one().typed["said"]["is_registered"] is False


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": ""}, "Dites en quelques mots ce dont vous avez besoin."),
        ({"text": "besoin\x07"}, "Un caractère n’a pas pu être lu."),
        ({"text": "a" * 4001}, "C’est trop long"),
        ({"wish": ""}, "Choisissez une durée"),
        ({"wish": "days_400"}, "Choisissez une durée"),
        ({"place": "moon"}, "Dites où vous aimeriez vous voir"),
        ({"deadline": "12/10/2026"}, "Le 12 octobre 2026 est passé. Choisissez une date à partir du 24 novembre 2026."),
        ({"deadline": "31/02/2027"}, "n’existe pas dans le calendrier"),
        ({"deadline": "bientôt"}, "Nous ne lisons pas cette date."),
        ({"deadline": "00/00/0000"}, "n’existe pas dans le calendrier"),
        ({"deadline": "1/1/99999"}, "Nous ne lisons pas cette date."),
    ],
)
def test_a_wrong_last_step_says_what_to_change_and_loses_nothing(page, draft, session, typed, sentence):
    answer = sent_back(page, "words", NEED | typed, public_id=draft)

    assert sentence in answer.text
    kept = {name: value for name, value in NEED.items() if name in ("text", "deadline") and name not in typed}
    assert kept.items() <= shown_values(answer).items()
    assert session.query(Need).one().state == "draft"


@pytest.mark.parametrize("typed", ["24/11/2026", "24.11.26", "24-11-2026", "2026-11-24", "24 11 2026"])
def test_today_is_not_past_however_it_is_typed(page, draft, session, typed):
    page.post("public.needs_words", NEED | {"deadline": typed}, public_id=draft)

    assert session.query(Need).one().deadline_on.isoformat() == "2026-11-24"


def test_themes_that_do_not_exist_are_left_out(page, draft, session):
    page.post("public.needs_words", NEED | {"themes": ["hr", "astrology", "\x00"]}, public_id=draft)

    assert session.query(Need).one().themes == "hr"


def document(name, content):
    return {"attachment": FileStorage(io.BytesIO(content), name)}


def zipped(**parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("contrat.pdf", b"MZ\x90\x00" + b"\x00" * 100, "Nous ne lisons pas ce document."),
        ("photo.png", PDF, "n’est pas ce que dit son nom"),
        ("vide.pdf", b"", "Ce document est vide."),
        ("gros.pdf", PDF + b" " * (5 * 1024 * 1024), "Ce document dépasse 5 Mo."),
        ("page.html", b"<script>alert(1)</script>", "Nous ne lisons pas ce document."),
        ("ancien.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "Ce format est ancien ou protégé."),
        ("bombe.docx", zipped(**{"word/document.xml": b"0" * 20_000_000}), "trop lourd une fois ouvert"),
    ],
)
def test_a_document_that_lies_is_refused_and_the_words_beside_it_stay(page, draft, session, name, content, sentence):
    answer = sent_back(page, "words", NEED | document(name, content), public_id=draft)

    assert sentence in answer.text
    assert shown_values(answer)["text"] == WORDS
    assert session.query(StoredFile).count() == 0


def test_a_document_is_kept_under_a_safe_name_also_when_something_else_is_wrong(page, draft, session):
    answer = sent_back(
        page, "words", NEED | {"wish": ""} | document("../../etc/con\u202etrat.pdf", PDF), public_id=draft
    )

    assert "Joint\u00a0: contrat.pdf" in answer.html
    page.post("public.needs_words", NEED, public_id=draft)
    assert session.query(Need).one().attachment.name == "contrat.pdf"


def test_a_document_can_be_taken_out_again(page, draft, session):
    sent_back(page, "words", NEED | {"wish": ""} | document("contrat.pdf", PDF), public_id=draft)

    page.post("public.needs_words", NEED | {"without_attachment": "y"}, public_id=draft)

    assert session.query(Need).one().attachment is None


def test_a_body_of_ten_megabytes_loses_the_document_and_not_the_words(page, draft, session):
    answer = sent_back(page, "words", NEED | document("film.pdf", PDF + b" " * 10_000_000), public_id=draft)

    assert "Ce document dépasse 5 Mo." in answer.text
    assert shown_values(answer)["text"] == WORDS


def test_a_body_beyond_all_measure_is_refused_unread(page, draft):
    answer = send(page, "words", NEED | document("film.pdf", b" " * MAX_BODY), public_id=draft, status=413)

    assert answer.heading


@pytest.mark.parametrize("address", ["/besoin", "/besoin/{}/entreprise", "/besoin/{}/vous"])
def test_other_pages_take_no_large_body(page, draft, address):
    page.open("POST", address.format(draft), status=413, data={"name": "a" * 10_000_000})


@pytest.mark.parametrize(
    "address", ["/besoin/" + "a" * 25, "/besoin/" + "A" * 26, "/besoin/9223372036854775808", "/besoin/%00"]
)
def test_an_address_that_cannot_be_a_form_does_not_exist(page, session, address):
    page.open("GET", address, status=404)


@pytest.mark.parametrize("typed", ["\x00", "%", "a" * 500, "\u202e", "'; drop table", "\ufffd"])
def test_nothing_typed_breaks_the_completion_of_communes(page, session, typed):
    answer = page.client.get("/communes", query_string={"q": typed})

    assert answer.status_code == 200
    assert re.sub(r"\s", "", answer.get_data(as_text=True)) == ""
