import ast
import re

import pytest
from project.tree import FOLDERS, PACKAGES, ROOT, files_under, name_of, place_of, syntax_of, text_of

CLOCK_CALLS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime"},
    "func": {"now", "current_timestamp", "current_date", "localtimestamp", "clock_timestamp"},
}
CLOCK_NAMES = {"CURRENT_TIMESTAMP", "CURRENT_DATE", "LOCALTIMESTAMP"}
INEXACT_COLUMNS = {"Numeric", "NUMERIC", "Float", "FLOAT", "Double", "DOUBLE", "REAL", "DECIMAL", "Decimal"}
VAGUE_NAMES = re.compile(r"^(utils?|helpers?|managers?|data|info|misc|common|handlers?)$|^process_|^do_")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def calls_in(path):
    """Each call with its dotted parts: `a.b.c()` is ("a", "b", "c")."""
    for node in ast.walk(syntax_of(path)):
        if isinstance(node, ast.Call):
            yield node, tuple(ast.unparse(node.func).split("."))


def reads_a_clock(parts):
    return len(parts) > 1 and parts[-1] in CLOCK_CALLS.get(parts[-2], ())


def test_transaction_py_has_the_only_commit():
    commits = [
        place_of(path, call, "commits: use `with transaction():` at the edge")
        for path in files_under(*PACKAGES)
        for call, parts in calls_in(path)
        if len(parts) > 1 and parts[-1] == "commit" and name_of(path) != "webapp/transaction.py"
    ]

    assert not commits, "\n".join(commits)


def test_clock_py_is_the_only_reader_of_a_clock():
    readers = [
        place_of(path, call, f"{'.'.join(parts)} reads a clock: take `now` as an argument, or webapp.clock at the edge")
        for path in files_under(*PACKAGES)
        for call, parts in calls_in(path)
        if reads_a_clock(parts) and name_of(path) != "webapp/clock.py"
    ]

    assert not readers, "\n".join(readers)


def test_no_clock_function_is_imported_by_its_bare_name():
    imports = [
        place_of(path, node, f"from {node.module} import {alias.name}")
        for path in files_under(*PACKAGES)
        for node in ast.walk(syntax_of(path))
        if isinstance(node, ast.ImportFrom) and node.module == "time"
        for alias in node.names
        if alias.name in CLOCK_CALLS["time"]
    ]

    assert not imports, "\n".join(imports)


def test_the_database_reads_no_clock_of_its_own():
    readers = [
        f"{name_of(path)}: {word}"
        for path in files_under("webapp/models", "webapp/migrations")
        for word in CLOCK_NAMES
        if word in text_of(path).upper()
    ]

    assert not readers, "business time would not be the demonstration's: " + ", ".join(readers)


@pytest.mark.parametrize("call", ["datetime.now()", "datetime.datetime.now(UTC)", "date.today()", "time.time()"])
def test_a_reading_of_the_clock_is_recognised(call):
    assert reads_a_clock(tuple(ast.unparse(ast.parse(call).body[0].value.func).split(".")))


@pytest.mark.parametrize("call", ["time.monotonic()", "time.perf_counter()", "clock.now()", "time.sleep(1)"])
def test_a_measure_of_duration_is_allowed(call):
    assert not reads_a_clock(tuple(ast.unparse(ast.parse(call).body[0].value.func).split(".")))


def test_rows_stand_in_the_order_of_the_alphabet():
    named = [
        place_of(path, node, f"{ast.unparse(key)}: « É » would come after « Z »; say without_accents(...)")
        for path in files_under("webapp", "jobs")
        for node in ast.walk(syntax_of(path))
        for key in keys_of(node)
        if isinstance(key, ast.Attribute) and key.attr in {"name", "title", "label"}
    ]

    assert not named, "\n".join(named)


def keys_of(node):
    """What a query or a relationship is put in order by."""
    if isinstance(node, ast.keyword) and node.arg == "order_by":
        return [node.value]
    is_query = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "order_by"
    return node.args if is_query else []


def test_nothing_prints_but_the_commands():
    printers = [
        place_of(path, call, "prints: commands use click.echo, the rest logs")
        for path in files_under(*PACKAGES)
        for call, parts in calls_in(path)
        if parts == ("print",)
    ]

    assert not printers, "\n".join(printers)


def test_days_and_money_have_no_inexact_column():
    inexact = [
        place_of(path, node, f"{name} differs between SQLite and PostgreSQL: minutes and cents are integers")
        for path in files_under("webapp/models", "webapp/migrations")
        for node in ast.walk(syntax_of(path))
        for name in [getattr(node, "attr", None) or getattr(node, "id", None)]
        if isinstance(node, (ast.Attribute, ast.Name)) and name in INEXACT_COLUMNS
    ]

    assert not inexact, "\n".join(inexact)


def test_models_hold_no_float():
    floats = [
        place_of(path, node, "a column or a figure of the rules is an integer")
        for path in files_under("webapp/models")
        for node in ast.walk(syntax_of(path))
        if isinstance(node, ast.AnnAssign) and re.search(r"\bfloat\b", ast.unparse(node.annotation))
    ]

    assert not floats, "\n".join(floats)


def test_no_module_has_a_vague_name():
    vague = [name_of(path) for path in files_under(*PACKAGES, "tests", "benchmarks") if VAGUE_NAMES.search(path.stem)]

    assert not vague, "say what it holds: " + ", ".join(vague)


def test_nothing_is_left_for_later_in_a_comment():
    suffixes = (".py", ".html", ".txt", ".css", ".js", ".md", ".cfg", ".toml")
    paths = [*files_under(*FOLDERS, suffixes=suffixes), *ROOT.glob("*.*")]
    left = [
        f"{name_of(path)}:{number}"
        for path in paths
        if path.suffix in suffixes and path != ROOT / "tests/project/test_doors.py"
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if UNFINISHED.search(line)
    ]

    assert not left, "write it in docs/changing.md: " + ", ".join(left)
