"""Collect the sentences of the code and of the templates, and bring the catalogues up to date with them.

Run by `make messages`. The source strings are French. The English catalogue holds every one of them; the French one the
plurals only, filled from their sources: without it "0 jour" would follow the English rule and read "0 jours".
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
LANGUAGES = ("fr", "en")
PACKAGES = ("webapp", "jobs", "seed_data")
METHODS = [
    ("**/vendor/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
]
OPTIONS = {"**/templates/**": {"extensions": "jinja2.ext.do", "silent": "false"}}
KEYWORDS = DEFAULT_KEYWORDS | {
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
    "lazy_npgettext": ((1, "c"), 2, 3),
}
#: A date that never changes, so that a catalogue changes with its sentences only.
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)


def path_of(language: str) -> Path:
    """The catalogue of a language, to be edited by hand."""
    return Path(__file__).parent / language / "LC_MESSAGES" / "messages.po"


def collect() -> Catalog:
    """Every sentence of the code and the templates, with the files where it stands.

    A folder is read in the order in which a disk has its files: sorted, the catalogue is the same on every machine.
    """
    catalogue = _empty(None)
    for package in PACKAGES:
        found = extract_from_dir(
            ROOT / package, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
        )
        for name, line, message, comments, context in sorted(found, key=lambda sentence: sentence[:2]):
            catalogue.add(message, locations=[(f"{package}/{name}", line)], auto_comments=comments, context=context)
    return catalogue


def read(language: str) -> Catalog:
    """The catalogue as it is written; empty when there is none yet."""
    path = path_of(language)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def messages_of(catalogue: Catalog) -> Iterator[Message]:
    """The messages, without the header."""
    return (message for message in catalogue if message.id)


def updated(language: str) -> Catalog:
    """What the catalogue of a language should hold now: today's sentences, with the translations it already has."""
    written = read(language)
    catalogue = _empty(language)
    for message in messages_of(collect()):
        known = written.get(message.id, message.context)
        said = known.string if known is not None else None
        if language == "fr" and not message.pluralizable:
            continue
        catalogue.add(
            message.id,
            message.id if language == "fr" else said,
            locations=message.locations,
            auto_comments=message.auto_comments,
            context=message.context,
        )
    return catalogue


def write(language: str, catalogue: Catalog) -> None:
    """Write a catalogue, in the order of the files where its sentences stand."""
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, catalogue, width=110, sort_by_file=True, include_lineno=False)


def _empty(language: str | None) -> Catalog:
    return Catalog(
        locale=language,
        project="alize",
        version="1",
        header_comment="# Kept up to date by `make messages`; the translations are written here by hand.",
        creation_date=UNDATED,
        revision_date=UNDATED,
        copyright_holder="The Alizé authors",
        last_translator="The Alizé authors",
        language_team="The Alizé authors",
        msgid_bugs_address="none",
        fuzzy=False,
    )


if __name__ == "__main__":
    for code in LANGUAGES:
        write(code, updated(code))
