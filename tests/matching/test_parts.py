import pytest

from matching.parts import split


def never(_one, _other):
    return False


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("relire nos contrats et mettre en place une GMAO", ("relire nos contrats", "mettre en place une GMAO")),
        ("hygiène et sécurité", ("hygiène et sécurité",)),
        ("Bonjour, plan de nettoyage.\nIl faut aussi former deux personnes.", None),
        ("un budget, un prévisionnel et un tableau de bord", ("un budget, un prévisionnel et un tableau de bord",)),
        ("relire le bail puis le contrat", ("relire le bail", "le contrat")),
        ("review our contracts and train two people", ("review our contracts", "train two people")),
        ("les salaires et le dernier courrier", ("les salaires et le dernier courrier",)),
        ("relire nos contrats ;et former à GROIX", ("relire nos contrats", "former à GROIX")),
        ("kanban et 5S", ("kanban et 5S",)),
        ("Nettoyage. Nettoyage et hygiène.", ("Nettoyage", "Nettoyage et hygiène")),
        ("bail, bail, budget. bail.", ("bail, bail, budget", "bail")),
        ("et, plan (à revoir)", ("plan (à revoir)",)),
        ("bonjour. merci.", ()),
        ("", ()),
    ],
)
def test_a_text_is_cut_where_another_need_begins(text, parts):
    found = split(text, never)

    assert found == parts if parts is not None else found[-1].startswith("Il faut")
    assert all(part in text for part in found)


def test_two_things_that_no_offer_answers_together_are_two_needs():
    assert split("un bail et une presse", lambda one, other: (one, other) == ("un bail", "une presse")) == (
        "un bail",
        "une presse",
    )
