from io import BytesIO

import pytest
from sqlalchemy import func, select

from webapp.extensions import db
from webapp.models.groups import Expert
from webapp.models.imports import SheetImport

HEADS = "code;group;name;email;offer_code;title;place\r\n"


@pytest.fixture
def send(desk):
    def send(content, name="experts.csv", status=303):
        return desk.post("desk.imports_index", {"sheet": (BytesIO(content), name)}, status=status)

    return send


def good(story):
    return (HEADS + f"durand;{story.pledge.group.name};Anne <b>Durand</b>;a@exemple.fr;d1;Paie;à distance\r\n").encode()


def test_a_sheet_is_looked_at_and_nothing_is_written_before_import(desk, story, send):
    send(good(story))
    sheet = db.session.scalar(select(SheetImport))

    page = desk.get("desk.imports_show", sheet_id=sheet.id)
    assert "experts.csv : 1 nouvelle ligne, 0 changée, 0 inchangée, 0 cellule refusée." in page.text.replace(
        "\u00a0", " "
    )
    assert "<b>Durand</b>" not in page.html
    assert db.session.scalar(select(func.count(Expert.id)).where(Expert.code == "durand")) == 0

    desk.post("desk.imports_write", sheet_id=sheet.id)
    (expert,) = db.session.scalars(select(Expert).where(Expert.code == "durand"))
    assert "Offre reprise d’un tableur" in desk.get("desk.experts_show", expert_id=expert.id).text
    desk.get("desk.imports_show", sheet_id=sheet.id, status=404)


def test_a_refused_line_is_told_and_cannot_be_forced(desk, story, send):
    send((HEADS + "x;Personne;A;faux;o1;T;ailleurs\r\n").encode())
    sheet = db.session.scalar(select(SheetImport))

    page = desk.get("desk.imports_show", sheet_id=sheet.id)
    assert "Ce n’est pas une adresse e-mail." in page.text
    assert "Écrivez «" in page.text

    desk.post("desk.imports_write", sheet_id=sheet.id)
    assert db.session.scalar(select(func.count(Expert.id)).where(Expert.code == "x")) == 0


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04 no zip"])
def test_what_is_no_sheet_is_said(desk, story, send, content):
    page = send(content, "x.xlsx", status=200)

    assert page.title.startswith("Erreur") or "Ce document" in page.text or "Nous ne lisons pas" in page.text


def test_no_sheet_at_all_is_said(desk, story):
    assert "Choisissez un fichier." in desk.post("desk.imports_index", {}, status=200).text


def test_a_file_of_another_kind_is_said_in_words_of_sheets(desk, story, send):
    page = send(b"%PDF-1.7\n%\x00\xe2\xe3", "rapport.pdf", status=200)

    assert "Ce n’est ni un classeur XLSX ni un CSV." in page.text


def test_the_columns_that_must_be_there_are_told_apart(desk):
    text = desk.get("desk.imports_index").text.replace("\u00a0", " ")

    assert "Il les faut toutes : Code de l’expert, Groupe, Nom, Adresse e-mail, Code de l’offre, Offre." in text
    assert "Elles peuvent manquer : Fonction, Téléphone, Commune (INSEE)," in text


def test_somebody_elses_sheet_does_not_exist(desk, story):
    desk.get("desk.imports_show", sheet_id=10**6, status=404)
    desk.post("desk.imports_write", sheet_id=10**6, status=404)
