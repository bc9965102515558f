import re

import pytest
from project.tree import files_under, name_of, text_of

from webapp.translations import catalogues
from webapp.views.language import LANGUAGES

PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[a-z]|%%|\{[a-z_0-9]*\}")
TAG = re.compile(r"</?[a-z][^>]*>")
#: Words that stand in a template without being a sentence.
NAMES = re.compile(r"Alizé|Terres de Lorraine|[A-Z]{2,}")
#: Blocks and macros that hold the names of style classes, and are called so.
CLASSES = r"\{%-? (block|macro) \w*class\w*(\(.*?\))? -?%\}.*?\{%-? end\1 -?%\}"
SPOKEN_ATTRIBUTE = re.compile(r"\b(?:title|alt|placeholder|aria-label|aria-description)=\"([^\"]*)\"")
FORM = [
    (re.compile(r"[a-zà-ÿ]'[a-zà-ÿ]", re.IGNORECASE), "a straight apostrophe: write ’"),
    (re.compile(r"\.\.\."), "three dots: write …"),
    (re.compile(r"!"), "an exclamation mark: the tone is calm"),
    (re.compile(r"(?<![\u202f%\s])[;?](?=\s|$)|\s(?<!\u202f)[;?]"), "no narrow no-break space (U+202F) before ; or ?"),
    (re.compile(r"(?<![\u00a0\d/psto]):(?=\s|$)|[^\S\u00a0]:(?=\s|$)"), "no no-break space (U+00A0) before :"),
    (re.compile(r"«(?!\u00a0)|(?<!\u00a0)»"), "no no-break space (U+00A0) inside « »"),
    (re.compile(r"\"[^\"=<>]*\"(?![^<]*>)"), "straight quotes: write « »"),
]


def forms_of(message_id):
    return (message_id,) if isinstance(message_id, str) else tuple(message_id)


def sentences():
    return sorted({form for message in catalogues.messages_of(catalogues.collect()) for form in forms_of(message.id)})


def english():
    return list(catalogues.messages_of(catalogues.read("en")))


def marks_of(pattern, text):
    return sorted(set(pattern.findall(text)))


def faults_in(sentence):
    return [fault for pattern, fault in FORM if pattern.search(sentence)]


def words_outside_gettext(source):
    """The words of a template that a reader sees and no catalogue knows."""
    for removed in (
        CLASSES,
        r"\{#.*?#\}",
        r"\{%-?\s*trans\b.*?endtrans\s*-?%\}",
        r"<(style|title)\b.*?</\1>",
        r"<!--.*?-->",
    ):
        source = re.sub(removed, " ", source, flags=re.DOTALL)
    source = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", source, flags=re.DOTALL)
    spoken = " ".join(SPOKEN_ATTRIBUTE.findall(source))
    text = re.sub(r"&[a-z]+;|<[^>]*>", " ", source, flags=re.DOTALL)
    return re.findall(r"[^\W\d_]{3,}", NAMES.sub(" ", f"{text} {spoken}"))


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_catalogue_is_what_would_be_written_today(language, tmp_path, monkeypatch):
    written, today = catalogues.path_of(language).read_bytes(), catalogues.updated(language)
    monkeypatch.setattr(catalogues, "path_of", lambda _language: tmp_path / "messages.po")

    catalogues.write(language, today)

    assert (tmp_path / "messages.po").read_bytes() == written, "run `make messages`"


def test_every_sentence_has_its_english():
    empty = [message.id for message in english() if not all(forms_of(message.string)) or message.fuzzy]

    assert not empty


def test_english_keeps_the_values_and_the_tags_of_its_source():
    changed = [
        (source, said)
        for message in english()
        for source, said in zip(forms_of(message.id), forms_of(message.string), strict=True)
        for pattern in (PLACEHOLDER, TAG)
        if said and marks_of(pattern, source) != marks_of(pattern, said)
    ]

    assert not changed


def test_english_is_not_french_left_as_it_was():
    same = [
        message.id for message in english() if message.id == message.string and len(forms_of(message.id)[0].split()) > 3
    ]

    assert not same


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_catalogue_can_be_compiled(language):
    faults = [(message.id, errors) for message, errors in catalogues.read(language).check()]

    assert not faults


def test_a_french_plural_is_its_source():
    changed = [
        message.id for message in catalogues.messages_of(catalogues.read("fr")) if tuple(message.string) != message.id
    ]

    assert not changed, "run `make messages`"


def test_french_sentences_have_french_typography():
    faults = [f"{sentence!r}: {', '.join(faults)}" for sentence in sentences() if (faults := faults_in(sentence))]

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "sentence",
    ["l'offre", "Attendez...", "Merci !", "Qui ?", "Qui?", "D’accord ; merci", "Erreur :", "Erreur:", "le «mot»"],
)
def test_a_fault_of_typography_is_recognised(sentence):
    assert faults_in(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "l’offre",
        "Attendez…",
        "Qui\u202f?",
        "D’accord\u202f; merci",
        "Erreur\u00a0:",
        "le «\u00a0mot\u00a0»",
        "à 14:30, sur https://exemple.fr/?a=1",
        'une <a href="%(url)s" class="quiet">page</a>',
    ],
)
def test_good_typography_passes(sentence):
    assert not faults_in(sentence)


def test_every_word_of_a_template_goes_through_gettext():
    paths = files_under("webapp/templates", suffixes=(".html", ".txt"))
    spoken = {name_of(path): words_outside_gettext(text_of(path)) for path in paths}

    found = [f"{name}: {' '.join(words[:8])}" for name, words in spoken.items() if words]

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source", ["<p>Bonjour</p>", '<a aria-label="Fermer">{{ icon("x") }}</a>', "{% if a %}oui{% endif %}"]
)
def test_a_word_outside_gettext_is_recognised(source):
    assert words_outside_gettext(source)


def test_a_word_inside_gettext_is_none():
    assert not words_outside_gettext('{# note #}<p class="lead">{{ _("Bonjour") }} {% trans %}Merci{% endtrans %}</p>')


def test_the_languages_are_those_of_the_pages():
    assert set(LANGUAGES) <= set(catalogues.LANGUAGES)
