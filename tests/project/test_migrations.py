import ast
import re

import pytest
from project.tree import ROOT, name_of, syntax_of

VERSIONS = sorted((ROOT / "webapp/migrations/versions").glob("*.py"))


def constants_of(path):
    """`revision`, `down_revision` and the like of a migration, by name."""
    assignments = (node for node in syntax_of(path).body if isinstance(node, (ast.Assign, ast.AnnAssign)))
    pairs = ((node.targets[0] if isinstance(node, ast.Assign) else node.target, node.value) for node in assignments)
    return {target.id: ast.literal_eval(value) for target, value in pairs if isinstance(value, ast.Constant)}


def test_migrations_are_numbered_without_a_gap():
    numbers = [path.name[:4] for path in VERSIONS]

    assert numbers == [f"{number:04}" for number in range(1, len(VERSIONS) + 1)]


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_is_named_by_its_number_and_what_it_does(path):
    assert re.fullmatch(r"\d{4}_[a-z0-9]+(_[a-z0-9]+)+", path.stem)
    assert constants_of(path)["revision"] == path.name[:4]


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_follows_the_one_before_it(path):
    before = int(path.name[:4]) - 1

    assert constants_of(path)["down_revision"] == (f"{before:04}" if before else None)


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_can_be_taken_back(path):
    functions = {node.name: node for node in syntax_of(path).body if isinstance(node, ast.FunctionDef)}

    assert {"upgrade", "downgrade"} <= functions.keys()
    assert not isinstance(functions["downgrade"].body[0], ast.Pass)


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_the_application(path):
    modules = [
        name
        for node in ast.walk(syntax_of(path))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    ]

    ours = [name for name in modules if name.split(".")[0] in {"webapp", "jobs", "seed_data", "matching"}]
    assert not ours, f"{name_of(path)}: today's code is not the code of its day: {ours}"
