import pytest

from webapp.domain.places import of_town


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Toul", "de Toul"),
        ("Allain", "d’Allain"),
        ("Écrouves", "d’Écrouves"),
        ("Œutrange", "d’Œutrange"),
        ("Haroué", "de Haroué"),
        ("Le Tholy", "du Tholy"),
        ("Les Forges", "des Forges"),
        ("La Bresse", "de La Bresse"),
        ("L'Hôpital", "de L'Hôpital"),
        ("Yvraumont", "d’Yvraumont"),
        ("Yutz", "de Yutz"),
        ("Lesménils", "de Lesménils"),
    ],
)
def test_a_town_takes_the_article_that_its_name_asks_for(name, words):
    assert of_town(name) == words


def test_english_says_where_somebody_comes_from():
    assert of_town("Les Forges", "en") == "from Les Forges"
