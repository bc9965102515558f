import pytest

from matching.normalize import fold, folded_words, subject, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’étude des contrats de l'entreprise", ["etude", "contrats", "entreprise"]),
        ("Aujourd’hui, besoin d’aide pour la C++ et le C#", ["c++", "c#"]),
        ("Œuvres d’ÉLÈVES", ["oeuvres", "eleves"]),
        ("5S et ISO 9001, étape 2", ["5s", "iso", "9001", "etape", "2"]),
        ("bonjour, merci de nous aider", []),
        ("", []),
        ("… ? !", []),
    ],
)
def test_the_words_that_carry_a_subject_are_read(text, words):
    assert folded_words(text) == words
    assert [token.folded for token in tokens(text)] == words


def test_a_token_knows_its_place_and_how_it_was_written():
    text = "Relire l’avenant."

    assert [(token.written, text[token.start : token.end]) for token in tokens(text)] == [
        ("Relire", "Relire"),
        ("avenant", "avenant"),
    ]


def test_an_accent_written_apart_does_not_cut_a_word():
    assert folded_words("re\u0301glage") == ["reglage"]


def test_letters_of_other_alphabets_are_kept():
    assert fold("Łódź Straße") == "lodz strasse"
    assert subject("договор") == "договор"
