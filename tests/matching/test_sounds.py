import pytest

from matching.sounds import sound


@pytest.fixture(autouse=True)
def _heard_anew():
    sound.cache_clear()


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("farmacie", "pharmacie"),
        ("resource", "ressource"),
        ("qualite", "kalite"),
        ("ajance", "agence"),
        ("batos", "bateau"),
        ("initiasion", "initiation"),
    ],
)
def test_a_word_written_by_ear_has_the_key_of_the_right_one(heard, written):
    assert sound(heard) == sound(written)


def test_other_words_have_other_keys():
    assert sound("chef") != sound("clef")
