import ast

import pytest
from project.tree import FUNCTIONS, PACKAGES, files_under, functions_of, name_of, place_of, syntax_of, text_of

FILE_LIMIT = 400
TEST_FILE_LIMIT = 500
CONFTEST_LIMIT = 200
FUNCTION_LIMIT = 40
VIEW_LIMIT = 25
POSITIONAL_LIMIT = 6
NESTING_LIMIT = 3

CODE = (*PACKAGES, "tests", "benchmarks")
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
ROUTE_DECORATORS = {"route", "get", "post"}


def limit_of(path):
    if path.name == "conftest.py":
        return CONFTEST_LIMIT
    return TEST_FILE_LIMIT if name_of(path).startswith("tests/") else FILE_LIMIT


def lines_without_docstring(function):
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function, clean=False) is None:
        return lines
    docstring = function.body[0]
    return lines - (docstring.end_lineno - docstring.lineno + 1)


def is_view(path, function):
    calls = (decorator for decorator in function.decorator_list if isinstance(decorator, ast.Call))
    names = {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)}
    return "views" in path.parts and bool(names & ROUTE_DECORATORS)


def positional(function):
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def depth_of(node, *, is_elif=False):
    """How many blocks stand inside one another; `elif` is no level of its own, a nested function starts again."""
    depth = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (*FUNCTIONS, ast.Lambda)):
            continue
        # In the tree an `elif` is an `if` alone in the `else`, told apart by its column only.
        continues = isinstance(node, ast.If) and isinstance(child, ast.If) and child.col_offset == node.col_offset
        depth = max(depth, depth_of(child, is_elif=continues))
    return depth + (isinstance(node, BLOCKS) and not is_elif)


def test_no_file_is_longer_than_its_limit():
    paths = files_under(*CODE, "docs", suffixes=(".py", ".html", ".css", ".js"))

    too_long = [
        f"{name_of(path)}: {lines} lines, limit {limit_of(path)}: split it by story"
        for path in paths
        if (lines := text_of(path).count("\n")) > limit_of(path)
    ]

    assert not too_long, "\n".join(too_long)


def test_no_function_is_longer_than_its_limit():
    # A migration is a list of tables, written once and never edited: only its file is measured.
    too_long = [
        place_of(path, function, f"{function.name} has {lines} lines, limit {limit}")
        for path in files_under(*CODE)
        for function in functions_of(path)
        for limit in [VIEW_LIMIT if is_view(path, function) else FUNCTION_LIMIT]
        if (lines := lines_without_docstring(function)) > limit and not name_of(path).startswith("webapp/migrations")
    ]

    assert not too_long, "\n".join(too_long)


def test_no_function_takes_a_seventh_positional_argument():
    too_many = [
        place_of(path, function, f"{function.name} takes {positional(function)}: make the rest keyword-only")
        for path in files_under(*CODE)
        for function in functions_of(path)
        if positional(function) > POSITIONAL_LIMIT and not function.name.startswith("test_")
    ]

    assert not too_many, "\n".join(too_many)


def test_no_block_is_nested_deeper_than_three():
    too_deep = [
        place_of(path, function, f"{function.name} is nested {depth} deep")
        for path in files_under(*CODE)
        for function in functions_of(path)
        if (depth := depth_of(function)) > NESTING_LIMIT
    ]

    assert not too_deep, "\n".join(too_deep)


@pytest.mark.parametrize(
    ("source", "depth"),
    [
        ("pass", 0),
        ("if a:\n  pass\nelif b:\n  pass\nelif c:\n  pass", 1),
        ("for a in b:\n  if a:\n    pass\n  else:\n    if c:\n      pass", 3),
        ("with a:\n  for b in c:\n    while d:\n      try:\n        pass\n      finally:\n        pass", 4),
        ("if a:\n  def f():\n    if b:\n      if c:\n        pass", 1),
    ],
)
def test_depth_counts_blocks_inside_one_another(source, depth):
    assert depth_of(ast.parse(source)) == depth


def test_every_module_says_what_it_is():
    silent = [
        name_of(path)
        for path in files_under(*PACKAGES)
        if syntax_of(path).body and ast.get_docstring(syntax_of(path)) is None
    ]

    assert not silent, "these modules have no docstring: " + ", ".join(silent)
