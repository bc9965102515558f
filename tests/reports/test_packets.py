from io import BytesIO

import pytest
from factories.committees import tell_committee
from factories.territories import LocalRuleFactory, TerritoryFactory
from flask_babel import force_locale
from pypdf import PdfReader

from webapp.reports.packets import write_packet
from webapp.services import dossiers, recusals
from webapp.services.packets import draw_up_packet


@pytest.fixture
def committee(session, now, app):
    with app.test_request_context():
        yield tell_committee(now, territory=TerritoryFactory(name="Terres de Lorraine"))


def packet_for(committee, seat=None):
    content = write_packet(draw_up_packet(committee.sitting, seat, now=committee.money.now))
    reader = PdfReader(BytesIO(content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    return content, reader, text.replace("\u202f", " ").replace("\u00a0", " ")


def bookmarks(reader):
    return [mark.title for mark in reader.outline if not isinstance(mark, list)]


def test_a_chapter_tells_what_the_committee_needs(committee):
    LocalRuleFactory(territory=committee.territory, code="money_max_euros", value=15_000)
    LocalRuleFactory(territory=committee.territory, code="sector_never", value=None, divisions="64")
    committee.laid()
    _content, _reader, text = packet_for(committee)

    for words in (
        "Nous plions chez un confrère", "20 000 €", "1,75 € d’autre argent", "2 emplois créés et 1 préservé", "non remplie",
        "non vérifiée", "sur les 300 000 € permis", "accounts.pdf", "Organisme 0, Organisme 1", "Aucun besoin",
    ):  # fmt: skip
        assert words in text, words


def test_the_packet_is_tagged_bookmarked_and_the_same_each_time(committee):
    first, second = committee.laid(), committee.laid()
    content, reader, _text = packet_for(committee)

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert bookmarks(reader) == [
        "Séance du 3\u00a0décembre 2026",
        f"1. {first.dossier.company.name}",
        f"2. {second.dossier.company.name}",
    ]
    assert content == packet_for(committee)[0]


def test_a_member_who_stands_aside_is_told_nothing_of_the_dossier(committee):
    secret = dossiers.Project("Fonderie Secrète", "machine", "Un moule.", 2_000_000)
    hidden, seat = committee.laid(committee.dossier(project=secret)), committee.members[0]
    committee.laid()
    committee.act(recusals.declare_recusal, hidden, seat, "supplier")
    content, reader, text = packet_for(committee, seat)

    assert bookmarks(reader)[1] == "1. Dossier non communiqué"
    assert "Secrète" not in text
    assert b"Secr" not in content
    assert "Fonderie Secrète" in packet_for(committee, committee.members[1])[2]
    assert "Ne le peuvent pas, parce qu’ils ne votent pas ici : Organisme 0" in packet_for(committee)[2]


def test_an_incomplete_dossier_says_what_lacks_and_why_it_is_there(committee):
    committee.laid(committee.dossier(complete=False), reason="Les comptes arrivent vendredi.")
    text = packet_for(committee)[2]

    assert "Il manque encore" in text
    assert "Présenté quand même : Les comptes arrivent vendredi." in text


def test_the_packet_exists_in_english(committee):
    committee.laid()
    with force_locale("en"):
        _content, reader, _text = packet_for(committee)

    assert reader.trailer["/Root"]["/Lang"] == "en"


@pytest.mark.parametrize("typed", ["#panic()", "$x$", "*gras*", "@ref", "\\", "<a>", "["])
def test_what_people_type_is_never_markup(committee, typed):
    dossier = committee.dossier()
    committee.act(dossiers.describe_project, dossier, dossiers.Project(typed, "machine", typed, 2_000_000))
    committee.laid(dossier)

    assert typed in packet_for(committee)[2]
