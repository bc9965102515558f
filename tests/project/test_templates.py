import ast
import re
from importlib.util import find_spec
from pathlib import Path

import jinja2
import pytest
from jinja2 import meta, nodes
from project.tree import PACKAGES, ROOT, files_under, functions_of, name_of, syntax_of, text_of

TEMPLATES = ROOT / "webapp/templates"
STATIC = ROOT / "webapp/static"
MAILS = TEMPLATES / "mail"
ENVIRONMENT = jinja2.Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
SUFFIXES = (".html", ".txt", ".svg")

#: what a value of an f-string may stand for
GAP = "[a-z0-9_/]+"


def templates():
    return {path.relative_to(TEMPLATES).as_posix(): path for path in files_under("webapp/templates", suffixes=SUFFIXES)}


def tree_of(path):
    return ENVIRONMENT.parse(text_of(path))


def pattern_of(node):
    """The names that a string of the code can stand for: exact, or with gaps where an f-string has values."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    parts = [re.escape(part.value) if isinstance(part, ast.Constant) else GAP for part in node.values]
    return "".join(parts)


def strings_of(path):
    """Every string of a file, an f-string as one."""
    nodes_of_file = list(ast.walk(syntax_of(path)))
    parts = {part for node in nodes_of_file if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes_of_file:
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in parts
        if is_text or isinstance(node, ast.JoinedStr):
            yield pattern_of(node)


def names_in_the_code():
    """Patterns of every template's name that the code holds as a string; addresses and globs are none."""
    strings = (string for path in files_under(*PACKAGES) for string in strings_of(path))
    return {
        string
        for string in strings
        if string.endswith((r"\.html", r"\.txt", r"\.svg")) and not string.startswith(("/", r"\*", r"/\."))
    }


def names_in_flask_security():
    """Its own pages, which we replace by templates of the same names."""
    core = Path(find_spec("flask_security").origin).with_name("core.py")
    return {string for string in strings_of(core) if string.startswith("security/") and string.endswith(r"\.html")}


def names_in_the_templates():
    referenced = (meta.find_referenced_templates(tree_of(path)) for path in templates().values())
    return {re.escape(name) for names in referenced for name in names if name is not None}


def macros_of(path):
    return [node.name for node in tree_of(path).find_all(nodes.Macro)]


def without_remarks(source):
    return re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)


def test_every_template_is_shown_or_included():
    wanted = re.compile("|".join(names_in_the_code() | names_in_the_templates() | names_in_flask_security()))

    unused = [name for name in templates() if not wanted.fullmatch(name)]

    assert not unused, "nothing shows these templates: " + ", ".join(unused)


def test_every_template_that_is_named_exists():
    names = {
        name
        for name in names_in_the_code() | names_in_the_templates()
        if "/" in name.replace(GAP, "") or name == r"base\.html"
    }

    known = [path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file()]

    missing = [name for name in names if not any(re.fullmatch(name, each) for each in known)]

    assert not missing, "no such template: " + ", ".join(missing)


def test_every_macro_is_called():
    # The gallery shows every component, so what only it calls is used by no page; its own macros are for itself.
    gallery = "components/gallery.html"
    pages = "\n".join(text_of(path) for name, path in templates().items() if name != gallery)
    sources = {False: without_remarks(pages), True: without_remarks(text_of(templates()[gallery]))}

    unused = [
        f"{name}: {macro}"
        for name, path in templates().items()
        for macro in macros_of(path)
        if not re.search(rf"(?<!macro )\b{macro}\(", sources[name == gallery])
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
