import ast
import importlib
import re

import pytest
from project.tree import ROOT, files_under, functions_of, syntax_of, text_of

LIMITS = ROOT / "docs/limits.md"
MET = text_of(ROOT / "docs/security.md").partition("\n## Deliberate deviations")[0]
PROMISES = text_of(ROOT / "docs/promises.md")
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")
DURATIONS = {"QUARTER": "15 minutes", "HOUR": "1 hour", "DAY": "1 day", "timedelta(minutes=3)": "3 minutes"}


def rows_of(text, beginning):
    """The rows of a page's tables that begin so, as tuples of cells."""
    lines = (line for line in text.splitlines() if re.match(beginning, line))
    return [tuple(cell.strip(" `") for cell in line.split("|")[1:-1]) for line in lines]


def limits_of_the_code():
    for path in files_under("webapp"):
        for node in ast.walk(syntax_of(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Limit":
                name, count, within = (ast.unparse(each) for each in node.args)
                yield ast.literal_eval(name), count, DURATIONS[within]


@pytest.mark.parametrize("row", [*rows_of(MET, r"\| \d"), *rows_of(PROMISES, r"\| [A-Z]")[1:]], ids=lambda row: row[0])
def test_each_point_of_the_security_page_and_each_promise_has_a_test(row):
    assert NAMED.search(f"`{row[2]}`")


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED.findall(MET + PROMISES))))
def test_a_test_that_a_page_names_exists(file, name):
    path = ROOT / "tests" / file

    assert path.is_file()
    assert name in {function.name for function in functions_of(path)}


def test_the_page_of_limits_is_what_the_code_holds():
    written = {cells[:3] for cells in rows_of(text_of(LIMITS), r"\| `\w+` ")}

    assert written == set(limits_of_the_code())


@pytest.mark.parametrize(("name", "value"), [row[:2] for row in rows_of(text_of(LIMITS), r"\| `webapp\.")])
def test_a_size_of_the_page_of_limits_is_that_of_the_code(name, value):
    module, _, constant = name.rpartition(".")

    assert str(getattr(importlib.import_module(module), constant)) == value
