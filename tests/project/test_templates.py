import ast
import re

import jinja2
import pytest
from jinja2 import meta, nodes
from project.tree import PACKAGES, ROOT, files_under, functions_of, name_of, syntax_of, text_of, when_assembled

TEMPLATES = ROOT / "webapp/templates"
STATIC = ROOT / "webapp/static"
MAILS = TEMPLATES / "mail"
ENVIRONMENT = jinja2.Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
SUFFIXES = (".html", ".txt", ".svg")


def templates():
    return {path.relative_to(TEMPLATES).as_posix(): path for path in files_under("webapp/templates", suffixes=SUFFIXES)}


def tree_of(path):
    return ENVIRONMENT.parse(text_of(path))


def pattern_of(node):
    """The names that a string of the code can stand for: exact, or with gaps where an f-string has values."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    parts = [re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z0-9_]+" for part in node.values]
    return "".join(parts)


def names_in_the_code():
    """Patterns of every template's name that the code holds as a string."""
    strings = (
        pattern_of(node)
        for path in files_under(*PACKAGES)
        for node in ast.walk(syntax_of(path))
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
    )
    return {string for string in strings if string.endswith((r"\.html", r"\.txt", r"\.svg"))}


def names_in_the_templates():
    referenced = (meta.find_referenced_templates(tree_of(path)) for path in templates().values())
    return {re.escape(name) for names in referenced for name in names if name is not None}


def macros_of(path):
    return [node.name for node in tree_of(path).find_all(nodes.Macro)]


@when_assembled
def test_every_template_is_shown_or_included():
    wanted = re.compile("|".join(names_in_the_code() | names_in_the_templates()) or "(?!)")

    unused = [name for name in templates() if not wanted.fullmatch(name)]

    assert not unused, "nothing shows these templates: " + ", ".join(unused)


@when_assembled
def test_every_template_that_is_named_exists():
    names = {name for name in names_in_the_code() | names_in_the_templates() if "/" in name or name == r"base\.html"}

    missing = [name for name in names if not any(re.fullmatch(name, known) for known in templates())]

    assert not missing, "no such template: " + ", ".join(missing)


@when_assembled
def test_every_macro_is_called():
    pages = (text_of(path) for name, path in templates().items() if name != "components/gallery.html")
    sources = re.sub(r"\{#.*?#\}", "", "\n".join(pages), flags=re.DOTALL)

    unused = [
        f"{name}: {macro}"
        for name, path in templates().items()
        for macro in macros_of(path)
        if not re.search(rf"(?<!macro )\b{macro}\(", sources)
    ]

    assert not unused, "no page calls these macros: " + ", ".join(unused)


def test_every_mail_has_its_three_templates():
    names = {path.name for path in MAILS.glob("*") if path.is_dir()}

    wanted = {f"mail/{name}/{part}" for name in names for part in ("subject.txt", "body.txt", "body.html")}

    assert wanted <= templates().keys(), sorted(wanted - templates().keys())


@pytest.mark.skipif(not (ROOT / "webapp/mail/messages.py").exists(), reason="no mail yet")
def test_every_mail_of_the_code_has_its_folder_and_the_reverse():
    messages = functions_of(ROOT / "webapp/mail/messages.py")
    written = {function.name for function in messages if not function.name.startswith("_")}
    folders = {path.name for path in MAILS.glob("*") if path.is_dir()}
    strings = {
        node.value
        for path in files_under("webapp")
        for node in ast.walk(syntax_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert not folders - written - strings, "nothing sends these mails"
    assert not folders or not written - folders, "these mails have no words"


def test_no_query_and_no_rule_stands_in_a_template():
    forbidden = re.compile(r"\.query\b|\bsession\.(?:scalars?|execute|get)\b|\bselect\(")

    found = [f"{name}: {match[0]}" for name, path in templates().items() for match in forbidden.finditer(text_of(path))]

    assert not found, "\n".join(found)


def test_no_style_or_script_is_written_in_a_page():
    # The policy of the pages refuses them; mails alone carry their style.
    inline = re.compile(r"<style\b|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)

    found = [
        f"{name}: {match[0].strip()}"
        for name, path in templates().items()
        if not name.startswith("mail/")
        for match in inline.finditer(text_of(path))
    ]

    assert not found, "\n".join(found)


def test_every_static_file_is_used():
    own = files_under("webapp/static", suffixes=(".css", ".js", ".svg", ".png", ".ico", ".woff2", ".webmanifest"))
    vendored = [path for path in (STATIC / "vendor").iterdir() if path.suffix in {".css", ".js", ".woff2"}]
    sources = [*templates().values(), *files_under("webapp"), *files_under("webapp/static", suffixes=(".css", ".js"))]
    words = "\n".join(text_of(path) for path in sources)

    unused = [
        name_of(path)
        for path in [*own, *vendored]
        if path.name not in words and f'{path.parent.name}/{path.stem}"' not in words
    ]

    assert not unused, "no page uses these files: " + ", ".join(unused)
