"""The language of the commands: in a process of its own, since help texts are read while modules are imported."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from webapp import terminal
from webapp.terminal import CLICK, LOCALE, TRANSLATIONS

#: all that `alize ... --help` shows, as one object: the words of each command, its help
SHOW_HELP = """
import json
from webapp.cli import alize

def walk(words, command, found):
    context = command.make_context(words, ["--help"], resilient_parsing=True)
    found[words] = command.get_help(context)
    for name in command.list_commands(context) if hasattr(command, "list_commands") else ():
        walk(f"{words} {name}", command.commands[name], found)
    return found

print(json.dumps(walk("alize", alize, {})))
"""


def run(code, **locale):
    environ = {name: value for name, value in os.environ.items() if name not in LOCALE} | locale
    answer = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, check=True)
    return answer.stdout


def helps(**locale):
    return json.loads(run(SHOW_HELP, **locale))


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ({}, "fr"),
        ({"LC_ALL": "C"}, "fr"),
        ({"LANG": "C.UTF-8"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LANGUAGE": "fr_FR:en"}, "fr"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "fr_FR.UTF-8"}, "fr"),
    ],
    ids=str,
)
def test_the_locale_of_the_terminal_decides(monkeypatch, locale, language):
    for name in LOCALE:
        monkeypatch.delenv(name, raising=False)
    for name, value in locale.items():
        monkeypatch.setenv(name, value)

    assert terminal._language.__wrapped__() == language


def test_every_help_is_in_one_language_and_in_the_other():
    french, english = helps(LANG="C"), helps(LANG="en_US.UTF-8")

    assert french.keys() == english.keys()
    assert {"alize db upgrade", "alize territory open", "alize jobs run"} <= french.keys()
    assert not [
        words for words in french if "Usage\u00a0:" not in french[words] or "Afficher ceci." not in french[words]
    ]
    assert not [words for words in english if "Usage:" not in english[words]]
    # the first words of a help, after the line of its usage
    assert not [words for words in french if french[words].split("\n\n")[1] == english[words].split("\n\n")[1]]
    # of an option, what stands beside its name
    assert "Le dossier des migrations." in french["alize db upgrade"]
    assert "The folder of the migrations." in english["alize db upgrade"]
    assert "Le port auquel répondre." in french["alize run"]


def test_the_language_of_a_terminal_is_not_that_of_what_a_command_writes():
    said = run(
        "from webapp.cli import alize, create_app; from flask_babel import gettext\n"
        "with create_app().app_context(): print(gettext('Votre mot de passe'))",
        LANG="en_US.UTF-8",
        PUBLIC_BASE_URL="https://alize.exemple.fr",
        SECRET_KEYS="k" * 32,
        SMTP_URL="smtp://localhost:25",
        MAIL_FROM="alize@exemple.fr",
    )

    assert said.decode().strip() == "Votre mot de passe"


def test_a_charset_without_a_character_ends_no_command():
    said = run("from webapp.cli import alize; print('l’application\u202f; fin')", LANG="C", PYTHONIOENCODING="latin-1")

    assert said == b"l?application?; fin\n"


#: what only a programmer can meet, and what no command here does: passwords, questions, versions, editors, completion
LEFT_IN_ENGLISH = {
    "%(prog)s, version %(version)s",
    "(dynamic)",
    "Argument {name!r} takes {nargs} values.",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Choice({choices})",
    "Confirm the action without prompting.",
    "Could not determine name for option with declarations {decls!r}",
    "Couldn't detect Bash version, shell completion is not supported.",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}",
    "Error: The two entered values do not match.",
    "Error: invalid input",
    "Invalid start character for option ({option})",
    "Name '{name}' defined twice",
    (
        "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? "
        "Did you mean to pass '--{name}'?"
    ),
    "Press any key to continue...",
    "Repeat for confirmation",
    "Shell completion is not supported for Bash versions older than 4.4.",
    "Show the version and exit.",
    "Unknown color {colour!r}",
    "Unknown standard stream '{name}'",
    "Value must be an iterable.",
    "Windows error: {error}",
    "d",
    "{editor}: Editing failed",
    "{editor}: Editing failed: {e}",
    "{len_type} values are required, but {len_value} was given.",
    "{value!r} is not a valid UUID.",
}


def test_what_click_says_has_its_french():
    folder = Path(click.__file__).parent
    ids = {message for _, _, message, _, _ in extract_from_dir(folder, [("**.py", "python")])}
    said = {each if isinstance(each, str) else each[0] for each in ids}
    with (TRANSLATIONS / "fr/LC_MESSAGES" / f"{CLICK}.po").open("rb") as file:
        catalogue = read_po(file, locale="fr")
    french = {each.id if isinstance(each.id, str) else each.id[0] for each in catalogue if each.id and each.string}

    assert said - french == LEFT_IN_ENGLISH
    assert french <= said
    assert not [errors for _, errors in catalogue.check()]
