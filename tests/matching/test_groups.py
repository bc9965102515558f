import pytest

from matching.groups import Group, Sought, compounds, groups
from matching.normalize import tokens


def found(need, offer, *, without=()):
    """The groups of a need whose words an offer writes alike, but for those `without` which it asks."""
    words = {
        place: Sought(token, {token.folded}) for place, token in enumerate(tokens(need)) if token.folded not in without
    }
    return list(groups(need, words, [(offer, tokens(offer))]))


def test_words_side_by_side_are_a_group_with_the_little_words_between_them():
    assert found("un contrat de travail", "Le contrat du travail") == [Group(0, 2, "contrat du travail")]


def test_a_group_ends_where_the_offer_goes_on_otherwise_and_another_begins():
    assert found("forfait jours heures supplémentaires", "Heures supplémentaires. Forfait jours") == [
        Group(0, 2, "Forfait jours"),
        Group(2, 4, "Heures supplémentaires"),
    ]


@pytest.mark.parametrize(
    ("need", "offer"),
    [
        ("contrat, travail", "contrat travail"),
        ("contrat travail", "contrat (travail)"),
        ("contrat travail", "contrat\ntravail"),
        ("contrat travail", "travail contrat"),
        ("contrat travail", "contrat"),
        ("contrat", "contrat travail"),
    ],
)
def test_words_that_are_apart_are_no_group(need, offer):
    assert found(need, offer) == []


def test_a_word_that_is_not_sought_ends_a_group():
    assert found("contrat travail nuit", "contrat travail nuit", without={"travail"}) == []


def test_the_longest_place_is_taken_and_the_first_of_equal_ones():
    assert found("temps partiel annualisé", "Temps partiel ; TEMPS PARTIEL annualisé ; temps partiel annualisé") == [
        Group(0, 3, "TEMPS PARTIEL annualisé")
    ]


def test_the_words_of_one_word_are_told_together():
    text = "prud'hommes, mi-temps et litige d’équipe"

    assert [[token.folded for token in each] for each in compounds(text, tokens(text))] == [
        ["prud", "hommes"],
        ["mi", "temps"],
        ["litige"],
        ["equipe"],
    ]
